"""No container of a Kubernetes workload is privileged."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each
from stackwright_policies.workloads import PODS, pod

POD: Final = "kubernetes:core/v1:Pod"
DEPLOYMENT: Final = "kubernetes:apps/v1:Deployment"
CRON_JOB: Final = "kubernetes:batch/v1:CronJob"
_LISTS: Final = ("containers", "initContainers", "ephemeralContainers")


def _container(name: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"name": name, "image": "ghcr.io/acme/jobs@sha256:0"} | more


_PRIVILEGED: Final = {"securityContext": {"privileged": True}}
PASSES: Final = (
    Example(why="nothing is said", type=POD, inputs={"spec": {"containers": [_container("a")]}}),
    Example(
        why="said so",
        type=DEPLOYMENT,
        inputs={
            "spec": {"template": {"spec": {"containers": [_container("a", securityContext={"privileged": False})]}}}
        },
    ),
    Example(
        why="the image may be unknown", type=POD, inputs={"spec": {"containers": [_container("a", image=UNKNOWN)]}}
    ),
)
VIOLATES: Final = (
    Example(why="a pod", type=POD, inputs={"spec": {"containers": [_container("a"), _container("b", **_PRIVILEGED)]}}),
    Example(
        why="at the start only",
        type=DEPLOYMENT,
        inputs={"spec": {"template": {"spec": {"containers": [], "initContainers": [_container("a", **_PRIVILEGED)]}}}},
    ),
    Example(
        why="a job by the clock",
        type=CRON_JOB,
        inputs={
            "spec": {"jobTemplate": {"spec": {"template": {"spec": {"containers": [_container("a", **_PRIVILEGED)]}}}}}
        },
    ),
)
UNDECIDED: Final = (
    Example(
        why="not known",
        type=POD,
        inputs={"spec": {"containers": [_container("a", securityContext={"privileged": UNKNOWN})]}},
    ),
    Example(why="what is in it is not known", type=DEPLOYMENT, inputs={"spec": {"template": UNKNOWN}}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    spec = pod(resource)
    yield from each([spec.get(key) for key in _LISTS], lambda containers: each(containers.items(), _judge))


def _judge(container: View) -> Iterator[Verdict]:
    if container.get("securityContext", "privileged").value is True:
        yield Failed(f"{container.path} is privileged")


policy: Final = Policy(
    id="K8S-POD-01",
    title="No container is privileged",
    severity="critical",
    why="A privileged container is root on its node: it reads every secret and every disk there.",
    fix="Remove securityContext.privileged; grant the single capability that is needed, if any.",
    frameworks=(*cis("Kubernetes", "1.10", "5.2.2"), *checkov("CKV_K8S_16")),
    types=PODS,
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
