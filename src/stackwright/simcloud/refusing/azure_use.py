"""What Azure does not delete because something else uses it.

What uses what is looked up in the inputs of what stands. A resource group goes with all that is in it, used or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from stackwright.simcloud.refusing.azure_network import SUBNET, VNET, code
from stackwright.simcloud.refusing.model import Kind, Rule, rule
from stackwright.simcloud.refusing.world import Thing, World, texts_at
from stackwright.simcloud.values.subject import Subject

_NIC, _IP = "azure-native:network:NetworkInterface", "azure-native:network:PublicIPAddress"
_GROUP, _TABLE = "azure-native:network:NetworkSecurityGroup", "azure-native:network:RouteTable"
_NAT, _DISK = "azure-native:network:NatGateway", "azure-native:compute:Disk"
_VM, _PLAN = "azure-native:compute:VirtualMachine", "azure-native:web:AppServicePlan"
_IN_SUBNET: Final = {
    _NIC: "ipConfigurations.subnet.id",
    "azure-native:network:PrivateEndpoint": "subnet.id",
    "azure-native:network:LoadBalancer": "frontendIPConfigurations.subnet.id",
    "azure-native:network:ApplicationGateway": "gatewayIPConfigurations.subnet.id",
    "azure-native:network:VirtualNetworkGateway": "ipConfigurations.subnet.id",
    "azure-native:network:BastionHost": "ipConfigurations.subnet.id",
    "azure-native:network:AzureFirewall": "ipConfigurations.subnet.id",
    "azure-native:containerservice:ManagedCluster": "agentPoolProfiles.vnetSubnetID",
    "azure-native:containerservice:AgentPool": "vnetSubnetID",
    "azure-native:app:ManagedEnvironment": "vnetConfiguration.infrastructureSubnetId",
    "azure-native:web:WebApp": "virtualNetworkSubnetId",
    "azure-native:dbforpostgresql:Server": "network.delegatedSubnetResourceId",
    "azure-native:containerinstance:ContainerGroup": "subnetIds.id",
}
_WITH_ADDRESS: Final = {
    _NIC: "ipConfigurations.publicIPAddress.id",
    "azure-native:network:LoadBalancer": "frontendIPConfigurations.publicIPAddress.id",
    "azure-native:network:ApplicationGateway": "frontendIPConfigurations.publicIPAddress.id",
    "azure-native:network:VirtualNetworkGateway": "ipConfigurations.publicIPAddress.id",
    "azure-native:network:BastionHost": "ipConfigurations.publicIPAddress.id",
    "azure-native:network:AzureFirewall": "ipConfigurations.publicIPAddress.id",
    _NAT: "publicIpAddresses.id",
}


def _users(it: Subject, world: World, paths: dict[str, str]) -> Iterator[Thing]:
    """What names `it` where its type does. Azure tells no two ids apart by their case."""
    own = it.id.lower()
    for thing in world.of(*paths):
        if any(found.lower() == own for found in texts_at(thing.values, paths[thing.token])):
            yield thing


def _subnet(it: Subject, world: World) -> str | None:
    """Also of a virtual network: it goes with its subnets, unless one of them is in use."""
    prefix = f"{it.id}/subnets/".lower() if it.token == VNET else ""
    for thing in world.of(*_IN_SUBNET):
        for found in texts_at(thing.values, _IN_SUBNET[thing.token]):
            if found.lower() == it.id.lower() or (prefix and found.lower().startswith(prefix)):
                return code(
                    "InUseSubnetCannotBeDeleted",
                    f"Subnet {found.rpartition('/')[2]} is in use by {thing.id} and cannot be deleted. In order to"
                    " delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.",
                )
    return None


def _security_group(it: Subject, world: World) -> str | None:
    using = list(_users(it, world, {SUBNET: "networkSecurityGroup.id", _NIC: "networkSecurityGroup.id"}))
    if not using:
        return None
    return code(
        "InUseNetworkSecurityGroupCannotBeDeleted",
        f"Network security group {it.id} cannot be deleted because it is in use by the following resources:"
        f" {', '.join(thing.id for thing in using)}. In order to delete the Network security group, remove the"
        " association with the resource(s). To learn how to do this, see aka.ms/deletensg.",
    )


def _interface(it: Subject, world: World) -> str | None:
    for thing in _users(it, world, {_VM: "networkProfile.networkInterfaces.id"}):
        return code(
            "NicInUse",
            f"Network Interface {it.id} is used by existing resource {thing.id}. In order to delete the network"
            " interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.",
        )
    return None


def _address(it: Subject, world: World) -> str | None:
    for thing in _users(it, world, _WITH_ADDRESS):
        return code(
            "PublicIPAddressCannotBeDeleted",
            f"Public IP address {it.id} can not be deleted since it is still allocated to resource {thing.id}. In order"
            " to delete the public IP, disassociate/detach the Public IP address from the resource. To learn how to do"
            " this, see aka.ms/deletepublicip.",
        )
    return None


def _route_table(it: Subject, world: World) -> str | None:
    for thing in _users(it, world, {SUBNET: "routeTable.id"}):
        return code(
            "InUseRouteTableCannotBeDeleted",
            f"Route table {_name(it)} is in use and cannot be deleted: {thing.id}.",
        )
    return None


def _gateway(it: Subject, world: World) -> str | None:
    for thing in _users(it, world, {SUBNET: "natGateway.id"}):
        return code(
            "InUseNatGatewayCannotBeDeleted",
            f"NAT gateway {it.id} cannot be deleted because it is in use by {thing.id}.",
        )
    return None


def _disk(it: Subject, world: World) -> str | None:
    for thing in _users(it, world, {_VM: "storageProfile.dataDisks.managedDisk.id"}):
        return code("OperationNotAllowed", f"Disk {_name(it)} is attached to VM {thing.id}.")
    return None


def _plan(it: Subject, world: World) -> str | None:
    using = sorted(_name(thing) for thing in _users(it, world, {"azure-native:web:WebApp": "serverFarmId"}))
    if not using:
        return None
    return code(
        "Conflict",
        f"Server farm '{_name(it)}' cannot be deleted because it has web app(s) {', '.join(using)} assigned to it.",
    )


def _name(it: Subject | Thing) -> str:
    return it.id.rpartition("/")[2]


_IN_USE: Final = "delete what uses it first, or point that elsewhere"
SUBNET_IN_USE = Kind(
    "azure-subnet-in-use",
    "a subnet, or the network of one, goes when nothing is in it",
    "https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-subnet#delete-a-subnet",
    _IN_USE,
)
IN_USE = Kind(
    "azure-in-use",
    "security groups, interfaces, addresses, route tables, NAT gateways, disks and app service plans go when nothing"
    " uses them",
    "https://learn.microsoft.com/troubleshoot/azure/azure-resource-manager/error-in-use",
    _IN_USE,
)
RULES: Final[Sequence[Rule]] = (
    rule(SUBNET_IN_USE, "delete", (SUBNET, VNET), _subnet),
    rule(IN_USE, "delete", _GROUP, _security_group),
    rule(IN_USE, "delete", _NIC, _interface),
    rule(IN_USE, "delete", _IP, _address),
    rule(IN_USE, "delete", _TABLE, _route_table),
    rule(IN_USE, "delete", _NAT, _gateway),
    rule(IN_USE, "delete", _DISK, _disk),
    rule(IN_USE, "delete", _PLAN, _plan),
)
