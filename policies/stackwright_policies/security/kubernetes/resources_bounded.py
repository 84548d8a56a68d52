"""Containers say what they need of a node, and what they may take at most."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from stackwright_policies.model import UNKNOWN, Policy, Settings, checkov, iso27001, nist, nsa, soc2
from stackwright_policies.resource import View
from stackwright_policies.security.kubernetes.samples import (
    DAEMON_SET,
    PATCH,
    a_cron_job,
    a_deployment,
    a_pod,
    container,
)
from stackwright_policies.verdicts import Failed, Verdict, each
from stackwright_policies.workloads import PODS, Pod, called, judging_containers

_ALL: Final = ("requests.cpu", "requests.memory", "limits.cpu", "limits.memory")
_SIZE: Final = {"cpu": "250m", "memory": "256Mi"}


def _sized(**resources: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return container(resources=resources)


PASSES: Final = (
    a_pod("both are there", _sized(requests=_SIZE, limits=_SIZE)),
    a_deployment("limits are requests where nothing else is said", _sized(limits=_SIZE)),
    a_cron_job("how much may be unknown", _sized(limits={"cpu": UNKNOWN, "memory": UNKNOWN})),
    a_deployment("for the pod as a whole", container(), resources={"requests": _SIZE, "limits": _SIZE}),
    a_pod("who debugs takes what is left", _sized(limits=_SIZE), ephemeralContainers=[container()]),
    a_deployment("a patch leaves them as they are", container(), type=PATCH),
    replace(
        a_deployment("limits of the processor are not wanted", _sized(requests=_SIZE, limits={"memory": "256Mi"})),
        settings={"needed": ["requests.cpu", "requests.memory", "limits.memory"]},
    ),
)
VIOLATES: Final = (
    a_pod("nothing is said", container()),
    a_deployment("no limits", _sized(requests=_SIZE), type=DAEMON_SET),
    a_deployment("no memory", _sized(requests=_SIZE, limits={"cpu": "1"})),
    a_cron_job("at the start", _sized(limits=_SIZE), initContainers=[container()]),
    a_pod("the other one is not known", _sized(requests=UNKNOWN, limits={"cpu": "1"})),
)
UNDECIDED: Final = (a_pod("not known", container(resources=UNKNOWN)),)


def _judge(container: View, pod: Pod, settings: Settings) -> Iterator[Verdict]:
    if pod.partial:
        return
    places = [container.get("resources"), pod.spec.get("resources")]
    yield from each(settings["needed"], lambda which: _missing(which, container, places))


def _missing(which: str, container: View, places: list[View]) -> Iterator[Verdict]:
    kind, _, what = which.partition(".")
    # A limit is the request as well, unless another is given.
    kinds = ("requests", "limits") if kind == "requests" else ("limits",)
    if all(place.get(key, what).absent for place in places for key in kinds):
        yield Failed(f"{called(container)} has no {kind.removesuffix('s')} of {what}")


policy: Final = Policy(
    id="K8S-POD-05",
    title="Containers say how much they need and may take",
    severity="medium",
    why="A container without bounds starves the others of its node, and is packed onto nodes that are full.",
    fix="Set resources.requests and resources.limits for cpu and memory, from what it uses.",
    frameworks=(
        *nsa("Resource policies"),
        *nist("SC-5(2)", "SC-6"),
        *iso27001("A.8.6"),
        *soc2("A1.1"),
        *checkov("CKV_K8S_10", "CKV_K8S_11", "CKV_K8S_12", "CKV_K8S_13"),
    ),
    types=PODS,
    also_in=("cost", "reliability"),
    # Who debugs cannot ask for any: an ephemeral container has no resources.
    check=judging_containers(_judge, ("containers", "initContainers")),
    settings={
        "needed": {
            "type": "array",
            "items": {"enum": list(_ALL)},
            "default": list(_ALL),
            "description": "What has to be there.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
