"""Microsoft.Network."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping

from stackwright.simcloud.curated.azure.paths import GROUP, arm, record_name
from stackwright.simcloud.curated.azure.places import place
from stackwright.simcloud.curated.recipe import Part, Recipe
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_VNET = "Microsoft.Network/virtualNetworks/{in:virtualNetworkName}"


def _net(kind: str, absent: frozenset[str] = frozenset(), **outputs: Part) -> Recipe:
    """A type below Microsoft.Network that is named by one input: `virtualNetworks/{in:virtualNetworkName}`."""
    return Recipe(id=f"{GROUP}/providers/Microsoft.Network/{kind}", outputs=outputs, absent=absent)


def _subnets(it: Subject) -> Value:
    """Subnets that were given inside the network, each with its id."""
    return [
        {**subnet, "id": f"{it.id}/subnets/{subnet.get('name')}", "provisioningState": "Succeeded"}
        for subnet in it.items("subnets")
        if isinstance(subnet, dict)
    ]


def _dns_name(it: Subject) -> Value:
    """The full name of the label, where there is one."""
    label = it.mapping("dnsSettings").get("domainNameLabel")
    return {"fqdn": f"{label}.{place(it)}.cloudapp.azure.com"} if label else None


def _addresses(it: Subject) -> Value:
    """Each with an address of its subnet; the first of them is the primary one."""
    made: list[Value] = []
    for index, given in enumerate(it.items("ipConfigurations")):
        address = _address_in(it, _subnet_of(given), str(index))
        made.append({"primary": index == 0, "privateIPAddress": address, "privateIPAddressVersion": "IPv4"})
    return made


def _inside(name: str) -> Callable[[Subject], Value]:
    """Items of the list `name`, those in a subnet with an address of it, public ones as they are."""

    def made(it: Subject) -> Value:
        return [
            {"privateIPAddress": _address_in(it, subnet, str(index))} if (subnet := _subnet_of(given)) else {}
            for index, given in enumerate(it.items(name))
        ]

    return made


def _subnet_of(configuration: Value) -> str:
    subnet = configuration.get("subnet") if isinstance(configuration, dict) else None
    there = subnet.get("id") if isinstance(subnet, dict) else None
    return there if isinstance(there, str) else ""


def _firewall_addresses(it: Subject) -> Value:
    """A firewall is at the first address that its subnet has for it
    (https://learn.microsoft.com/azure/firewall/firewall-known-issues, "private IP").
    """
    return [{"privateIPAddress": _first_of(it, _subnet_of(given))} for given in it.items("ipConfigurations")]


def _first_of(it: Subject, subnet: str) -> str:
    try:
        return str(ipaddress.ip_network(_prefix(it, subnet))[4])
    except (ValueError, IndexError):
        return guess.private_ip(it, "first")


def _resolver_addresses(it: Subject) -> Value:
    """As `_inside`; this provider of Azure's spells it otherwise."""
    return [
        {"privateIpAddress": _address_in(it, _subnet_of(given), str(index))}
        for index, given in enumerate(it.items("ipConfigurations"))
    ]


def _public_prefix(it: Subject) -> str:
    """One of the ranges for documentation, as long as it was asked for."""
    length = it.number("prefixLength", 28)
    return str(ipaddress.ip_network(f"{guess.public_ip(it, 'prefix')}/{length}", strict=False))


def _hub_addresses(it: Subject) -> Value:
    """Of a firewall in a virtual hub."""
    if not it.mapping("virtualHub"):
        return None
    return {"privateIPAddress": guess.private_ip(it, "hub"), "publicIPs": {"count": 1, "addresses": []}}


def _speaker(it: Subject) -> Value:
    """https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-bgp-overview: what a gateway speaks BGP as."""
    subnets = [_subnet_of(given) for given in it.items("ipConfigurations")]
    address = _address_in(it, subnets[0], "speaker") if subnets else ""
    return {"asn": 65515, "bgpPeeringAddress": address, "peerWeight": 0}


def _address_in(it: Subject, subnet: str, salt: str) -> str:
    """Azure keeps the first four addresses of each subnet, and the last."""
    try:
        network = ipaddress.ip_network(_prefix(it, subnet))
    except ValueError:
        return guess.private_ip(it, salt)
    if network.num_addresses < 8:
        return guess.private_ip(it, salt)
    return str(network[it.seed.between(4, min(network.num_addresses - 2, 250), salt)])


def _usual_prefix(it: Subject) -> Value:
    """Of a subnet that was there before, which nobody here gave a range."""
    return None if it.items("addressPrefixes") else _supposed(it.id)


def _supposed(subnet: str) -> str:
    """One range for one subnet, however it is looked at."""
    return f"10.0.{Seed('subnet', subnet.lower()).below(256)}.0/24"


def _prefix(it: Subject, subnet: str) -> str:
    """Of a subnet by itself, or of one that was given with its network."""
    found = it.other(subnet)
    inside = it.other(subnet.rpartition("/subnets/")[0]).get("subnets")
    for each in [found, *(inside if isinstance(inside, list) else [])]:
        if isinstance(each, dict) and (each is found or each.get("id") == subnet):
            prefixes = each.get("addressPrefixes")
            if prefix := each.get("addressPrefix") or (prefixes[0] if isinstance(prefixes, list) and prefixes else ""):
                return str(prefix)
    return _supposed(subnet) if "/subnets/" in subnet else ""


def _private_names(it: Subject) -> Value:
    """What names the endpoint answers for; told without a private DNS zone only."""
    subnet = it.mapping("subnet").get("id")
    made: list[Value] = []
    for connection in it.items("privateLinkServiceConnections"):
        target = str(connection.get("privateLinkServiceId")) if isinstance(connection, dict) else ""
        groups = connection.get("groupIds") if isinstance(connection, dict) else None
        for group in groups if isinstance(groups, list) else []:
            name = f"{target.rpartition('/')[2]}.{_DOMAINS.get(str(group), 'azure.com')}"
            made.append({"fqdn": name, "ipAddresses": [_address_in(it, str(subnet), name)]})
    return made


_DOMAINS = {
    **{kind: f"{kind}.core.windows.net" for kind in ("blob", "dfs", "file", "queue", "table", "web")},
    "sqlServer": "database.windows.net",
    "postgresqlServer": "postgres.database.azure.com",
    "vault": "vault.azure.net",
    "registry": "azurecr.io",
    "namespace": "servicebus.windows.net",
    "Sql": "documents.azure.com",
    "sites": "azurewebsites.net",
    "redisCache": "redis.cache.windows.net",
}
"""https://learn.microsoft.com/azure/private-link/private-endpoint-dns: the public name behind each group id."""

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
        addressPrefix=_usual_prefix,
        purpose="",
        ipConfigurations=[],
        ipConfigurationProfiles=[],
        privateEndpoints=[],
        resourceNavigationLinks=[],
        serviceAssociationLinks=[],
    ),
    "azure-native:network:NatGateway": _net("natGateways/{in:natGatewayName}", subnets=[]),
    "azure-native:network:PublicIPAddress": _net(
        "publicIPAddresses/{in:publicIpAddressName}",
        ipAddress="{ip}",
        dnsSettings=_dns_name,
        idleTimeoutInMinutes=4,
        publicIPAllocationMethod="Dynamic",
        publicIPAddressVersion="IPv4",
        ipConfiguration={},
        absent=frozenset({"ipConfiguration"}),
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
        ipConfigurations=_addresses,
        defaultOutboundConnectivityEnabled=False,
        hostedWorkloads=[],
        tapConfigurations=[],
        vnetEncryptionSupported=False,
        absent=frozenset({"dscpConfiguration", "privateEndpoint", "virtualMachine"}),
    ),
    "azure-native:network:VirtualNetworkGateway": _net(
        "virtualNetworkGateways/{in:virtualNetworkGatewayName}", inboundDnsForwardingEndpoint="", bgpSettings=_speaker
    ),
    "azure-native:network:PublicIPPrefix": _net("publicIPPrefixes/{in:publicIpPrefixName}", ipPrefix=_public_prefix),
    "azure-native:network:ExpressRouteCircuit": _net(
        "expressRouteCircuits/{in:circuitName}",
        serviceKey="{uuid:service}",
        serviceProviderProvisioningState="NotProvisioned",
        circuitProvisioningState="Enabled",
    ),
    "azure-native:network:VirtualHub": _net("virtualHubs/{in:virtualHubName}", routingState="Provisioned"),
    "azure-native:dnsresolver:InboundEndpoint": _net(
        "dnsResolvers/{in:dnsResolverName}/inboundEndpoints/{in:inboundEndpointName}",
        ipConfigurations=_resolver_addresses,
    ),
    "azure-native:network:AzureFirewall": _net(
        "azureFirewalls/{in:azureFirewallName}", ipConfigurations=_firewall_addresses, hubIPAddresses=_hub_addresses
    ),
    "azure-native:network:ApplicationGateway": _net(
        "applicationGateways/{in:applicationGatewayName}",
        frontendIPConfigurations=_inside("frontendIPConfigurations"),
        operationalState="Running",
    ),
    "azure-native:network:LocalNetworkGateway": _net("localNetworkGateways/{in:localNetworkGatewayName}"),
    "azure-native:network:VirtualNetworkGatewayConnection": _net(
        "connections/{in:virtualNetworkGatewayConnectionName}",
        connectionStatus="Connected",
        egressBytesTransferred=0,
        ingressBytesTransferred=0,
        tunnelConnectionStatus=[],
    ),
    "azure-native:network:PrivateEndpoint": _net(
        "privateEndpoints/{in:privateEndpointName}",
        networkInterfaces=[
            {"id": f"{GROUP}/providers/Microsoft.Network/networkInterfaces/{{in:privateEndpointName}}.nic"}
        ],
        customDnsConfigs=_private_names,
    ),
    "azure-native:network:LoadBalancer": _net(
        "loadBalancers/{in:loadBalancerName}", frontendIPConfigurations=_inside("frontendIPConfigurations")
    ),
    "azure-native:network:VirtualNetworkPeering": arm(
        _VNET + "/virtualNetworkPeerings/{in:virtualNetworkPeeringName}",
        peeringState="Initiated",
        peeringSyncLevel="RemoteNotInSync",
    ),
    "azure-native:network:PrivateDnsZoneGroup": _net(
        "privateEndpoints/{in:privateEndpointName}/privateDnsZoneGroups/{in:privateDnsZoneGroupName}"
    ),
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
        fqdn=lambda it: record_name(it.text("relativeRecordSetName"), it.text("privateZoneName")),
        isAutoRegistered=False,
    ),
}
