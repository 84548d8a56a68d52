"""Microsoft.Network."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.azure.paths import GROUP, arm
from stackwright.simcloud.curated.recipe import Part, Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_VNET = "Microsoft.Network/virtualNetworks/{in:virtualNetworkName}"


def _net(kind: str, **outputs: Part) -> Recipe:
    """A type below Microsoft.Network that is named by one input: `virtualNetworks/{in:virtualNetworkName}`."""
    return Recipe(id=f"{GROUP}/providers/Microsoft.Network/{kind}", outputs=outputs)


def _subnets(it: Subject) -> Value:
    """Subnets that were given inside the network, each with its id."""
    return [
        {**subnet, "id": f"{it.id}/subnets/{subnet.get('name')}", "provisioningState": "Succeeded"}
        for subnet in it.items("subnets")
        if isinstance(subnet, dict)
    ]


_DEFAULT_RULES: list[Part] = [
    {"name": name, "access": access, "direction": direction, "priority": priority, "protocol": "*",
     "sourceAddressPrefix": source, "destinationAddressPrefix": target, "sourcePortRange": "*",
     "destinationPortRange": "*", "provisioningState": "Succeeded", "etag": 'W/"{uuid:etag}"',
     "type": "Microsoft.Network/networkSecurityGroups/defaultSecurityRules"}
    for name, access, direction, priority, source, target in (
        ("AllowVnetInBound", "Allow", "Inbound", 65000, "VirtualNetwork", "VirtualNetwork"),
        ("AllowAzureLoadBalancerInBound", "Allow", "Inbound", 65001, "AzureLoadBalancer", "*"),
        ("DenyAllInBound", "Deny", "Inbound", 65500, "*", "*"),
        ("AllowVnetOutBound", "Allow", "Outbound", 65000, "VirtualNetwork", "VirtualNetwork"),
        ("AllowInternetOutBound", "Allow", "Outbound", 65001, "*", "Internet"),
        ("DenyAllOutBound", "Deny", "Outbound", 65500, "*", "*"),
    )
]  # fmt: skip

TYPES: Mapping[str, Recipe] = {
    "azure-native:network:VirtualNetwork": _net(
        "virtualNetworks/{in:virtualNetworkName}", subnets=_subnets, flowLogs=[], virtualNetworkPeerings=[]
    ),
    "azure-native:network:Subnet": arm(
        _VNET + "/subnets/{in:subnetName}",
        name="{in:subnetName}",
        purpose="",
        ipConfigurations=[],
        ipConfigurationProfiles=[],
        privateEndpoints=[],
        resourceNavigationLinks=[],
        serviceAssociationLinks=[],
    ),
    "azure-native:network:NatGateway": _net("natGateways/{in:natGatewayName}", subnets=[]),
    "azure-native:network:PublicIPAddress": _net(
        "publicIPAddresses/{in:publicIpAddressName}", ipAddress="{ip}", idleTimeoutInMinutes=4
    ),
    "azure-native:network:NetworkSecurityGroup": _net(
        "networkSecurityGroups/{in:networkSecurityGroupName}",
        defaultSecurityRules=_DEFAULT_RULES,
        flowLogs=[],
        networkInterfaces=[],
        subnets=[],
    ),
    "azure-native:network:SecurityRule": _net(
        "networkSecurityGroups/{in:networkSecurityGroupName}/securityRules/{in:securityRuleName}"
    ),
    "azure-native:network:RouteTable": _net("routeTables/{in:routeTableName}", subnets=[]),
    "azure-native:network:FlowLog": _net(
        "networkWatchers/{in:networkWatcherName}/flowLogs/{in:flowLogName}", targetResourceGuid="{uuid:target}"
    ),
    "azure-native:network:NetworkInterface": _net(
        "networkInterfaces/{in:networkInterfaceName}",
        macAddress="00-0D-3A-{hex:2:a}-{hex:2:b}-{hex:2:c}",
        primary=True,
    ),
    "azure-native:network:VirtualNetworkGateway": _net(
        "virtualNetworkGateways/{in:virtualNetworkGatewayName}", inboundDnsForwardingEndpoint=""
    ),
    "azure-native:network:LocalNetworkGateway": _net("localNetworkGateways/{in:localNetworkGatewayName}"),
    "azure-native:network:VirtualNetworkGatewayConnection": _net(
        "connections/{in:virtualNetworkGatewayConnectionName}",
        connectionStatus="Connected",
        egressBytesTransferred=0,
        ingressBytesTransferred=0,
        tunnelConnectionStatus=[],
    ),
    "azure-native:network:PrivateEndpoint": _net("privateEndpoints/{in:privateEndpointName}", networkInterfaces=[]),
    "azure-native:privatedns:PrivateZone": arm(
        "Microsoft.Network/privateDnsZones/{in:privateZoneName}",
        internalId="",
        maxNumberOfRecordSets=25000,
        maxNumberOfVirtualNetworkLinks=1000,
        maxNumberOfVirtualNetworkLinksWithRegistration=100,
        numberOfRecordSets=1,
        numberOfVirtualNetworkLinks=0,
        numberOfVirtualNetworkLinksWithRegistration=0,
    ),
    "azure-native:privatedns:VirtualNetworkLink": arm(
        "Microsoft.Network/privateDnsZones/{in:privateZoneName}/virtualNetworkLinks/{in:virtualNetworkLinkName}",
        virtualNetworkLinkState="Completed",
    ),
    "azure-native:privatedns:PrivateRecordSet": arm(
        "Microsoft.Network/privateDnsZones/{in:privateZoneName}/{in:recordType}/{in:relativeRecordSetName}",
        fqdn="{in:relativeRecordSetName}.{in:privateZoneName}.",
        isAutoRegistered=False,
    ),
}
