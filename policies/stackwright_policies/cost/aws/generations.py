"""Machines on AWS are of a current generation."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.databases import INSTANCE as DATABASE
from stackwright_policies.aws.instance_types import CACHES, NODES, PLACES, is_previous
from stackwright_policies.aws.machines import INSTANCE, TEMPLATE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

PASSES: Final = (
    Example(why="a current one", type=INSTANCE, inputs={"instanceType": "m7g.large", "ami": UNKNOWN}),
    Example(why="a database", type=DATABASE, inputs={"instanceClass": "db.t4g.micro"}),
    Example(why="as its template has it", type=INSTANCE, inputs={"launchTemplate": {"id": UNKNOWN}}),
    Example(why="a database without machines", type=DATABASE, inputs={"instanceClass": "db.serverless"}),
)
VIOLATES: Final = (
    Example(why="a machine", type=INSTANCE, inputs={"instanceType": "m3.large"}),
    Example(why="whatever is made from it", type=TEMPLATE, inputs={"instanceType": "c4.2xlarge"}),
    Example(why="one of several", type=NODES, inputs={"instanceTypes": [UNKNOWN, "m4.large"]}),
    Example(why="a database", type=DATABASE, inputs={"instanceClass": "db.t2.micro"}),
    Example(why="a cache", type=CACHES, inputs={"nodeType": "cache.r3.large"}),
)
UNDECIDED: Final = (
    Example(why="not known", type=INSTANCE, inputs={"instanceType": UNKNOWN}),
    Example(why="nor one of several", type=NODES, inputs={"instanceTypes": ["m7g.large", UNKNOWN]}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    yield from each(resource.properties.get(*PLACES[resource.type]).items(), _judge)


def _judge(name: View) -> Iterator[Verdict]:
    if is_previous(name.text()):
        yield Failed(f"{name.path} is {name.text()}, of a previous generation")


policy: Final = Policy(
    id="COST-AWS-01",
    title="Machines are of a current generation",
    severity="low",
    why="Newer ones do more for less; older ones get scarce, and no new features.",
    fix="Take the same size of the newest generation (m7g or m7i for m4, t4g for t2), and test what depends on it.",
    types=tuple(PLACES),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
