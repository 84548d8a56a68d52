"""EKS clusters write down what their control plane is asked, and by whom."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import LOGGING
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, any_in

CLUSTER: Final = "aws:eks/cluster:Cluster"
_WANTED: Final = ["api", "audit", "authenticator"]
PASSES: Final = (
    Example(why="who asked for what", type=CLUSTER, inputs={"enabledClusterLogTypes": _WANTED, "roleArn": UNKNOWN}),
    Example(
        why="what is wanted", type=CLUSTER, inputs={"enabledClusterLogTypes": ["audit"]}, settings={"logs": ["audit"]}
    ),
)
VIOLATES: Final = (
    Example(why="none by default", type=CLUSTER, inputs={"roleArn": UNKNOWN}),
    Example(why="not who asked", type=CLUSTER, inputs={"enabledClusterLogTypes": ["api", "scheduler"]}),
)
UNDECIDED: Final = (
    Example(why="not known", type=CLUSTER, inputs={"enabledClusterLogTypes": ["api", "audit", UNKNOWN]}),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    logs = resource.properties.get("enabledClusterLogTypes")
    if missing := [
        name for name in settings["logs"] if not any_in(logs.items(), lambda it, name=name: it.text() == name)
    ]:
        yield Failed(f"enabledClusterLogTypes does not name {', '.join(missing)}")


def remedy(inputs: Json, settings: Settings) -> Json:
    given = [log.text() for log in View(inputs).get("enabledClusterLogTypes").items()]
    return {**inputs, "enabledClusterLogTypes": [*given, *(it for it in settings["logs"] if it not in given)]}


policy: Final = Policy(
    id="AWS-EKS-02",
    title="EKS clusters log their control plane",
    severity="medium",
    why="Who asked the cluster for what, and who was let in, is known from nowhere else.",
    fix='Set enabledClusterLogTypes to ["api", "audit", "authenticator"], and how long CloudWatch keeps them.',
    frameworks=(*LOGGING, *checkov("CKV_AWS_37")),
    types=(CLUSTER,),
    check=check,
    remedy=remedy,
    settings={
        "logs": {
            "type": "array",
            "items": {"enum": ["api", "audit", "authenticator", "controllerManager", "scheduler"]},
            "default": _WANTED,
            "description": "The logs that have to be on.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
