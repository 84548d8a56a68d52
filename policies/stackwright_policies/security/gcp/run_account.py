"""Cloud Run acts as an account of its own, and is reached from no further than it has to be."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, Final

from stackwright_policies.controls import EXPOSURE, LEAST_PRIVILEGE
from stackwright_policies.gcp.iam import is_default_account
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, settled

SERVICE: Final = "gcp:cloudrunv2/service:Service"
FIRST: Final = "gcp:cloudrun/service:Service"
JOB: Final = "gcp:cloudrunv2/job:Job"
_ACCOUNTS: Final = {
    SERVICE: ("template", "serviceAccount"),
    "gcp:cloudrunv2/workerPool:WorkerPool": ("template", "serviceAccount"),
    JOB: ("template", "template", "serviceAccount"),
    FIRST: ("template", "spec", "serviceAccountName"),
}
"""Where each says as whom it acts."""
_INGRESS: Final = {SERVICE: ("ingress",), FIRST: ("metadata", "annotations", "run.googleapis.com/ingress")}
_EVERYWHERE: Final = {"all", "ingress_traffic_all", "ingress_traffic_unspecified"}


def _service(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    template: dict[str, Any] = {"serviceAccount": "web@shop-dev.iam.gserviceaccount.com", "containers": []}
    return {"location": "europe-west1", "ingress": "INGRESS_TRAFFIC_INTERNAL_ONLY", "template": template} | more


PASSES: Final = (
    Example(why="an account, from inside", type=SERVICE, inputs=_service(name=UNKNOWN)),
    Example(
        why="one that is for everyone",
        type=SERVICE,
        name="web",
        inputs=_service(ingress="INGRESS_TRAFFIC_ALL"),
        settings={"public": ["web*"]},
    ),
    Example(
        why="a job", type=JOB, inputs={"template": {"template": {"serviceAccount": "jobs@a.iam.gserviceaccount.com"}}}
    ),
    Example(
        why="as the first version has it",
        type=FIRST,
        inputs={
            "metadata": {"annotations": {"run.googleapis.com/ingress": "internal"}},
            "template": {"spec": {"serviceAccountName": "web@shop-dev.iam.gserviceaccount.com"}},
        },
    ),
)
VIOLATES: Final = (
    Example(why="the default account", type=SERVICE, inputs=_service(template={"containers": []})),
    Example(why="from everywhere by default", type=SERVICE, inputs=_service(ingress=None)),
    Example(
        why="the default account by name",
        type=JOB,
        inputs={"template": {"template": {"serviceAccount": "123456789012-compute@developer.gserviceaccount.com"}}},
    ),
    Example(
        why="from everywhere, in the first version",
        type=FIRST,
        inputs={"metadata": {"annotations": {"run.googleapis.com/ingress": "all"}}, "template": UNKNOWN},
    ),
)
UNDECIDED: Final = (
    Example(why="from where is not known", type=SERVICE, inputs=_service(ingress=UNKNOWN)),
    Example(why="as whom is not known", type=SERVICE, inputs=_service(template={"serviceAccount": UNKNOWN})),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    yield from settled(lambda: _account(resource.properties.get(*_ACCOUNTS[resource.type])))
    if resource.type in _INGRESS and not any(fnmatchcase(resource.name, it) for it in settings["public"]):
        yield from settled(lambda: _ingress(resource.properties.get(*_INGRESS[resource.type])))


def _account(account: View) -> Iterator[Verdict]:
    if not account.text() or is_default_account(account.text()):
        said = "the default account" if account.text() else "not set: it acts as the default account"
        yield Failed(f"{account.path} is {said}")


def _ingress(ingress: View) -> Iterator[Verdict]:
    if ingress.text("all").lower() in _EVERYWHERE:
        yield Failed(f"{ingress.path} lets everybody reach it{', by default' if ingress.absent else ''}")


policy: Final = Policy(
    id="GCP-RUN-02",
    title="Cloud Run acts as an account of its own and is reached from no further than needed",
    severity="medium",
    why="The default account may edit nearly everything in the project, for whoever finds a fault in one container.",
    fix="Set serviceAccount to one with the roles that are needed; set ingress to INGRESS_TRAFFIC_INTERNAL_ONLY or "
    "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER, or name the service in the setting `public`.",
    frameworks=(*LEAST_PRIVILEGE, *EXPOSURE),
    types=tuple(_ACCOUNTS),
    check=check,
    settings={
        "public": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Names in the program, with * for any part, of services that everybody is to reach.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
