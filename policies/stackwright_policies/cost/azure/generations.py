"""Machines on Azure are of a current generation."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.azure.sizes import CLUSTER, MACHINE, POOL, SCALE_SET, TYPES, is_previous, sizes
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each, settled

PASSES: Final = (
    Example(why="a current one", type=MACHINE, inputs={"hardwareProfile": {"vmSize": "Standard_D2as_v5"}}),
    Example(why="a small one, of which none costs less", type=SCALE_SET, inputs={"sku": {"name": "Standard_B2s"}}),
    Example(why="nodes", type=POOL, inputs={"vmSize": "Standard_D4ds_v5", "count": UNKNOWN}),
)
VIOLATES: Final = (
    Example(why="a machine", type=MACHINE, inputs={"hardwareProfile": {"vmSize": "Standard_DS2_v2"}}),
    Example(why="of a scale set", type=SCALE_SET, inputs={"sku": {"name": "Standard_F4s"}}),
    Example(why="basic", type=MACHINE, inputs={"hardwareProfile": {"vmSize": "Basic_A1"}}),
    Example(why="nodes", type=POOL, inputs={"vmSize": "Standard_A2_v2"}),
    Example(
        why="some nodes",
        type=CLUSTER,
        inputs={"agentPoolProfiles": [UNKNOWN, {"name": "system", "vmSize": "Standard_D2_v2"}]},
    ),
)
UNDECIDED: Final = (Example(why="not known", type=MACHINE, inputs={"hardwareProfile": {"vmSize": UNKNOWN}}),)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    yield from settled(lambda: each(sizes(resource), _judge))


def _judge(size: View) -> Iterator[Verdict]:
    if is_previous(size.text()):
        yield Failed(f"{size.path} is {size.text()}, of a previous generation")


policy: Final = Policy(
    id="COST-AZ-01",
    title="Machines are of a current generation",
    severity="low",
    why="Newer ones do more for less; older ones get scarce, and Azure switches them off one series after the other.",
    fix="Take the same size of the newest version, such as Standard_D2as_v5 or _v6 for Standard_DS2_v2.",
    types=TYPES,
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
