"""Outside production, machines on GCP are not larger than a test needs."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.cost.sizes import PROCESSORS
from stackwright_policies.environments import OUTSIDE, outside_production
from stackwright_policies.gcp.clusters import CLUSTER
from stackwright_policies.gcp.databases import INSTANCE as DATABASE
from stackwright_policies.gcp.machine_types import SIZED, machines, processors, short, type_of
from stackwright_policies.gcp.machines import INSTANCE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each, settled

_DEV: Final = {"labels": {"environment": "dev"}}
_DEV_DATABASE: Final = {"userLabels": {"environment": "dev"}}

PASSES: Final = (
    Example(why="small", type=INSTANCE, inputs={"machineType": "e2-standard-2", **_DEV}),
    Example(why="a part of a processor", type=INSTANCE, inputs={"machineType": "e2-micro", **_DEV}),
    Example(
        why="large, in production",
        type=INSTANCE,
        inputs={"machineType": "n2-standard-32", "labels": {"environment": "prod"}},
    ),
    Example(why="a small database", type=DATABASE, inputs={"settings": {"tier": "db-custom-2-7680", **_DEV_DATABASE}}),
)
VIOLATES: Final = (
    Example(why="a machine", type=INSTANCE, inputs={"machineType": "n2-standard-32", **_DEV}),
    Example(why="made to measure", type=INSTANCE, inputs={"machineType": "e2-custom-16-32768", **_DEV}),
    Example(why="what does not say where it is", type=INSTANCE, inputs={"machineType": "c3-highcpu-22"}),
    Example(why="a database", type=DATABASE, inputs={"settings": {"tier": "db-custom-16-61440", **_DEV_DATABASE}}),
    Example(
        why="nodes",
        type=CLUSTER,
        inputs={"nodeConfig": {"machineType": "n2-standard-16"}, "resourceLabels": {"environment": "dev"}},
    ),
)
UNDECIDED: Final = (
    Example(why="how large is not known", type=INSTANCE, inputs={"machineType": UNKNOWN, **_DEV}),
    Example(
        why="in which environment is not known",
        type=INSTANCE,
        inputs={"machineType": "n2-standard-32", "labels": {"environment": UNKNOWN}},
    ),
)


def _judge(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    most = settings["processors"]
    yield from settled(lambda: each(machines(resource), lambda it: _judge_name(type_of(it), most)))


def _judge_name(name: View, most: int) -> Iterator[Verdict]:
    if processors(name.text()) > most:
        yield Failed(f"{name.path} is {short(name.text())}, with more than {most} virtual processors")


policy: Final = Policy(
    id="COST-GCP-03",
    title="Outside production, machines are small",
    severity="low",
    why="A test that nobody looks at costs as much as production, every night and every weekend.",
    fix="Take a smaller type, or set the rule's processors; what needs more for an hour is better made for that hour.",
    types=SIZED,
    check=outside_production(_judge),
    settings={**PROCESSORS, **OUTSIDE},
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
