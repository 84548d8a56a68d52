"""Public addresses and disks on Azure are attached to something. Looks at the whole stack."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from stackwright_policies.azure.sizes import MACHINE, SCALE_SET
from stackwright_policies.cost.attaching import FIX, WHY, user
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.references import is_said, of_each
from stackwright_policies.resource import Resource
from stackwright_policies.uses import Uses, uses
from stackwright_policies.verdicts import Failed, Verdict

ADDRESS: Final = "azure-native:network:PublicIPAddress"
DISK: Final = "azure-native:compute:Disk"
GATEWAY: Final = "azure-native:network:NatGateway"
_OF_ADDRESSES: Final[Mapping[str, Sequence[str]]] = {
    "azure-native:network:NetworkInterface": ("ipConfigurations",),
    "azure-native:network:LoadBalancer": ("frontendIPConfigurations",),
    "azure-native:network:ApplicationGateway": ("frontendIPConfigurations",),
    "azure-native:network:VirtualNetworkGateway": ("ipConfigurations",),
    "azure-native:network:BastionHost": ("ipConfigurations",),
    "azure-native:network:AzureFirewall": ("ipConfigurations", "managementIpConfiguration"),
    "azure-native:network:VirtualHubIpConfiguration": ("publicIPAddress",),
    "azure-native:containerservice:ManagedCluster": ("networkProfile",),
    "azure-native:apimanagement:ApiManagementService": ("publicIpAddressId",),
    GATEWAY: ("publicIpAddresses",),
    MACHINE: ("networkProfile",),
    SCALE_SET: ("virtualMachineProfile",),
}
_OF_DISKS: Final[Mapping[str, Sequence[str]]] = {
    MACHINE: ("storageProfile",),
    SCALE_SET: ("virtualMachineProfile",),
    "azure-native:compute:VirtualMachineScaleSetVM": ("storageProfile",),
    "kubernetes:core/v1:PersistentVolume": ("spec",),
}


def _machine(disk: object, *dependencies: str) -> Example:
    return user(MACHINE, "storageProfile", {"dataDisks": [{"lun": 0, "managedDisk": {"id": disk}}]}, *dependencies)


PASSES: Final = (
    Example(
        why="of a gateway",
        type=ADDRESS,
        inputs={"publicIPAllocationMethod": "Static"},
        others=[user(GATEWAY, "publicIpAddresses", [{"id": UNKNOWN}], "example")],
    ),
    Example(why="it names its gateway", type=ADDRESS, inputs={"natGateway": {"id": UNKNOWN}}),
    Example(why="of a machine", type=DISK, inputs={"diskName": "data"}, others=[_machine(UNKNOWN, "example")]),
    Example(
        why="of a machine, by its id",
        type=DISK,
        inputs={"diskName": "data"},
        others=[_machine("/subscriptions/s/resourceGroups/shop/providers/Microsoft.Compute/disks/data")],
    ),
)
VIOLATES: Final = (
    Example(why="an address of nothing", type=ADDRESS, inputs={"publicIPAllocationMethod": "Static"}),
    Example(why="a disk of nothing", type=DISK, inputs={"diskName": "data", "diskSizeGB": 128}),
    Example(
        why="the machine has another disk",
        type=DISK,
        inputs={"diskName": "data"},
        others=[Example(why="another", type=DISK, name="other", inputs={}), _machine(UNKNOWN, "other")],
    ),
)
UNDECIDED: Final = (
    Example(why="which disk is not known", type=DISK, inputs={"diskName": "data"}, others=[_machine(UNKNOWN)]),
)


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    addresses, disks = uses(resources, _OF_ADDRESSES), uses(resources, _OF_DISKS)
    yield from of_each(resources, [ADDRESS], lambda it: _judge_address(it, addresses))
    yield from of_each(resources, [DISK], lambda it: _judge_disk(it, disks))


def _judge_address(address: Resource, used: Uses) -> Iterator[Verdict]:
    if not is_said(address, "natGateway") and not used.of(address, "publicIpAddressName", "name", "id"):
        yield Failed(f"nothing of its stack uses the address {address.name}")


def _judge_disk(disk: Resource, used: Uses) -> Iterator[Verdict]:
    if not used.of(disk, "diskName", "name", "id"):
        yield Failed(f"nothing of its stack attaches the disk {disk.name}")


policy: Final = Policy(
    id="COST-AZ-02",
    title="Public addresses and disks are attached to something",
    severity="low",
    why=WHY,
    fix=FIX,
    types=(ADDRESS, DISK),
    check_stack=check_stack,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
