"""Addresses and disks on GCP are used by something. Looks at the whole stack: what uses them is elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from stackwright_policies.cost.attaching import FIX, user
from stackwright_policies.gcp.machines import INSTANCE, MACHINES
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.references import of_each, said
from stackwright_policies.resource import Resource
from stackwright_policies.uses import Uses, uses
from stackwright_policies.verdicts import Failed, Verdict, all_of

ADDRESS: Final = "gcp:compute/address:Address"
GLOBAL: Final = "gcp:compute/globalAddress:GlobalAddress"
DISK: Final = "gcp:compute/disk:Disk"
REGIONAL: Final = "gcp:compute/regionDisk:RegionDisk"
RULE: Final = "gcp:compute/forwardingRule:ForwardingRule"
_OF_ADDRESSES: Final[Mapping[str, Sequence[str]]] = {
    **dict.fromkeys(MACHINES, ("networkInterfaces",)),
    RULE: ("ipAddress",),
    "gcp:compute/globalForwardingRule:GlobalForwardingRule": ("ipAddress",),
    "gcp:compute/routerNat:RouterNat": ("natIps", "drainNatIps", "initialNatIps", "rules"),
    "gcp:compute/routerNatAddress:RouterNatAddress": ("natIps", "drainNatIps"),
    "kubernetes:core/v1:Service": ("spec", "metadata"),
    "kubernetes:networking.k8s.io/v1:Ingress": ("metadata",),
}
_OF_DISKS: Final[Mapping[str, Sequence[str]]] = {
    **dict.fromkeys(MACHINES, ("bootDisk", "attachedDisks", "disks")),
    "gcp:compute/attachedDisk:AttachedDisk": ("disk",),
    "kubernetes:core/v1:PersistentVolume": ("spec",),
}
_NAMES: Final = ("name", "address", "selfLink", "id")


def _machine(address: object, *dependencies: str) -> Example:
    interface = {"network": "default", "accessConfigs": [{"natIp": address}]}
    return user(INSTANCE, "networkInterfaces", [interface], *dependencies)


PASSES: Final = (
    Example(
        why="of a machine",
        type=ADDRESS,
        inputs={"name": "web", "region": UNKNOWN},
        others=[_machine(UNKNOWN, "example")],
    ),
    Example(
        why="of a load balancer, by name",
        type=ADDRESS,
        inputs={"name": "web"},
        others=[Example(why="has it", type=RULE, name="rule", inputs={"ipAddress": "regions/r/addresses/web"})],
    ),
    Example(
        why="inside, which costs nothing", type=GLOBAL, inputs={"addressType": "INTERNAL", "purpose": "VPC_PEERING"}
    ),
    Example(
        why="a disk of a machine",
        type=DISK,
        inputs={"name": "data", "zone": UNKNOWN},
        others=[user(INSTANCE, "attachedDisks", [{"source": UNKNOWN}], "example")],
    ),
)
VIOLATES: Final = (
    Example(why="an address of nothing", type=ADDRESS, inputs={"name": "web"}),
    Example(why="of nothing, everywhere", type=GLOBAL, inputs={"name": "web", "addressType": "EXTERNAL"}),
    Example(why="a disk of nothing", type=DISK, inputs={"name": "data", "size": 100}),
    Example(
        why="the machine has another address",
        type=ADDRESS,
        inputs={"name": "web"},
        others=[Example(why="another", type=ADDRESS, name="other", inputs={}), _machine(UNKNOWN, "other")],
    ),
)
UNDECIDED: Final = (
    Example(
        why="which address the machine has is not known",
        type=ADDRESS,
        inputs={"name": "web"},
        others=[_machine(UNKNOWN)],
    ),
    Example(why="whether it is inside is not known", type=ADDRESS, inputs={"name": "web", "addressType": UNKNOWN}),
)


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    addresses, disks = uses(resources, _OF_ADDRESSES), uses(resources, _OF_DISKS)
    yield from of_each(resources, [ADDRESS, GLOBAL], lambda it: _judge_address(it, addresses))
    yield from of_each(resources, [DISK, REGIONAL], lambda it: _judge_disk(it, disks))


def _judge_address(address: Resource, used: Uses) -> Iterator[Verdict]:
    if all_of(
        lambda: said(address, "addressType").text("EXTERNAL").upper() != "INTERNAL",
        lambda: not used.of(address, *_NAMES),
    ):
        yield Failed(f"nothing of its stack uses the address {address.name}")


def _judge_disk(disk: Resource, used: Uses) -> Iterator[Verdict]:
    if not used.of(disk, *_NAMES):
        yield Failed(f"nothing of its stack attaches the disk {disk.name}")


policy: Final = Policy(
    id="COST-GCP-02",
    title="Addresses and disks are used by something",
    severity="low",
    why="An address that nothing uses costs more than one in use, and a disk costs the same as ever.",
    fix=FIX,
    types=(ADDRESS, GLOBAL, DISK, REGIONAL),
    check_stack=check_stack,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
