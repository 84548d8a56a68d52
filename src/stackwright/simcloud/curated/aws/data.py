"""RDS, DynamoDB, ElastiCache, SNS, SQS."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_PORTS = {"postgres": 5432, "aurora-postgresql": 5432, "mysql": 3306, "mariadb": 3306, "aurora-mysql": 3306}
_OTHER_PORTS = {"oracle-ee": 1521, "oracle-se2": 1521, "sqlserver-ex": 1433, "sqlserver-se": 1433}
_LOWER = "abcdefghijklmnopqrstuvwxyz0123456789"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_VERSIONS = {
    "postgres": ("17.6", "17"),
    "mysql": ("8.4.6", "8.4"),
    "mariadb": ("11.4.8", "11.4"),
    "aurora-postgresql": ("17.5", "17"),
    "aurora-mysql": ("8.0.mysql_aurora.3.10.1", "8.0"),
}
"""What RDS makes of an engine for which no version is asked for, and the family of its parameters."""
_LICENSES = {"postgres": "postgresql-license", "mysql": "general-public-license", "mariadb": "general-public-license"}


def port(it: Subject) -> int:
    """The port that was asked for, else the engine's own."""
    return it.number("port", {**_PORTS, **_OTHER_PORTS}.get(it.text("engine"), 5432))


def newest_version(engine: str) -> str:
    """What RDS makes of `engine` where no version is asked for."""
    return _VERSIONS.get(engine, ("1", "1"))[0]


def engine_family(engine: str, version: str) -> str:
    """`postgres16` of PostgreSQL 16.3, `mysql8.0` of MySQL 8.0.40."""
    known = _VERSIONS.get(engine, ("", "1"))[1]
    pieces = version.split(".")
    return f"{engine}{'.'.join(pieces[: known.count('.') + 1]) if version else known}"


def _version(it: Subject) -> str:
    return it.text("engineVersion") or newest_version(it.text("engine"))


def _family(it: Subject) -> str:
    return engine_family(it.text("engine"), it.text("engineVersion"))


def _option_family(it: Subject) -> str:
    """`default:mysql-8-0`."""
    engine = it.text("engine")
    return f"default:{engine}-{_family(it).removeprefix(engine).replace('.', '-')}"


def _user(it: Subject) -> str:
    return "admin" if "my" in it.text("engine") or it.text("engine") == "mariadb" else "postgres"


def _stream_label(it: Subject) -> str:
    return it.time("stream").strftime("%Y-%m-%dT%H:%M:%S.") + it.seed.digits(3, "stream") if _streaming(it) else ""


def _streaming(it: Subject) -> bool:
    return it.inputs.get("streamEnabled") is True


def _stream(it: Subject) -> str:
    if not _streaming(it):
        return ""
    me, region = it.identity, it.text("region") or it.identity.region
    table = f"arn:{me.partition}:dynamodb:{region}:{me.account}:table/{it.physical_name}"
    return f"{table}/stream/{_stream_label(it)}"


def _identifier(it: Subject) -> str:
    return it.text("identifier") or it.text("clusterIdentifier") or it.name


def _address(it: Subject) -> str:
    region = it.text("region") or it.identity.region
    return f"{_identifier(it)}.{it.seed.text(12, _LOWER, 'host')}.{region}.rds.amazonaws.com"


def _cluster_address(it: Subject, kind: str) -> str:
    name, _, rest = _address(it).partition(".")
    return f"{name}.{kind}-{rest}"


def _master_secret(it: Subject) -> Value:
    """RDS keeps the password itself where `manageMasterUserPassword` asks for it."""
    if not it.inputs.get("manageMasterUserPassword"):
        return []
    me = it.identity
    region = it.text("region") or me.region
    kind = "cluster" if it.kind == "Cluster" else "db"
    arn = f"arn:{me.partition}:secretsmanager:{region}:{me.account}:secret:rds!{kind}-{it.seed.uuid('secret')}"
    key = it.text("masterUserSecretKmsKeyId")
    kms = key or f"arn:{me.partition}:kms:{region}:{me.account}:key/{it.seed.uuid('kms')}"
    return [{"secretArn": f"{arn}-{it.seed.hex(6, 'secret')}", "kmsKeyId": kms, "secretStatus": "active"}]


def _replicas(it: Subject) -> Value:
    """The tables of a global table elsewhere, as they were listed."""
    me = it.identity
    made: list[Value] = []
    for given in it.items("replicas"):
        region = given.get("regionName") if isinstance(given, dict) else ""
        arn = f"arn:{me.partition}:dynamodb:{region}:{me.account}:table/{it.physical_name}"
        label = _stream_label(it)
        made.append({"arn": arn, "streamArn": f"{arn}/stream/{label}" if label else "", "streamLabel": label})
    return made


def _queue_url(it: Subject) -> str:
    region = it.text("region") or it.identity.region
    return f"https://sqs.{region}.amazonaws.com/{it.identity.account}/{it.physical_name}"


def _proxy_host(it: Subject) -> str:
    """Where a proxy answers, and with it each of its targets."""
    region = it.text("region") or it.identity.region
    return f"{it.text('name')}.proxy-{it.seed.text(12, _LOWER, 'host')}.{region}.rds.amazonaws.com"


def _custom_endpoint(it: Subject) -> str:
    region = it.text("region") or it.identity.region
    name = it.text("clusterEndpointIdentifier")
    return f"{name}.cluster-custom-{it.seed.text(12, _LOWER, 'host')}.{region}.rds.amazonaws.com"


_TOPIC_ARN = "arn:{partition}:sns:{region}:{account}:{in:name}"

TYPES: Mapping[str, Recipe] = {
    "aws:rds/instance:Instance": Recipe(
        id=lambda it: "db-" + it.seed.text(26, _UPPER),
        outputs={
            "arn": lambda it: (
                f"arn:{it.identity.partition}:rds:{it.text('region') or it.identity.region}"
                f":{it.identity.account}:db:{_identifier(it)}"
            ),
            "resourceId": "{id}",
            "address": _address,
            "endpoint": lambda it: f"{_address(it)}:{port(it)}",
            "port": port,
            "hostedZoneId": "Z29XKXDKYMONMX",
            "status": "available",
            "availabilityZone": "{region}a",
            "engineVersionActual": _version,
            "engineVersion": _version,
            "caCertIdentifier": "rds-ca-rsa2048-g1",
            "latestRestorableTime": "{time}",
            "licenseModel": lambda it: _LICENSES.get(it.text("engine"), "license-included"),
            "listenerEndpoints": [],
            "masterUserSecrets": _master_secret,
            "replicas": [],
            "upgradeRolloutOrder": "second",
            "backupWindow": "03:00-03:30",
            "maintenanceWindow": "mon:04:00-mon:04:30",
            "parameterGroupName": lambda it: f"default.{_family(it)}",
            "optionGroupName": _option_family,
            "performanceInsightsRetentionPeriod": 7,
            "storageType": "gp3",
            "storageThroughput": 125,
            "iops": 3000,
            "networkType": "IPV4",
            "dbName": "",
            "username": _user,
            "vpcSecurityGroupIds": [],
            "backupTarget": "region",
            "databaseInsightsMode": "standard",
            "engineLifecycleSupport": "open-source-rds-extended-support",
        },
    ),
    "aws:rds/cluster:Cluster": Recipe(
        id="{in:clusterIdentifier}",
        unique=True,
        outputs={
            "arn": "arn:{partition}:rds:{region}:{account}:cluster:{in:clusterIdentifier}",
            "clusterResourceId": lambda it: "cluster-" + it.seed.text(26, _UPPER),
            "endpoint": lambda it: _cluster_address(it, "cluster"),
            "readerEndpoint": lambda it: _cluster_address(it, "cluster-ro"),
            "port": port,
            "hostedZoneId": "Z29XKXDKYMONMX",
            "engineVersionActual": _version,
            "masterUserSecrets": _master_secret,
            "availabilityZones": ["{region}a", "{region}b", "{region}c"],
        },
    ),
    "aws:rds/clusterInstance:ClusterInstance": Recipe(
        id="{in:identifier}",
        unique=True,
        outputs={
            "arn": "arn:{partition}:rds:{region}:{account}:db:{in:identifier}",
            "dbiResourceId": lambda it: "db-" + it.seed.text(26, _UPPER),
            "endpoint": _address,
            "port": port,
            "availabilityZone": "{region}a",
            "writer": True,
        },
    ),
    "aws:rds/clusterEndpoint:ClusterEndpoint": Recipe(
        id="{in:clusterEndpointIdentifier}",
        unique=True,
        outputs={
            "arn": "arn:{partition}:rds:{region}:{account}:cluster-endpoint:{in:clusterEndpointIdentifier}",
            "endpoint": _custom_endpoint,
        },
    ),
    "aws:rds/proxy:Proxy": Recipe(
        id="{in:name}",
        unique=True,
        outputs={
            "arn": lambda it: (
                f"arn:{it.identity.partition}:rds:{it.text('region') or it.identity.region}:{it.identity.account}"
                f":db-proxy:prx-{it.seed.hex(17)}"
            ),
            "endpoint": _proxy_host,
        },
    ),
    "aws:rds/globalCluster:GlobalCluster": Recipe(
        id="{in:globalClusterIdentifier}",
        unique=True,
        outputs={
            "arn": "arn:{partition}:rds::{account}:global-cluster:{in:globalClusterIdentifier}",
            "globalClusterResourceId": "cluster-{hex:16}",
            "globalClusterMembers": [],
        },
    ),
    "aws:rds/clusterSnapshot:ClusterSnapshot": Recipe(
        id="{in:dbClusterSnapshotIdentifier}",
        unique=True,
        outputs={
            "dbClusterSnapshotArn": "arn:{partition}:rds:{region}:{account}"
            ":cluster-snapshot:{in:dbClusterSnapshotIdentifier}",
            "status": "available",
        },
    ),
    "aws:rds/subnetGroup:SubnetGroup": Recipe(
        id="{in:name}",
        unique=True,
        outputs={
            "arn": "arn:{partition}:rds:{region}:{account}:subgrp:{in:name}",
            "supportedNetworkTypes": ["IPV4"],
            "description": "Managed by Pulumi",
            "vpcId": "vpc-{hex:17:vpc}",
        },
    ),
    "aws:rds/parameterGroup:ParameterGroup": Recipe(
        id="{in:name}",
        unique=True,
        outputs={"arn": "arn:{partition}:rds:{region}:{account}:pg:{in:name}", "description": "Managed by Pulumi"},
    ),
    "aws:rds/eventSubscription:EventSubscription": Recipe(
        id="{in:name}",
        unique=True,
        outputs={
            "arn": "arn:{partition}:rds:{region}:{account}:es:{in:name}",
            "customerAwsId": "{account}",
            "enabled": True,
        },
    ),
    "aws:dynamodb/table:Table": Recipe(
        id="{in:name}",
        unique=True,
        outputs={
            "arn": "arn:{partition}:dynamodb:{region}:{account}:table/{in:name}",
            "billingMode": "PROVISIONED",
            "streamArn": _stream,
            "streamLabel": _stream_label,
            "replicas": _replicas,
            "tableClass": "STANDARD",
        },
    ),
    "aws:sns/topic:Topic": Recipe(
        id=_TOPIC_ARN,
        unique=True,
        outputs={"arn": "{id}", "owner": "{account}", "signatureVersion": 1, "beginningArchiveTime": ""},
    ),
    "aws:sns/topicPolicy:TopicPolicy": Recipe(id="{in:arn}", outputs={"owner": "{account}"}),
    "aws:sns/topicSubscription:TopicSubscription": Recipe(
        id="{in:topic}:{uuid}",
        outputs={
            "arn": "{id}",
            "ownerId": "{account}",
            "confirmationWasAuthenticated": True,
            "pendingConfirmation": False,
        },
    ),
    "aws:sqs/queue:Queue": Recipe(
        id=_queue_url,
        unique=True,
        outputs={
            "url": "{id}",
            "arn": "arn:{partition}:sqs:{region}:{account}:{in:name}",
            "visibilityTimeoutSeconds": 30,
            "messageRetentionSeconds": 345600,
            "maxMessageSize": 262144,
            "kmsDataKeyReusePeriodSeconds": 300,
            # SQS's own key, unless a KMS key was named.
            "sqsManagedSseEnabled": lambda it: not it.text("kmsMasterKeyId"),
        },
    ),
    "aws:sqs/queuePolicy:QueuePolicy": Recipe(id="{in:queueUrl}"),
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": Recipe(id="{in:queueUrl}"),
    "aws:sqs/redrivePolicy:RedrivePolicy": Recipe(id="{in:queueUrl}"),
}
