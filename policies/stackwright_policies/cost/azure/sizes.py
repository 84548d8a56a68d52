"""Outside production, machines, disks and plans on Azure are not larger or faster than a test needs."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from stackwright_policies.azure.sizes import MACHINE, POOL, TYPES, processors, sizes
from stackwright_policies.cost.sizes import PROCESSORS
from stackwright_policies.environments import OUTSIDE, outside_production
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each, settled

DISK: Final = "azure-native:compute:Disk"
PLAN: Final = "azure-native:web:AppServicePlan"
REDIS: Final = "azure-native:redis:Redis"
DATABASE: Final = "azure-native:sql:Database"
SERVERS: Final = ("azure-native:dbforpostgresql:Server", "azure-native:dbformysql:Server")
_PREMIUM: Final[Mapping[str, re.Pattern[str]]] = {
    # What each service calls what is dearer. Service Bus and registries are left out: private ones have to be that
    DISK: re.compile(r"(premium|ultrassd).*", re.IGNORECASE),
    PLAN: re.compile(r"(premium|isolated).*|(p|i)\d.*", re.IGNORECASE),
    REDIS: re.compile(r"premium", re.IGNORECASE),
    DATABASE: re.compile(r"premium|businesscritical|p\d+|bc_.*", re.IGNORECASE),
    **dict.fromkeys(SERVERS, re.compile(r"memoryoptimized", re.IGNORECASE)),
}
_DEV: Final = {"tags": {"environment": "dev"}}


def _machine(size: object, environment: object = "dev") -> dict[str, object]:
    return {"hardwareProfile": {"vmSize": size}, "tags": {"environment": environment}}


PASSES: Final = (
    Example(why="small", type=MACHINE, inputs=_machine("Standard_B2s")),
    Example(why="large, in production", type=MACHINE, inputs=_machine("Standard_D64s_v5", "prod")),
    Example(why="a plan", type=PLAN, inputs={"sku": {"name": "B1", "tier": "Basic"}, **_DEV}),
    Example(why="a disk", type=DISK, inputs={"sku": {"name": "StandardSSD_LRS"}, **_DEV}),
)
VIOLATES: Final = (
    Example(why="a machine", type=MACHINE, inputs=_machine("Standard_D16s_v5")),
    Example(
        why="what does not say where it is",
        type=MACHINE,
        inputs={"hardwareProfile": {"vmSize": "Standard_E32s_v5"}},
    ),
    Example(why="nodes", type=POOL, inputs={"vmSize": "Standard_D32s_v5", **_DEV}),
    Example(why="a disk", type=DISK, inputs={"sku": {"name": "Premium_LRS"}, **_DEV}),
    Example(why="a plan", type=PLAN, inputs={"sku": {"name": "P1v3"}, **_DEV}),
    Example(why="a cache", type=REDIS, inputs={"sku": {"name": "Premium", "family": "P", "capacity": 1}, **_DEV}),
    Example(why="a database", type=DATABASE, inputs={"sku": {"name": "BC_Gen5", "tier": UNKNOWN}, **_DEV}),
    Example(
        why="a server",
        type=SERVERS[0],
        inputs={"sku": {"name": "Standard_D16ds_v5", "tier": "GeneralPurpose"}, **_DEV},
    ),
)
UNDECIDED: Final = (
    Example(why="how large is not known", type=MACHINE, inputs=_machine(UNKNOWN)),
    Example(why="in which environment is not known", type=MACHINE, inputs=_machine("Standard_D16s_v5", UNKNOWN)),
)


def _judge(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    most = settings["processors"]
    if resource.type in TYPES:
        yield from settled(lambda: each(sizes(resource), lambda size: _judge_size(size, most)))
        return
    sku = resource.properties.get("sku")
    yield from each([sku.get("tier"), sku.get("name")], lambda it: _judge_tier(it, _PREMIUM[resource.type]))
    if resource.type in SERVERS:
        yield from settled(lambda: _judge_size(sku.get("name"), most))


def _judge_size(size: View, most: int) -> Iterator[Verdict]:
    if processors(size.text()) > most:
        yield Failed(f"{size.path} is {size.text()}, with more than {most} virtual processors")


def _judge_tier(tier: View, premium: re.Pattern[str]) -> Iterator[Verdict]:
    if premium.fullmatch(tier.text()):
        yield Failed(f"{tier.path} is {tier.text()}, faster and dearer than a test needs")


policy: Final = Policy(
    id="COST-AZ-03",
    title="Outside production, machines are small and nothing is premium",
    severity="low",
    why="A test that nobody looks at costs as much as production, every night and every weekend.",
    fix="Take a smaller size and a standard tier, or set the rule's processors.",
    types=(*TYPES, *_PREMIUM),
    check=outside_production(_judge),
    settings={**PROCESSORS, **OUTSIDE},
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
