"""HA VPN: a gateway with two interfaces, the peer as Google knows it, a Cloud Router, and a BGP session in each tunnel.

https://cloud.google.com/network-connectivity/docs/vpn/concepts/topologies
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_gcp import compute

from stackwright_components.conventions import child
from stackwright_components.hybrid_link.gcp_suite import CIPHERS, SECRETS
from stackwright_components.hybrid_link.tunnels import ASN, Gateway, Site, by_remote
from stackwright_components.labels import described, gcp_labels

_REDUNDANCY: Final[Mapping[int, str]] = {2: "TWO_IPS_REDUNDANCY", 4: "FOUR_IPS_REDUNDANCY"}
"""By how many addresses the peer has."""


@dataclass(frozen=True, slots=True)
class _Made:
    gateway: compute.HaVpnGateway
    router: compute.Router


def gateway(site: Site) -> Gateway:
    """The gateway and its router, which tells the peer the range of the whole network."""
    made = compute.HaVpnGateway(
        site.name,
        network=site.here.network_id,
        region=site.here.location,
        stack_type="IPV4_ONLY",
        labels=gcp_labels(site.settings.tags),
        opts=child(site.link),
    )
    router = compute.Router(
        site.name,
        description=described(site.settings.tags),
        network=site.here.network_id,
        region=site.here.location,
        bgp=compute.RouterBgpArgs(
            asn=ASN["gcp"],
            advertise_mode="CUSTOM",
            advertised_ip_ranges=[compute.RouterBgpAdvertisedIpRangeArgs(range=site.here.cidr)],
        ),
        opts=child(site.link),
    )
    addresses = tuple(
        made.vpn_interfaces.apply(lambda them, index=index: str(them[index].ip_address)) for index in range(2)
    )
    return Gateway(
        ids=(made.id,),
        addresses=addresses,
        alarm_target=site.settings.alarm_targets.get("gcp"),
        made=_Made(made, router),
    )


def tunnels(
    site: Site, gateway: Gateway, peers: list[pulumi.Output[str]], keys: dict[int, pulumi.Output[str]]
) -> list[compute.VPNTunnel]:
    """One tunnel for each pair of addresses, a session in it, and routes as long as it lasts."""
    made: _Made = gateway.made
    region, link = site.here.location, site.link
    addresses = {tunnel.remote: peer for tunnel, peer in zip(site.tunnels, peers, strict=True)}
    external = compute.ExternalVpnGateway(
        site.name,
        redundancy_type=_REDUNDANCY[len(addresses)],
        interfaces=[
            compute.ExternalVpnGatewayInterfaceArgs(id=remote, ip_address=addresses[remote])
            for remote in sorted(by_remote(site.tunnels))
        ],
        labels=gcp_labels(site.settings.tags),
        opts=child(link),
    )
    found: list[compute.VPNTunnel] = []
    for tunnel in site.tunnels:
        label = f"{site.name}-{tunnel.number}"
        vpn = compute.VPNTunnel(
            label,
            region=region,
            vpn_gateway=made.gateway.id,
            vpn_gateway_interface=tunnel.local,
            peer_external_gateway=external.id,
            peer_external_gateway_interface=tunnel.remote,
            router=made.router.name,
            shared_secret=keys[tunnel.key],
            ike_version=2,
            cipher_suite=CIPHERS,
            labels=gcp_labels(site.settings.tags),
            opts=child(link, additional_secret_outputs=SECRETS, delete_before_replace=True),
        )
        interface = compute.RouterInterface(
            label,
            router=made.router.name,
            region=region,
            ip_range=f"{tunnel.local_inside}/30",
            vpn_tunnel=vpn.name,
            opts=child(link),
        )
        compute.RouterPeer(
            label,
            router=made.router.name,
            region=region,
            interface=interface.name,
            ip_address=tunnel.local_inside,
            peer_ip_address=tunnel.remote_inside,
            peer_asn=site.peer_asn,
            advertised_route_priority=100,
            opts=child(link),
        )
        found.append(vpn)
    return found
