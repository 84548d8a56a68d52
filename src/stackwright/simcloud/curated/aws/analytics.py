"""Glue, Athena, Redshift, OpenSearch, SageMaker; caches and document databases."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.aws import places
from stackwright.simcloud.curated.aws.data import database_mark
from stackwright.simcloud.curated.aws.shapes import (
    LOWER,
    MIXED,
    UPPER,
    arn,
    by_arn,
    by_id,
    by_name,
    drawn,
    private_name,
    region_of,
    short_region,
)
from stackwright.simcloud.curated.recipe import Part, Recipe
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def cache_host(it: Subject, prefix: str, suffix: str = "") -> str:
    """`master.sessions.ab12cd.euw1.cache.amazonaws.com`: with encryption in transit the role comes first."""
    region = short_region(region_of(it))
    return f"{prefix}.{places.mark(it, 'elasticache', 6)}{suffix}.{region}.cache.amazonaws.com"


def _group(it: Subject) -> str:
    return it.text("replicationGroupId")


def _sharded(it: Subject) -> bool:
    return it.number("numNodeGroups", 1) > 1 or it.text("clusterMode") == "enabled"


def _primary(it: Subject) -> Value:
    if _sharded(it):
        return ""
    encrypted = it.inputs.get("transitEncryptionEnabled") is True
    return cache_host(it, f"master.{_group(it)}") if encrypted else cache_host(it, _group(it), ".ng.0001")


def _reader(it: Subject) -> Value:
    if _sharded(it):
        return ""
    encrypted = it.inputs.get("transitEncryptionEnabled") is True
    return cache_host(it, f"replica.{_group(it)}") if encrypted else cache_host(it, f"{_group(it)}-ro", ".ng.0001")


def _configuration(it: Subject) -> Value:
    return cache_host(it, f"clustercfg.{_group(it)}") if _sharded(it) else ""


def _members(it: Subject) -> Value:
    shards, replicas = it.number("numNodeGroups", 1), it.number("replicasPerNodeGroup", 0)
    count = it.number("numCacheClusters", shards * (replicas + 1))
    if shards == 1:
        return [f"{_group(it)}-{number:03}" for number in range(1, count + 1)]
    return [f"{_group(it)}-{shard:04}-{item:03}" for shard in range(1, shards + 1) for item in range(1, replicas + 2)]


def _cache_port(it: Subject) -> int:
    return it.number("port", 11211 if it.text("engine") == "memcached" else 6379)


def _nodes(it: Subject) -> Value:
    region = region_of(it)
    return [
        {
            "id": f"{number:04}",
            "address": cache_host(it, it.text("clusterId"), f".{number:04}"),
            "port": _cache_port(it),
            "availabilityZone": f"{region}{'abc'[(number - 1) % 3]}",
            "outpostArn": "",
        }
        for number in range(1, it.number("numCacheNodes", 1) + 1)
    ]


def _cluster_address(it: Subject) -> Value:
    return cache_host(it, it.text("clusterId"), ".cfg") if it.text("engine") == "memcached" else ""


def _discovery(it: Subject) -> Value:
    address = _cluster_address(it)
    return f"{address}:{_cache_port(it)}" if address else ""


def _document_host(service: str, kind: str) -> Recipe:
    """A cluster of DocumentDB or Neptune."""

    def host(it: Subject, role: str) -> str:
        return f"{it.text('clusterIdentifier')}.{role}-{database_mark(it)}.{region_of(it)}.{kind}.amazonaws.com"

    return by_name(
        arn("rds", "cluster:{in:clusterIdentifier}"),
        key="clusterIdentifier",
        endpoint=lambda it: host(it, "cluster"),
        readerEndpoint=lambda it: host(it, "cluster-ro"),
        clusterResourceId=drawn(26, UPPER, "resource", "cluster-"),
        hostedZoneId=lambda it: places.drawn_zone(kind, region_of(it)),
        port=27017 if service == "docdb" else 8182,
        availabilityZones=["{region}a", "{region}b", "{region}c"],
    )


def _instance_of(kind: str) -> Recipe:
    return by_name(
        arn("rds", "db:{in:identifier}"),
        key="identifier",
        endpoint=lambda it: f"{it.text('identifier')}.{database_mark(it)}.{region_of(it)}.{kind}.amazonaws.com",
        dbiResourceId=drawn(26, UPPER, "resource", "db-"),
        availabilityZone="{region}a",
        writer=True,
    )


def _accelerator(it: Subject) -> str:
    """`orders.1a2b3c.dax-clusters.eu-west-1.amazonaws.com`."""
    return f"{it.text('clusterName')}.{places.mark(it, 'dax', 6)}.dax-clusters.{region_of(it)}.amazonaws.com"


def _accelerator_nodes(it: Subject) -> Value:
    name, host = it.text("clusterName"), _accelerator(it)
    letters = "abcdefghij"[: it.number("replicationFactor", 1)]
    return [
        {
            "id": f"{name}-{letter}",
            "address": f"{name}-{letter}.{host.partition('.')[2]}",
            "availabilityZone": f"{region_of(it)}{'abc'[index % 3]}",
            "port": _accelerator_port(it),
        }
        for index, letter in enumerate(letters)
    ]


def _accelerator_port(it: Subject) -> int:
    return 9111 if it.text("clusterEndpointEncryptionType") == "TLS" else 8111


def _shards(it: Subject) -> Value:
    """Each with its nodes: `<cluster>-0001-001` (MemoryDB API, `Shard`)."""
    name, replicas = it.physical_name, it.number("numReplicasPerShard", 1)
    shards = it.number("numShards", 1)
    host = f"{places.mark(it, 'memorydb', 6)}.memorydb.{region_of(it)}.amazonaws.com"
    return [
        {
            "name": f"{shard:04}",
            "numNodes": replicas + 1,
            "slots": f"{16384 * (shard - 1) // shards}-{16384 * shard // shards - 1}",
            "nodes": [
                {
                    "name": f"{name}-{shard:04}-{node:03}",
                    "availabilityZone": f"{region_of(it)}{'abc'[(node - 1) % 3]}",
                    "createTime": it.timestamp(),
                    "endpoints": [
                        {"address": f"{name}-{shard:04}-{node:03}.{name}.{host}", "port": it.number("port", 6379)}
                    ],
                }
                for node in range(1, replicas + 2)
            ],
        }
        for shard in range(1, shards + 1)
    ]


def _nodes_of_warehouse(it: Subject) -> Value:
    """A leader and its compute nodes; one that is both where there is only one (Redshift API, `ClusterNode`)."""
    count = it.number("numberOfNodes", 1)
    roles = ["SHARED"] if count == 1 else ["LEADER", *(f"COMPUTE-{number}" for number in range(count))]
    return [
        {
            "nodeRole": role,
            "privateIpAddress": guess.private_ip(it, role),
            "publicIpAddress": guess.public_ip(it, role) if it.inputs.get("publiclyAccessible") is True else "",
        }
        for role in roles
    ]


def _warehouse_secret(it: Subject) -> Value:
    if it.inputs.get("manageMasterPassword") is not True:
        return ""
    me, region = it.identity, region_of(it)
    name = f"redshift!{it.text('clusterIdentifier')}-{it.text('masterUsername')}-{it.seed.text(6, MIXED, 'secret')}"
    return f"arn:{me.partition}:secretsmanager:{region}:{me.account}:secret:{name}"


def _warehouse(it: Subject) -> str:
    host = f"c{places.mark(it, 'redshift', 11)}"
    return f"{it.text('clusterIdentifier')}.{host}.{region_of(it)}.redshift.amazonaws.com"


def _search(it: Subject) -> str:
    """A domain inside a VPC has another name."""
    kind = "vpc" if it.mapping("vpcOptions") else "search"
    name = it.text("domainName")
    return f"{kind}-{name}-{it.seed.text(26, LOWER, 'host')}.{region_of(it)}.es.amazonaws.com"


_SEARCH: Mapping[str, Part] = {"arn": "{id}", "domainId": "{account}/{in:domainName}", "endpoint": _search}
_DOMAIN = arn("es", "domain/{in:domainName}")

TYPES: Mapping[str, Recipe] = {
    "aws:elasticache/replicationGroup:ReplicationGroup": by_name(
        arn("elasticache", "replicationgroup:{in:replicationGroupId}"),
        key="replicationGroupId",
        primaryEndpointAddress=_primary,
        readerEndpointAddress=_reader,
        configurationEndpointAddress=_configuration,
        memberClusters=_members,
        clusterEnabled=_sharded,
        engineVersionActual=lambda it: it.text("engineVersion") or "7.1.0",
        engineVersion="7.1",
        port=6379,
    ),
    "aws:elasticache/cluster:Cluster": by_name(
        arn("elasticache", "cluster:{in:clusterId}"),
        key="clusterId",
        cacheNodes=_nodes,
        clusterAddress=_cluster_address,
        configurationEndpoint=_discovery,
        port=_cache_port,
        engineVersionActual=lambda it: it.text("engineVersion") or "1.6.22",
    ),
    "aws:elasticache/serverlessCache:ServerlessCache": by_name(
        arn("elasticache", "serverlesscache:{in:name}"),
        endpoints=lambda it: [{"address": cache_host(it, it.physical_name, ".serverless"), "port": _cache_port(it)}],
        readerEndpoints=lambda it: [
            {"address": cache_host(it, it.physical_name, ".serverless"), "port": _cache_port(it) + 1}
        ],
        status="available",
        createTime="{time}",
    ),
    "aws:elasticache/subnetGroup:SubnetGroup": by_name(
        arn("elasticache", "subnetgroup:{in:name}"), description="Managed by Pulumi", vpcId="vpc-{hex:17:vpc}"
    ),
    "aws:elasticache/parameterGroup:ParameterGroup": by_name(
        arn("elasticache", "parametergroup:{in:name}"), description="Managed by Pulumi"
    ),
    "aws:docdb/cluster:Cluster": _document_host("docdb", "docdb"),
    "aws:docdb/clusterInstance:ClusterInstance": _instance_of("docdb"),
    "aws:docdb/subnetGroup:SubnetGroup": by_name(arn("rds", "subgrp:{in:name}"), description="Managed by Pulumi"),
    "aws:neptune/cluster:Cluster": _document_host("neptune", "neptune"),
    "aws:neptune/clusterInstance:ClusterInstance": _instance_of("neptune"),
    "aws:memorydb/cluster:Cluster": by_name(
        arn("memorydb", "cluster/{in:name}"),
        clusterEndpoints=lambda it: [
            {
                "address": f"clustercfg.{it.physical_name}.{places.mark(it, 'memorydb', 6)}.memorydb"
                f".{region_of(it)}.amazonaws.com",
                "port": it.number("port", 6379),
            }
        ],
        shards=_shards,
    ),
    "aws:dax/cluster:Cluster": by_name(
        arn("dax", "cache/{in:clusterName}"),
        key="clusterName",
        clusterAddress=_accelerator,
        configurationEndpoint=lambda it: f"{_accelerator(it)}:{_accelerator_port(it)}",
        nodes=_accelerator_nodes,
        port=_accelerator_port,
    ),
    "aws:redshift/cluster:Cluster": by_name(
        arn("redshift", "cluster:{in:clusterIdentifier}"),
        key="clusterIdentifier",
        clusterNamespaceArn=arn("redshift", "namespace:{uuid}"),
        dnsName=_warehouse,
        endpoint=lambda it: f"{_warehouse(it)}:{it.number('port', 5439)}",
        databaseName="dev",
        port=5439,
        clusterNodes=_nodes_of_warehouse,
        masterPasswordSecretArn=_warehouse_secret,
    ),
    "aws:opensearch/domain:Domain": Recipe(
        id=_DOMAIN,
        unique=True,
        outputs={
            **_SEARCH,
            "dashboardEndpoint": lambda it: f"{_search(it)}/_dashboards",
            "dashboardEndpointV2": "",
            "endpointV2": "",
            "domainEndpointV2HostedZoneId": "",
        },
    ),
    "aws:elasticsearch/domain:Domain": Recipe(
        id=_DOMAIN,
        unique=True,
        outputs={**_SEARCH, "kibanaEndpoint": lambda it: f"{_search(it)}/_plugin/kibana/"},
    ),
    "aws:glue/catalogDatabase:CatalogDatabase": Recipe(
        id="{account}:{in:name}",
        unique=True,
        outputs={"arn": arn("glue", "database/{in:name}"), "catalogId": "{account}"},
    ),
    "aws:glue/catalogTable:CatalogTable": Recipe(
        id="{account}:{in:databaseName}:{in:name}",
        unique=True,
        outputs={"arn": arn("glue", "table/{in:databaseName}/{in:name}"), "catalogId": "{account}"},
    ),
    "aws:emr/cluster:Cluster": by_id(
        drawn(13, UPPER, prefix="j-"),
        arn("elasticmapreduce", "cluster/{id}"),
        clusterState="WAITING",
        masterPublicDns=lambda it: private_name(guess.private_ip(it, "master"), region_of(it)),
    ),
    "aws:glue/crawler:Crawler": by_name(arn("glue", "crawler/{in:name}")),
    "aws:glue/job:Job": by_name(arn("glue", "job/{in:name}")),
    "aws:glue/trigger:Trigger": by_name(arn("glue", "trigger/{in:name}"), state="CREATED"),
    "aws:glue/workflow:Workflow": by_name(arn("glue", "workflow/{in:name}")),
    "aws:glue/connection:Connection": Recipe(
        id="{account}:{in:name}", unique=True, outputs={"arn": arn("glue", "connection/{in:name}")}
    ),
    "aws:athena/workgroup:Workgroup": by_name(arn("athena", "workgroup/{in:name}")),
    "aws:athena/database:Database": Recipe(id="{in:name}", unique=True),
    "aws:athena/namedQuery:NamedQuery": by_id("{uuid}"),
    "aws:athena/dataCatalog:DataCatalog": by_name(arn("athena", "datacatalog/{in:name}")),
    "aws:sagemaker/model:Model": by_name(arn("sagemaker", "model/{in:name}")),
    "aws:sagemaker/endpoint:Endpoint": by_name(arn("sagemaker", "endpoint/{in:name}")),
    "aws:lakeformation/resource:Resource": by_arn("{in:arn}", lastModified="{time}"),
}
