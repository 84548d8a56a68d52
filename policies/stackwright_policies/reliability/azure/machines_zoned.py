"""Machines stand in zones: one in a zone that is named, a set in several."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import AVAILABILITY
from stackwright_policies.environments import PRODUCTION, in_production
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

MACHINE: Final = "azure-native:compute:VirtualMachine"
SET: Final = "azure-native:compute:VirtualMachineScaleSet"
_SEVERAL: Final = 2

PASSES: Final = (
    Example(why="in a zone", type=MACHINE, inputs={"zones": ["1"]}),
    Example(why="in some zone", type=MACHINE, inputs={"zones": [UNKNOWN]}),
    Example(why="in three", type=SET, inputs={"zones": ["1", "2", "3"]}),
    Example(why="its set decides", type=MACHINE, inputs={"virtualMachineScaleSet": {"id": UNKNOWN}}),
    Example(why="Azure picks one", type=MACHINE, inputs={"placement": {"zonePlacementPolicy": "Any"}}),
    Example(why="not production", type=MACHINE, inputs={"tags": {"environment": "dev"}}),
)
VIOLATES: Final = (
    Example(why="in none", type=MACHINE, inputs={"tags": {"environment": "prod"}}),
    Example(why="an empty list", type=MACHINE, inputs={"zones": []}),
    Example(why="racks apart are one building", type=MACHINE, inputs={"availabilitySet": {"id": UNKNOWN}}),
    Example(why="a set in none", type=SET, inputs={}),
    Example(why="a set in one", type=SET, inputs={"zones": ["1"]}),
)
UNDECIDED: Final = (Example(why="not known", type=SET, inputs={"zones": UNKNOWN}),)


def _judge(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    zones = len(resource.properties.get("zones").items())
    if resource.type == SET:
        if zones < _SEVERAL:
            yield Failed(f"zones names {'one' if zones else 'none'}: the whole set may go down together")
    elif zones == 0 and all(resource.properties.get(key).absent for key in ("virtualMachineScaleSet", "placement")):
        yield Failed("zones names none: it may be in the same zone as all others")


policy: Final = Policy(
    id="REL-AZ-03",
    title="Machines stand in availability zones",
    severity="medium",
    why="Without zones Azure may put all machines into one building, and the spare fails with the rest.",
    fix="Set zones: a different one for each machine, and two or three for a scale set.",
    frameworks=AVAILABILITY,
    types=(MACHINE, SET),
    check=in_production(_judge),
    settings=PRODUCTION,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
