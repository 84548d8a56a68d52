"""Outside production, machines on AWS are not larger than a test needs."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.databases import INSTANCE as DATABASE
from stackwright_policies.aws.instance_types import NODES, PLACES, processors
from stackwright_policies.aws.machines import INSTANCE
from stackwright_policies.cost.sizes import PROCESSORS
from stackwright_policies.environments import OUTSIDE, outside_production
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

_DEV: Final = {"tags": {"environment": "dev"}}

PASSES: Final = (
    Example(why="small", type=INSTANCE, inputs={"instanceType": "t4g.small", **_DEV}),
    Example(
        why="large, in production",
        type=INSTANCE,
        inputs={"instanceType": "m7g.16xlarge", "tags": {"environment": "prod"}},
    ),
    Example(
        why="large, and allowed",
        type=INSTANCE,
        settings={"processors": 64},
        inputs={"instanceType": "m7g.16xlarge", **_DEV},
    ),
)
VIOLATES: Final = (
    Example(why="a machine", type=INSTANCE, inputs={"instanceType": "m7g.4xlarge", **_DEV}),
    Example(why="what does not say where it is", type=INSTANCE, inputs={"instanceType": "m7g.4xlarge"}),
    Example(why="a whole one", type=INSTANCE, inputs={"instanceType": "m7g.metal", **_DEV}),
    Example(why="a database", type=DATABASE, inputs={"instanceClass": "db.r7g.8xlarge", **_DEV}),
    Example(why="one of several", type=NODES, inputs={"instanceTypes": [UNKNOWN, "c7g.12xlarge"], **_DEV}),
    Example(
        why="all of the stack is for tests",
        type=INSTANCE,
        inputs={"instanceType": "m7g.4xlarge"},
        settings={"environment": "test"},
    ),
)
UNDECIDED: Final = (
    Example(why="how large is not known", type=INSTANCE, inputs={"instanceType": UNKNOWN, **_DEV}),
    Example(
        why="in which environment is not known",
        type=INSTANCE,
        inputs={"instanceType": "m7g.4xlarge", "tags": {"environment": UNKNOWN}},
    ),
)


def _judge(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    names = resource.properties.get(*PLACES[resource.type]).items()
    yield from each(names, lambda name: _judge_name(name, settings["processors"]))


def _judge_name(name: View, most: int) -> Iterator[Verdict]:
    if processors(name.text()) > most:
        yield Failed(f"{name.path} is {name.text()}, with more than {most} virtual processors")


policy: Final = Policy(
    id="COST-AWS-05",
    title="Outside production, machines are small",
    severity="low",
    why="A test that nobody looks at costs as much as production, every night and every weekend.",
    fix="Take a smaller size, or set the rule's processors; what needs more for an hour is better made for that hour.",
    types=tuple(PLACES),
    check=outside_production(_judge),
    settings={**PROCESSORS, **OUTSIDE},
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
