"""BigQuery, Memorystore, Filestore, Spanner, Firestore; workload identity and roles of one's own."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.identity import PROJECT_NUMBER
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_DATASET = "projects/{project}/datasets/{in:datasetId}"
_POOL = f"projects/{PROJECT_NUMBER}/locations/global/workloadIdentityPools/{{in:workloadIdentityPoolId}}"


def _etag(it: Subject) -> str:
    return base64.b64encode(it.seed.data(16, "etag")).decode()


def _milliseconds(it: Subject) -> int:
    return int(it.time().timestamp()) * 1000


def _table_kind(it: Subject) -> str:
    return "VIEW" if it.mapping("view") else "TABLE"


def _cloud_account(it: Subject) -> Value:
    """The account that a connection acts as (https://cloud.google.com/bigquery/docs/create-cloud-resource-connection)."""
    return {
        "serviceAccountId": f"bqcx-{PROJECT_NUMBER}-{it.seed.text(4, 'abcdefghijklmnopqrstuvwxyz0123456789')}@"
        "gcp-sa-bigquery-condel.iam.gserviceaccount.com"
    }


def _authorities(it: Subject) -> Value:
    """What clients of a cache with encryption in transit trust."""
    if it.text("transitEncryptionMode") != "SERVER_AUTHENTICATION":
        return []
    return [
        {
            "cert": guess.certificate(it, "authority"),
            "serialNumber": it.seed.digits(20, "serial"),
            "sha1Fingerprint": it.seed.hex(40, "authority"),
            "createTime": it.timestamp(),
            "expireTime": "2035-01-01T00:00:00Z",
        }
    ]


def _reads(it: Subject) -> bool:
    return it.text("readReplicasMode") == "READ_REPLICAS_ENABLED"


def _cache_nodes(it: Subject) -> Value:
    """Memcached: https://cloud.google.com/memorystore/docs/memcached/reference/rest/v1/projects.locations.instances."""
    return [
        {
            "nodeId": f"node-{it.seed.text(1, 'abcdef', str(index))}-{index + 1}",
            "host": guess.private_ip(it, f"node {index}"),
            "port": 11211,
            "state": "READY",
            "zone": it.identity.zone,
        }
        for index in range(it.number("nodeCount", 1))
    ]


def _share(it: Subject) -> Value:
    return [{"ipAddresses": [guess.private_ip(it, f"share {index}")]} for index in range(len(it.items("networks")))]


TYPES: Mapping[str, Recipe] = {
    "gcp:bigquery/dataset:Dataset": Recipe(
        id=_DATASET,
        outputs={
            "selfLink": f"https://bigquery.googleapis.com/bigquery/v2/{_DATASET}",
            "etag": _etag,
            "creationTime": _milliseconds,
            "lastModifiedTime": _milliseconds,
            "location": "US",
            "maxTimeTravelHours": "168",
        },
    ),
    "gcp:bigquery/table:Table": Recipe(
        id=_DATASET + "/tables/{in:tableId}",
        outputs={
            "selfLink": f"https://bigquery.googleapis.com/bigquery/v2/{_DATASET}/tables/{{in:tableId}}",
            "etag": _etag,
            "creationTime": _milliseconds,
            "lastModifiedTime": _milliseconds,
            "location": lambda it: str(
                it.other(f"projects/{it.identity.project}/datasets/{it.text('datasetId')}").get("location") or "US"
            ),
            "type": _table_kind,
            "numBytes": 0,
            "numLongTermBytes": 0,
            "numRows": 0,
        },
    ),
    "gcp:redis/instance:Instance": Recipe(
        id="projects/{project}/locations/{region}/instances/{in:name}",
        outputs={
            "host": "{private}",
            "port": 6379,
            "redisVersion": "REDIS_7_2",
            "currentLocationId": "{zone}",
            "readEndpoint": lambda it: guess.private_ip(it, "reads") if _reads(it) else "",
            "readEndpointPort": lambda it: 6379 if _reads(it) else 0,
            "region": "{region}",
            "nodes": lambda it: [{"id": "node-0", "zone": it.identity.zone}],
            "authString": lambda it: it.seed.uuid("auth") if it.inputs.get("authEnabled") else "",
            "serverCaCerts": _authorities,
            "maintenanceSchedules": [],
            "createTime": "{time}",
            "effectiveReservedIpRange": "{in:reservedIpRange|private}",
            "persistenceIamIdentity": "serviceAccount:{digits:12}-compute@developer.gserviceaccount.com",
        },
    ),
    "gcp:memcache/instance:Instance": Recipe(
        id="projects/{project}/locations/{region}/instances/{in:name}",
        outputs={
            "discoveryEndpoint": "{private}:11211",
            "memcacheNodes": _cache_nodes,
            "memcacheFullVersion": "memcached-1.6.15",
        },
    ),
    "gcp:alloydb/cluster:Cluster": Recipe(
        id="projects/{project}/locations/{location}/clusters/{in:clusterId}",
        outputs={"uid": "{uuid:uid}", "databaseVersion": "POSTGRES_16", "state": "READY"},
    ),
    "gcp:alloydb/instance:Instance": Recipe(
        id="{in:cluster}/instances/{in:instanceId}",
        outputs={"uid": "{uuid:uid}", "ipAddress": "{private}", "publicIpAddress": "", "state": "READY"},
    ),
    "gcp:bigquery/connection:Connection": Recipe(
        id="projects/{project}/locations/{location}/connections/{in:connectionId}",
        outputs={"cloudResource": _cloud_account, "hasCredential": False},
    ),
    "gcp:bigquery/dataTransferConfig:DataTransferConfig": Recipe(
        id=lambda it: (
            f"projects/{PROJECT_NUMBER}/locations/{(it.text('location') or 'us').lower()}/transferConfigs/"
            f"{it.seed.uuid('transfer')}"
        )
    ),
    "gcp:filestore/instance:Instance": Recipe(
        id="projects/{project}/locations/{in:location|zone}/instances/{in:name}", outputs={"networks": _share}
    ),
    "gcp:spanner/instance:Instance": Recipe(id="{project}/{in:name}", outputs={"state": "READY"}),
    "gcp:spanner/database:Database": Recipe(id="{in:instance}/{in:name}", outputs={"state": "READY"}),
    "gcp:firestore/database:Database": Recipe(
        id="projects/{project}/databases/{in:name}",
        outputs={"uid": "{uuid:uid}", "etag": _etag, "createTime": "{time}"},
    ),
    "gcp:iam/workloadIdentityPool:WorkloadIdentityPool": Recipe(
        id="projects/{project}/locations/global/workloadIdentityPools/{in:workloadIdentityPoolId}",
        outputs={"name": _POOL, "state": "ACTIVE"},
    ),
    "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider": Recipe(
        id="projects/{project}/locations/global/workloadIdentityPools/{in:workloadIdentityPoolId}"
        "/providers/{in:workloadIdentityPoolProviderId}",
        outputs={"name": _POOL + "/providers/{in:workloadIdentityPoolProviderId}", "state": "ACTIVE"},
    ),
    "gcp:projects/iAMCustomRole:IAMCustomRole": Recipe(
        id="projects/{project}/roles/{in:roleId}",
        outputs={"name": "projects/{project}/roles/{in:roleId}", "deleted": False},
    ),
}
