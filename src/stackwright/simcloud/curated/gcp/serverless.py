"""Cloud Run, Cloud Functions, Cloud Scheduler and Tasks, connectors, Artifact Registry."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.identity import PROJECT_NUMBER
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_PLACED = "projects/{project}/locations/{location}"
_CODES = (
    "asia-east1 de asia-east2 df asia-northeast1 an asia-northeast2 dt asia-northeast3 du asia-south1 el "
    "asia-southeast1 as asia-southeast2 et australia-southeast1 ts europe-central2 lm europe-north1 lz europe-west1 ew "
    "europe-west2 nw europe-west3 ey europe-west4 ez europe-west6 oa northamerica-northeast1 nn southamerica-east1 rj "
    "us-central1 uc us-east1 ue us-east4 uk us-west1 uw us-west2 wl us-west3 wm us-west4 wn"
)
_SHORT: Mapping[str, str] = dict(zip(_CODES.split()[::2], _CODES.split()[1::2], strict=True))
"""How hosts of Cloud Run name a region."""


def _place(it: Subject) -> str:
    return it.text("location") or it.text("region") or it.identity.region


def _run_host(it: Subject, name: str) -> str:
    """`api-abcdefghij-ew.a.run.app`: ten characters that are the project's, and the region in short."""
    own = Seed("run", it.identity.project).text(10, "abcdefghijklmnopqrstuvwxyz234567")
    region = _place(it)
    short = _SHORT.get(region, "".join(word[0] for word in region.split("-")[:2]))
    return f"{name}-{own}-{short}.a.run.app"


def _run_url(it: Subject) -> str:
    return f"https://{_run_host(it, it.text('name'))}"


def _revision(it: Subject) -> str:
    return f"{it.text('name')}-00001-{it.seed.text(3, 'bcdfghjklmnpqrstvwxz')}"


def _run_urls(it: Subject) -> Value:
    return [f"https://{it.text('name')}-{PROJECT_NUMBER}.{_place(it)}.run.app", _run_url(it)]


def _knative_status(it: Subject) -> Value:
    ready: list[Value] = [
        {"type": kind, "status": "True", "message": "", "reason": ""}
        for kind in ("Ready", "ConfigurationsReady", "RoutesReady")
    ]
    revision = _revision(it)
    traffic: Value = {"revisionName": revision, "percent": 100, "latestRevision": True, "tag": "", "url": ""}
    return [
        {
            "url": _run_url(it),
            "latestCreatedRevisionName": revision,
            "latestReadyRevisionName": revision,
            "observedGeneration": 1,
            "conditions": ready,
            "traffics": [traffic],
        }
    ]


def _knative_metadata(it: Subject) -> Value:
    return {
        "namespace": it.text("project") or it.identity.project,
        "generation": 1,
        "resourceVersion": it.seed.hex(11, "version"),
        "selfLink": f"/apis/serving.knative.dev/v1/namespaces/{PROJECT_NUMBER}/services/{it.text('name')}",
        "uid": it.seed.uuid("uid"),
    }


def _function_url(it: Subject) -> str:
    project = it.text("project") or it.identity.project
    return f"https://{_place(it)}-{project}.cloudfunctions.net/{it.text('name')}"


def _first_generation_url(it: Subject) -> Value:
    return _function_url(it) if it.inputs.get("triggerHttp") else None


def _function_service(it: Subject) -> Value:
    """A function of the second generation is a service of Cloud Run."""
    name = it.text("name")
    return {
        "uri": f"https://{_run_host(it, name)}",
        "service": f"projects/{it.text('project') or it.identity.project}/locations/{_place(it)}/services/{name}",
        "serviceAccountEmail": f"{PROJECT_NUMBER}-compute@developer.gserviceaccount.com",
        "availableMemory": "256M",
        "availableCpu": "0.1666",
        "maxInstanceCount": 100,
        "timeoutSeconds": 60,
        "ingressSettings": "ALLOW_ALL",
        "gcfUri": "",
    }


def _function_trigger(it: Subject) -> Value:
    """What it is started by is a trigger of Eventarc, with a number after the name."""
    trigger = it.mapping("eventTrigger")
    if not trigger:
        return None
    region = trigger.get("triggerRegion") or _place(it)
    project = it.text("project") or it.identity.project
    mark = it.seed.digits(6, "trigger")
    return {
        "trigger": f"projects/{project}/locations/{region}/triggers/{it.text('name')}-{mark}",
        "triggerRegion": region,
        "pubsubTopic": f"projects/{project}/topics/eventarc-{region}-{it.text('name')}-{mark}-{it.seed.digits(3)}",
    }


def _transport(it: Subject) -> Value:
    """Events travel by a topic that Eventarc makes (https://cloud.google.com/eventarc/docs/reference/rest)."""
    project, mark = it.text("project") or it.identity.project, f"{it.text('name')}-{it.seed.digits(3, 'transport')}"
    place = f"eventarc-{it.text('location')}-{mark}"
    return {
        "pubsub": {
            "topic": f"projects/{project}/topics/{place}",
            "subscription": f"projects/{project}/subscriptions/{place.replace('eventarc-', 'eventarc-sub-', 1)}",
        }
    }


def _registry(it: Subject) -> str:
    kind = "docker" if it.text("format").upper() == "DOCKER" else it.text("format").lower()
    project = it.text("project") or it.identity.project
    return f"{_place(it)}-{kind}.pkg.dev/{project}/{it.text('repositoryId')}"


def _mapped(_it: Subject) -> Value:
    """A custom domain is pointed at Google's front end."""
    record: Value = {"name": "", "rrdata": "ghs.googlehosted.com.", "type": "CNAME"}
    return [{"resourceRecords": [record], "observedGeneration": 1, "mappedRouteName": "", "conditions": []}]


TYPES: Mapping[str, Recipe] = {
    "gcp:cloudrun/service:Service": Recipe(
        id="locations/{location}/namespaces/{project}/services/{in:name}",
        outputs={"statuses": _knative_status, "metadata": _knative_metadata},
    ),
    "gcp:cloudrun/domainMapping:DomainMapping": Recipe(
        id="locations/{location}/namespaces/{project}/domainmappings/{in:name}", outputs={"statuses": _mapped}
    ),
    "gcp:cloudrunv2/service:Service": Recipe(
        id=_PLACED + "/services/{in:name}",
        outputs={
            "uri": _run_url,
            "urls": _run_urls,
            "uid": "{uuid:uid}",
            "generation": "1",
            "observedGeneration": "1",
            "latestCreatedRevision": lambda it: f"{it.id}/revisions/{_revision(it)}",
            "latestReadyRevision": lambda it: f"{it.id}/revisions/{_revision(it)}",
            "terminalConditions": [{"type": "Ready", "state": "CONDITION_SUCCEEDED"}],
            "ingress": "INGRESS_TRAFFIC_ALL",
            "launchStage": "GA",
            "reconciling": False,
            "createTime": "{time}",
            "updateTime": "{time}",
            "deleteTime": "",
            "expireTime": "",
            "creator": "deploy@{project}.iam.gserviceaccount.com",
            "lastModifier": "deploy@{project}.iam.gserviceaccount.com",
        },
    ),
    "gcp:cloudrunv2/job:Job": Recipe(id=_PLACED + "/jobs/{in:name}", outputs={"uid": "{uuid:uid}", "generation": "1"}),
    "gcp:cloudfunctions/function:Function": Recipe(
        id="projects/{project}/locations/{region}/functions/{in:name}",
        outputs={
            "httpsTriggerUrl": _first_generation_url,
            "serviceAccountEmail": "{project}@appspot.gserviceaccount.com",
            "status": "ACTIVE",
            "versionId": "1",
            "maxInstances": 3000,
            "dockerRegistry": "ARTIFACT_REGISTRY",
            "vpcConnectorEgressSettings": "",
        },
    ),
    "gcp:cloudfunctionsv2/function:Function": Recipe(
        id=_PLACED + "/functions/{in:name}",
        outputs={
            "url": _function_url,
            "serviceConfig": _function_service,
            "eventTrigger": _function_trigger,
            "state": "ACTIVE",
            "environment": "GEN_2",
            "updateTime": "{time}",
        },
    ),
    "gcp:cloudscheduler/job:Job": Recipe(
        id="projects/{project}/locations/{region}/jobs/{in:name}", outputs={"state": "ENABLED"}
    ),
    "gcp:cloudtasks/queue:Queue": Recipe(id=_PLACED + "/queues/{in:name}"),
    "gcp:vpcaccess/connector:Connector": Recipe(
        id="projects/{project}/locations/{region}/connectors/{in:name}",
        outputs={"selfLink": "{id}", "state": "READY", "connectedProjects": ["{project}"]},
    ),
    "gcp:artifactregistry/repository:Repository": Recipe(
        id=_PLACED + "/repositories/{in:repositoryId}",
        outputs={
            "name": "{in:repositoryId}",
            "registryUri": _registry,
            "location": "{location}",
            "createTime": "{time}",
        },
    ),
    "gcp:workflows/workflow:Workflow": Recipe(
        id="projects/{project}/locations/{region}/workflows/{in:name}",
        outputs={"state": "ACTIVE", "revisionId": "000001-{hex:3}"},
    ),
    "gcp:eventarc/trigger:Trigger": Recipe(
        id=_PLACED + "/triggers/{in:name}", outputs={"uid": "{uuid:uid}", "transport": _transport}
    ),
}
