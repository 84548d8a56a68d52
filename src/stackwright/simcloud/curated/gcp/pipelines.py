"""What runs others' work (Dataflow, Composer, Cloud Build), and what holds it all: folders and projects."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Recipe
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


TYPES: Mapping[str, Recipe] = {
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
