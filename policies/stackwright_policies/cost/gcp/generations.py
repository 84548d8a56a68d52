"""Machines on GCP are of a current generation."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.gcp.clusters import CLUSTER, POOL
from stackwright_policies.gcp.machine_types import TYPES, is_previous, machines, short, type_of
from stackwright_policies.gcp.machines import INSTANCE, TEMPLATE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, all_of, each, settled

PASSES: Final = (
    Example(why="a current one", type=INSTANCE, inputs={"machineType": "e2-medium", "zone": UNKNOWN}),
    Example(why="made to measure", type=INSTANCE, inputs={"machineType": "n2-custom-4-8192"}),
    Example(
        why="some accelerators need it",
        type=INSTANCE,
        inputs={"machineType": "n1-standard-4", "guestAccelerators": [{"type": "nvidia-tesla-t4", "count": 1}]},
    ),
    Example(why="nodes as they come", type=POOL, inputs={"nodeCount": 3}),
)
VIOLATES: Final = (
    Example(why="a machine", type=INSTANCE, inputs={"machineType": "n1-standard-1"}),
    Example(why="a part of one", type=TEMPLATE, inputs={"machineType": "g1-small"}),
    Example(why="to measure, of the first series", type=INSTANCE, inputs={"machineType": "custom-2-4096"}),
    Example(why="nodes", type=POOL, inputs={"nodeConfig": {"machineType": "n1-standard-4"}}),
    Example(
        why="some nodes",
        type=CLUSTER,
        inputs={"nodePools": [UNKNOWN, {"nodeConfig": {"machineType": "n1-highmem-2"}}]},
    ),
)
UNDECIDED: Final = (
    Example(why="not known", type=INSTANCE, inputs={"machineType": UNKNOWN}),
    Example(
        why="nor whether an accelerator needs it",
        type=INSTANCE,
        inputs={"machineType": "n1-standard-4", "guestAccelerators": UNKNOWN},
    ),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    yield from settled(lambda: each(machines(resource), _judge))


def _judge(machine: View) -> Iterator[Verdict]:
    name = type_of(machine)
    if all_of(lambda: is_previous(name.text()), lambda: not machine.get("guestAccelerators").items()):
        yield Failed(f"{name.path} is {short(name.text())}, of a previous generation")


policy: Final = Policy(
    id="COST-GCP-01",
    title="Machines are of a current generation",
    severity="low",
    why="E2 and the newer series do the same for less; the first generation gets discounts and features last.",
    fix="Take the same size of e2, n4 or c4; n1 only with the accelerators that need it.",
    types=TYPES,
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
