"""RDS, DynamoDB, ElastiCache, SNS, SQS."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.aws import places
from stackwright.simcloud.curated.aws.shapes import by_name
from stackwright.simcloud.curated.recipe import Maker, Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_PORTS = {"postgres": 5432, "aurora-postgresql": 5432, "mysql": 3306, "mariadb": 3306, "aurora-mysql": 3306}
_OTHER_PORTS = {"oracle-ee": 1521, "oracle-se2": 1521, "sqlserver-ex": 1433, "sqlserver-se": 1433}
_ZONES = {"us-east-1": "Z2R2ITUGPM61AM", "eu-west-1": "Z29XKXDKYMONMX"}
"""Hosted zones of database hosts (examples in the documentation of RDS's API, `DescribeDBInstances`)."""
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_VERSIONS = {
    "postgres": ("17.6", "17"),
    "mysql": ("8.4.6", "8.4"),
    "mariadb": ("11.4.8", "11.4"),
    "aurora-postgresql": ("17.5", "17"),
    "aurora-mysql": ("8.0.mysql_aurora.3.10.1", "8.0"),
}
"""What RDS makes of an engine for which no version is asked for, and the family of its parameters."""
_MINORS = {
    "mysql 8.0": "8.0.42",
    "mariadb 10.11": "10.11.13",
    "mariadb 10.6": "10.6.22",
    "postgres 16": "16.10",
    "postgres 15": "15.14",
    "postgres 14": "14.19",
    "postgres 13": "13.22",
    "aurora-postgresql 16": "16.8",
    "aurora-postgresql 15": "15.12",
    "aurora-postgresql 14": "14.17",
    "aurora-mysql 5.7": "5.7.mysql_aurora.2.12.5",
}
"""What RDS makes of a major version (Amazon RDS release notes, 2025)."""
_LICENSES = {"postgres": "postgresql-license", "mysql": "general-public-license", "mariadb": "general-public-license"}


def port(it: Subject) -> int:
    """The port that was asked for, else the engine's own."""
    return it.number("port", {**_PORTS, **_OTHER_PORTS}.get(it.text("engine") or str(_source(it, "engine")), 5432))


def newest_version(engine: str) -> str:
    """What RDS makes of `engine` where no version is asked for."""
    return _VERSIONS.get(engine, ("1", "1"))[0]


def engine_family(engine: str, version: str) -> str:
    """`postgres16` of PostgreSQL 16.3, `mysql8.0` of MySQL 8.0.40."""
    known = _VERSIONS.get(engine, ("", "1"))[1]
    pieces = version.split(".")
    return f"{engine}{'.'.join(pieces[: known.count('.') + 1]) if version else known}"


def _version(it: Subject) -> str:
    if copied := _source(it, "engineVersionActual"):
        return str(copied)
    asked, newest = it.text("engineVersion"), newest_version(it.text("engine"))
    if not asked or newest.startswith(f"{asked}."):
        return newest
    return _MINORS.get(f"{it.text('engine')} {asked}", asked)


def _family(it: Subject) -> str:
    return engine_family(it.text("engine"), it.text("engineVersion"))


def _option_family(it: Subject) -> str:
    """`default:mysql-8-0`."""
    engine = it.text("engine")
    return f"default:{engine}-{_family(it).removeprefix(engine).replace('.', '-')}"


def _source(it: Subject, name: str) -> Value:
    """What a replica has of the instance that it replicates."""
    wanted = it.text("replicateSourceDb").rpartition(":")[2]
    return next((other.get(name) for other in it.alike() if wanted and other.get("identifier") == wanted), None)


def _copied(name: str, otherwise: Value = None) -> Maker:
    return lambda it: found if (found := _source(it, name)) is not None else otherwise


def _user(it: Subject) -> str:
    if source := _source(it, "username"):
        return str(source)
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


def database_mark(it: Subject) -> str:
    """The account's own part of all of its database hosts in a region: RDS, DocumentDB and Neptune share it."""
    return f"c{places.mark(it, 'rds', 11)}"


def _zone(it: Subject) -> str:
    region = it.text("region") or it.identity.region
    return _ZONES.get(region) or places.drawn_zone("rds", region)


def _address(it: Subject) -> str:
    region = it.text("region") or it.identity.region
    return f"{_identifier(it)}.{database_mark(it)}.{region}.rds.amazonaws.com"


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
    return f"{it.text('name')}.proxy-{database_mark(it)}.{region}.rds.amazonaws.com"


def _is_writer(it: Subject) -> bool:
    """The first instance of a cluster writes."""
    others = (other for other in it.alike() if other.get("identifier") != it.text("identifier"))
    cluster = it.text("clusterIdentifier")
    return not any(other.get("clusterIdentifier") == cluster and other.get("writer") is True for other in others)


def _behind_proxy(it: Subject) -> str:
    """`<proxy>/<group>/TRACKED_CLUSTER/<cluster>` (pulumi-aws, `aws.rds.ProxyTarget`, Import)."""
    cluster = it.text("dbClusterIdentifier")
    kind = "TRACKED_CLUSTER" if cluster else "RDS_INSTANCE"
    tail = cluster or it.text("dbInstanceIdentifier")
    return f"{it.text('dbProxyName')}/{it.text('targetGroupName')}/{kind}/{tail}"


def _target_host(it: Subject) -> str:
    """A cluster is tracked as a whole and has no host of its own there."""
    instance, region = it.text("dbInstanceIdentifier"), it.text("region") or it.identity.region
    return f"{instance}.{database_mark(it)}.{region}.rds.amazonaws.com" if instance else ""


def _custom_endpoint(it: Subject) -> str:
    region = it.text("region") or it.identity.region
    name = it.text("clusterEndpointIdentifier")
    return f"{name}.cluster-custom-{database_mark(it)}.{region}.rds.amazonaws.com"


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
            "hostedZoneId": _zone,
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
            "dbName": _copied("dbName", ""),
            "username": _user,
            "engine": _copied("engine"),
            "allocatedStorage": _copied("allocatedStorage", 20),
            "vpcSecurityGroupIds": [],
            "backupTarget": "region",
            "databaseInsightsMode": "standard",
            "engineLifecycleSupport": "open-source-rds-extended-support",
        },
    ),
    "aws:rds/cluster:Cluster": by_name(
        "arn:{partition}:rds:{region}:{account}:cluster:{in:clusterIdentifier}",
        key="clusterIdentifier",
        clusterResourceId=lambda it: "cluster-" + it.seed.text(26, _UPPER),
        endpoint=lambda it: _cluster_address(it, "cluster"),
        readerEndpoint=lambda it: _cluster_address(it, "cluster-ro"),
        port=port,
        hostedZoneId=_zone,
        engineVersionActual=_version,
        masterUserSecrets=_master_secret,
        availabilityZones=["{region}a", "{region}b", "{region}c"],
    ),
    "aws:rds/clusterInstance:ClusterInstance": by_name(
        "arn:{partition}:rds:{region}:{account}:db:{in:identifier}",
        key="identifier",
        dbiResourceId=lambda it: "db-" + it.seed.text(26, _UPPER),
        endpoint=_address,
        port=port,
        availabilityZone="{region}a",
        writer=_is_writer,
    ),
    "aws:rds/clusterEndpoint:ClusterEndpoint": by_name(
        "arn:{partition}:rds:{region}:{account}:cluster-endpoint:{in:clusterEndpointIdentifier}",
        key="clusterEndpointIdentifier",
        endpoint=_custom_endpoint,
    ),
    "aws:rds/proxy:Proxy": by_name(
        lambda it: (
            f"arn:{it.identity.partition}:rds:{it.text('region') or it.identity.region}:{it.identity.account}"
            f":db-proxy:prx-{it.seed.hex(17)}"
        ),
        endpoint=_proxy_host,
    ),
    "aws:rds/proxyTarget:ProxyTarget": Recipe(
        id=_behind_proxy,
        outputs={
            "endpoint": _target_host,
            "port": 5432,
            "rdsResourceId": lambda it: it.text("dbClusterIdentifier") or it.text("dbInstanceIdentifier"),
            "targetArn": "",
            "trackedClusterId": "{in:dbClusterIdentifier}",
            "type": lambda it: "TRACKED_CLUSTER" if it.text("dbClusterIdentifier") else "RDS_INSTANCE",
        },
    ),
    "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": Recipe(
        id="{in:dbProxyName}",
        outputs={"arn": "arn:{partition}:rds:{region}:{account}:target-group:prx-tg-{hex:17}", "name": "default"},
    ),
    "aws:rds/globalCluster:GlobalCluster": by_name(
        "arn:{partition}:rds::{account}:global-cluster:{in:globalClusterIdentifier}",
        key="globalClusterIdentifier",
        globalClusterResourceId="cluster-{hex:16}",
        globalClusterMembers=[],
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
    "aws:rds/subnetGroup:SubnetGroup": by_name(
        "arn:{partition}:rds:{region}:{account}:subgrp:{in:name}",
        supportedNetworkTypes=["IPV4"],
        description="Managed by Pulumi",
        vpcId="vpc-{hex:17:vpc}",
    ),
    "aws:rds/parameterGroup:ParameterGroup": by_name(
        "arn:{partition}:rds:{region}:{account}:pg:{in:name}", description="Managed by Pulumi"
    ),
    "aws:rds/eventSubscription:EventSubscription": by_name(
        "arn:{partition}:rds:{region}:{account}:es:{in:name}", customerAwsId="{account}", enabled=True
    ),
    "aws:dynamodb/table:Table": by_name(
        "arn:{partition}:dynamodb:{region}:{account}:table/{in:name}",
        billingMode="PROVISIONED",
        streamArn=_stream,
        streamLabel=_stream_label,
        replicas=_replicas,
        tableClass="STANDARD",
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
