"""Classic VPN for a peer without BGP: two gateways with an address each, and static routes, the first one preferred.

A classic gateway takes nothing but what forwarding rules bring it: ESP, IKE, and IKE through NAT
(https://cloud.google.com/network-connectivity/docs/vpn/how-to/creating-static-vpns).
"""

from collections.abc import Mapping
from typing import Final

import pulumi
from pulumi_gcp import compute

from stackwright_components.conventions import child
from stackwright_components.hybrid_link.gcp_suite import CIPHERS, SECRETS
from stackwright_components.hybrid_link.tunnels import ADDRESSES, Gateway, Site, Tunnel, selectors
from stackwright_components.labels import gcp_labels
from stackwright_components.network.addresses import whole

_RULES: Final[Mapping[str, tuple[str, str | None]]] = {
    "esp": ("ESP", None),
    "ike": ("UDP", "500"),
    "nat-t": ("UDP", "4500"),
}
_CARRIES, _STANDS_BY = 900, 1000
"""Priorities of routes: the lower wins."""


def gateway(site: Site) -> Gateway:
    """Both gateways, each with an address and its forwarding rules."""
    gateways: list[compute.VPNGateway] = []
    addresses: list[compute.Address] = []
    rules: list[compute.ForwardingRule] = []
    labels, link, region = gcp_labels(site.settings.tags), site.link, site.here.location
    for number in range(1, ADDRESSES["gcp"] + 1):
        label = f"{site.name}-{number}"
        made = compute.VPNGateway(
            label,
            network=site.here.network_id,
            region=region,
            opts=child(link),
        )
        address = compute.Address(label, region=region, labels=labels, opts=child(link))
        for role, (protocol, port) in _RULES.items():
            rule = compute.ForwardingRule(
                f"{label}-{role}",
                region=region,
                ip_address=address.address,
                ip_protocol=protocol,
                port_range=port,
                target=made.id,
                labels=labels,
                opts=child(link),
            )
            rules.append(rule)
        gateways.append(made)
        addresses.append(address)
    return Gateway(
        ids=tuple(made.id for made in gateways),
        addresses=tuple(address.address for address in addresses),
        alarm_target=site.settings.alarm_targets.get("gcp"),
        made=rules,
    )


def tunnels(
    site: Site, gateway: Gateway, peers: list[pulumi.Output[str]], keys: dict[int, pulumi.Output[str]]
) -> list[compute.VPNTunnel]:
    """A tunnel for each gateway, and a route into it. Both ends name the same selectors, or there is no tunnel."""
    rules: list[compute.ForwardingRule] = gateway.made
    found: list[compute.VPNTunnel] = []
    for tunnel, peer in zip(site.tunnels, peers, strict=True):
        label = f"{site.name}-{tunnel.number}"
        vpn = compute.VPNTunnel(
            label,
            region=site.here.location,
            target_vpn_gateway=gateway.ids[tunnel.local],
            peer_ip=peer,
            local_traffic_selectors=_own(site, tunnel),
            remote_traffic_selectors=site.there.cidr.apply(lambda cidr: [whole(cidr).private, whole(cidr).public]),
            shared_secret=keys[tunnel.key],
            ike_version=2,
            cipher_suite=CIPHERS,
            labels=gcp_labels(site.settings.tags),
            # Google refuses a tunnel at a gateway that its rules do not reach yet.
            opts=child(site.link, depends_on=rules, additional_secret_outputs=SECRETS, delete_before_replace=True),
        )
        compute.Route(
            label,
            network=site.here.network_id,
            dest_range=site.there.cidr,
            next_hop_vpn_tunnel=vpn.id,
            priority=_CARRIES if tunnel.carries else _STANDS_BY,
            opts=child(site.link),
        )
        found.append(vpn)
    return found


def _own(site: Site, tunnel: Tunnel) -> pulumi.Output[list[str]]:
    return site.here.cidr.apply(lambda cidr: selectors(cidr, carries=tunnel.carries))
