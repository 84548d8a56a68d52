"""What runs others' work (Dataflow, Composer, Cloud Build), and what holds it all: folders and projects."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.identity import PROJECT_NUMBER
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def _airflow(it: Subject) -> Value:
    """Composer makes a bucket for its environment and serves Airflow below a domain of its own.

    Source: https://cloud.google.com/composer/docs/reference/rest/v1/projects.locations.environments#EnvironmentConfig
    """
    region, mark = it.text("region") or it.identity.region, it.seed.hex(8, "bucket")
    return {
        "dagGcsPrefix": f"gs://{region}-{it.text('name')[:20]}-{mark}-bucket/dags",
        "airflowUri": f"https://{it.seed.hex(32, 'airflow')}-dot-{region}.composer.googleusercontent.com",
        "gkeCluster": f"projects/{it.identity.project}/zones/{region}-b/clusters/{region}-{it.text('name')[:20]}-gke",
        "nodeCount": 3,
    }


def _job(it: Subject) -> str:
    """`2025-03-01_04_30_15-1234567890123456789`: when it was begun, and a number."""
    return f"{it.time():%Y-%m-%d_%H_%M_%S}-{it.seed.digits(19, 'job')}"


def _folder(it: Subject) -> str:
    return it.seed.digits(12, "folder")


def _document(it: Subject) -> str:
    return f"projects/{it.identity.project}/databases/{it.text('database') or '(default)'}/documents/" + "/".join(
        (it.text("collection"), it.text("documentId"))
    )


def _index(it: Subject) -> str:
    database = it.text("database") or "(default)"
    where = f"projects/{it.identity.project}/databases/{database}/collectionGroups/{it.text('collection')}"
    return f"{where}/indexes/{it.seed.text(12, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefgh0123456789', 'index')}"


def _dataproc_job(it: Subject) -> str:
    given = it.mapping("reference").get("jobId")
    return str(given or it.seed.uuid("job"))


def _machines(it: Subject) -> Value:
    """Dataproc names its machines after the cluster: `spark-m`, or three masters, and `spark-w-0` on."""
    given = it.mapping("clusterConfig")
    name, made = it.text("name"), dict[str, Value]()
    for config, mark, usual in (("masterConfig", "m", 1), ("workerConfig", "w", 2)):
        said = given.get(config)
        number = said.get("numInstances") if isinstance(said, dict) else None
        count = number if isinstance(number, int) else usual
        one = count == 1 and mark == "m"
        made[config] = {"instanceNames": [f"{name}-m"] if one else [f"{name}-{mark}-{index}" for index in range(count)]}
    region = it.text("region") or it.identity.region
    return {**made, "bucket": f"dataproc-staging-{region}-{PROJECT_NUMBER}-{it.seed.text(8, 'abcdefghijklmnop')}"}


TYPES: Mapping[str, Recipe] = {
    "gcp:clouddeploy/target:Target": Recipe(
        id="projects/{project}/locations/{location}/targets/{in:name}",
        outputs={"targetId": "{in:name}", "uid": "{hex:32:uid}"},
    ),
    "gcp:clouddeploy/deliveryPipeline:DeliveryPipeline": Recipe(
        id="projects/{project}/locations/{location}/deliveryPipelines/{in:name}", outputs={"uid": "{hex:32:uid}"}
    ),
    "gcp:cloudbuild/workerPool:WorkerPool": Recipe(
        id="projects/{project}/locations/{location}/workerPools/{in:name}",
        outputs={"uid": "{uuid:uid}", "state": "RUNNING", "deleteTime": ""},
    ),
    "gcp:dataproc/cluster:Cluster": Recipe(
        id="projects/{project}/regions/{region}/clusters/{in:name}", outputs={"clusterConfig": _machines}
    ),
    "gcp:dataproc/job:Job": Recipe(
        id=lambda it: (
            f"projects/{it.identity.project}/regions/{it.text('region') or it.identity.region}/jobs/{_dataproc_job(it)}"
        ),
        outputs={
            "reference": lambda it: {"jobId": _dataproc_job(it)},
            "statuses": lambda it: [
                {"state": "DONE", "substate": "UNSPECIFIED", "details": "", "stateStartTime": it.timestamp()}
            ],
        },
    ),
    "gcp:cloudbuild/trigger:Trigger": Recipe(
        id=lambda it: (
            f"projects/{it.identity.project}/locations/{it.text('location') or 'global'}/triggers/"
            f"{it.seed.uuid('trigger')}"
        ),
        outputs={"triggerId": "{uuid:trigger}", "createTime": "{time}"},
    ),
    "gcp:composer/environment:Environment": Recipe(
        id="projects/{project}/locations/{region}/environments/{in:name}", outputs={"config": _airflow}
    ),
    "gcp:dataflow/job:Job": Recipe(
        id=_job, outputs={"jobId": _job, "state": "JOB_STATE_RUNNING", "type": "JOB_TYPE_STREAMING"}
    ),
    "gcp:firestore/document:Document": Recipe(
        id=_document,
        outputs={
            "name": _document,
            "path": lambda it: f"{it.text('collection')}/{it.text('documentId')}",
            "createTime": "{time}",
            "updateTime": "{time}",
        },
    ),
    "gcp:firestore/index:Index": Recipe(id=_index, outputs={"name": _index}),
    "gcp:organizations/folder:Folder": Recipe(
        id=lambda it: f"folders/{_folder(it)}",
        outputs={
            "name": lambda it: f"folders/{_folder(it)}",
            "folderId": _folder,
            "lifecycleState": "ACTIVE",
            "createTime": "{time}",
            "configuredCapabilities": [],
            "managementProject": "",
        },
    ),
    "gcp:organizations/project:Project": Recipe(id="projects/{in:projectId}", outputs={"number": "{digits:12:number}"}),
}
