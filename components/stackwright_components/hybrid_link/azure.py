"""The end on Azure: an active-active gateway over all zones, and a connection for each address of the peer.

https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-highlyavailable and, for AWS,
https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-howto-aws-bgp.

A virtual network has one VPN gateway at most, so a network on Azure is in one link.
"""

from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_azure_native import network as net
from pulumi_azure_native import resources

from stackwright_components.azure_alarms import owner_group
from stackwright_components.azure_names import segment
from stackwright_components.conventions import child
from stackwright_components.hybrid_link.azure_watch import watch
from stackwright_components.hybrid_link.tunnels import ASN, DPD_SECONDS, IPSEC_SECONDS, Gateway, Site, Tunnel, by_remote
from stackwright_components.labels import azure_tags
from stackwright_components.network.addresses import reserved

_ZONES: Final = ("1", "2", "3")
_INSTANCES: Final = ("first", "second")
_SUBNET: Final = "GatewaySubnet"
"""Azure knows the subnet by this name."""

# https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-compliance-crypto. GCM for IPsec names itself twice;
# for IKE the integrity algorithm is the PRF. ECP384 is Diffie-Hellman group 20.
_POLICY: Final = net.IpsecPolicyArgs(
    ike_encryption=net.IkeEncryption.GCMAES256,
    ike_integrity=net.IkeIntegrity.SHA384,
    dh_group=net.DhGroup.ECP384,
    ipsec_encryption=net.IpsecEncryption.GCMAES256,
    ipsec_integrity=net.IpsecIntegrity.GCMAES256,
    pfs_group=net.PfsGroup.ECP384,
    sa_life_time_seconds=IPSEC_SECONDS,
    sa_data_size_kilobytes=102_400_000,  # Azure's own
)


@dataclass(frozen=True, slots=True)
class _Made:
    group: resources.ResourceGroup
    gateway: net.VirtualNetworkGateway
    configurations: tuple[pulumi.Output[str], ...]
    """The ids of the instances' IP configurations."""
    target: pulumi.Input[str]


def gateway(site: Site) -> Gateway:
    """The gateway, in a subnet of its own at the end of the network, with an address for each of its two instances."""
    link, name, here = site.link, site.name, site.here
    tags = azure_tags(site.settings.tags)
    group = resources.ResourceGroup(name, location=here.location, tags=tags, opts=child(link))
    network_id = pulumi.Output.from_input(here.network_id)
    subnet = net.Subnet(
        name,
        resource_group_name=network_id.apply(lambda text: segment(text, "resourceGroups")),
        virtual_network_name=network_id.apply(lambda text: segment(text, "virtualNetworks")),
        subnet_name=_SUBNET,
        address_prefix=here.cidr.apply(lambda cidr: reserved(cidr, "gateway")),
        opts=child(link),
    )
    addresses = [
        net.PublicIPAddress(
            f"{name}-{instance}",
            resource_group_name=group.name,
            location=here.location,
            sku=net.PublicIPAddressSkuArgs(name="Standard"),
            public_ip_allocation_method="Static",
            zones=list(_ZONES),
            tags=tags,
            opts=child(link),
        )
        for instance in _INSTANCES
    ]
    # Its BGP settings name its own IP configurations by id, so its name must be known before it exists: the resource
    # group's autoname is as good.
    configurations = tuple(
        pulumi.Output.concat(
            group.id, "/providers/Microsoft.Network/virtualNetworkGateways/", group.name, "/ipConfigurations/", instance
        )
        for instance in _INSTANCES
    )
    made = net.VirtualNetworkGateway(
        name,
        resource_group_name=group.name,
        virtual_network_gateway_name=group.name,
        location=here.location,
        gateway_type="Vpn",
        vpn_type="RouteBased",
        sku=net.VirtualNetworkGatewaySkuArgs(name=site.settings.azure_sku, tier=site.settings.azure_sku),
        active_active=True,
        ip_configurations=[
            net.VirtualNetworkGatewayIPConfigurationArgs(
                name=instance,
                private_ip_allocation_method="Dynamic",
                public_ip_address=net.SubResourceArgs(id=address.id),
                subnet=net.SubResourceArgs(id=subnet.id),
            )
            for instance, address in zip(_INSTANCES, addresses, strict=True)
        ],
        enable_bgp=site.asn is not None,
        bgp_settings=_bgp(site, configurations),
        tags=tags,
        opts=child(link),
    )
    target = site.settings.alarm_targets.get("azure") or owner_group(link, name, group=group, tags=tags)
    return Gateway(
        ids=(made.id,),
        addresses=tuple(address.ip_address.apply(str) for address in addresses),
        alarm_target=target,
        made=_Made(group, made, configurations, target),
    )


def _bgp(site: Site, configurations: tuple[pulumi.Output[str], ...]) -> net.BgpSettingsArgs | None:
    """Each instance speaks from an address of its own in each of its tunnels."""
    if site.asn is None:
        return None
    return net.BgpSettingsArgs(
        asn=ASN["azure"],
        bgp_peering_addresses=[
            net.IPConfigurationBgpPeeringAddressArgs(
                ipconfiguration_id=configuration, custom_bgp_ip_addresses=_inside(site, instance)
            )
            for instance, configuration in enumerate(configurations)
        ],
    )


def _inside(site: Site, instance: int) -> list[str]:
    return [tunnel.local_inside for tunnel in site.tunnels if tunnel.local == instance]


def connect(
    site: Site, gateway: Gateway, peers: list[pulumi.Output[str]], keys: dict[int, pulumi.Output[str]]
) -> list[pulumi.Output[str]]:
    """A local network gateway and a connection for each address of the peer."""
    made: _Made = gateway.made
    tags = azure_tags(site.settings.tags)
    last: list[pulumi.Resource] = []
    for remote, tunnels in by_remote(site.tunnels).items():
        label = f"{site.name}-{remote + 1}"
        address = next(peer for peer, tunnel in zip(peers, site.tunnels, strict=True) if tunnel.remote == remote)
        first = tunnels[0]
        local = net.LocalNetworkGateway(
            label,
            resource_group_name=made.group.name,
            location=site.here.location,
            gateway_ip_address=address,
            local_network_address_space=None
            if site.peer_asn
            else net.AddressSpaceArgs(address_prefixes=[site.there.cidr]),
            bgp_settings=net.BgpSettingsArgs(asn=site.peer_asn, bgp_peering_address=first.remote_inside)
            if site.peer_asn
            else None,
            tags=tags,
            opts=child(site.link),
        )
        connection = net.VirtualNetworkGatewayConnection(
            label,
            resource_group_name=made.group.name,
            location=site.here.location,
            connection_type="IPsec",
            connection_protocol="IKEv2",
            connection_mode="Default" if site.peer_asn else "ResponderOnly",
            virtual_network_gateway1=net.VirtualNetworkGatewayArgs(id=made.gateway.id),
            local_network_gateway2=net.LocalNetworkGatewayArgs(id=local.id),
            shared_key=keys[first.key],
            enable_bgp=site.peer_asn is not None,
            gateway_custom_bgp_ip_addresses=_speakers(site, made, first),
            ipsec_policies=[_POLICY],
            use_policy_based_traffic_selectors=False,
            dpd_timeout_seconds=DPD_SECONDS,
            tags=tags,
            # A gateway is changed by one operation at a time.
            opts=child(site.link, depends_on=last, additional_secret_outputs=["sharedKey"]),
        )
        last = [connection]
    watch(site, made.group, made.gateway, peers, made.target)
    return [gateway.addresses[tunnel.local] for tunnel in site.tunnels]


def _speakers(site: Site, made: _Made, tunnel: Tunnel) -> list[net.GatewayCustomBgpIpAddressIpConfigurationArgs] | None:
    """From which address each instance would speak. Both must be named, though the peer awaits only one of them."""
    if site.asn is None:
        return None
    return [
        net.GatewayCustomBgpIpAddressIpConfigurationArgs(
            ip_configuration_id=configuration,
            custom_bgp_ip_address=tunnel.local_inside if instance == tunnel.local else _inside(site, instance)[0],
        )
        for instance, configuration in enumerate(made.configurations)
    ]
