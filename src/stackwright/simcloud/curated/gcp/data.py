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
            "readEndpoint": "",
            "readEndpointPort": 0,
            "region": "{region}",
            "nodes": lambda it: [{"id": "node-0", "zone": it.identity.zone}],
            "authString": lambda it: it.seed.uuid("auth") if it.inputs.get("authEnabled") else "",
            "serverCaCerts": [],
            "maintenanceSchedules": [],
            "createTime": "{time}",
            "effectiveReservedIpRange": "{in:reservedIpRange|private}",
            "persistenceIamIdentity": "serviceAccount:{digits:12}-compute@developer.gserviceaccount.com",
        },
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
