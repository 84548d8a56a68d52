"""The end on AWS: a transit gateway, a VPN connection of two tunnels for each address of the peer, routes, alarms.

A transit gateway, not a virtual private gateway, for three reasons: a VPC takes only one of the latter, so that a
network could be in one link only; the latter sends through one tunnel at a time, while a transit gateway uses all that
BGP offers (https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-ecmp); and it stands in the
zones of its attachment, which can be seen. It costs more: an hourly price for each attachment.
"""

from dataclasses import dataclass
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_alarms import PUBLISHERS, owner_topic
from stackwright_components.aws_policies import encryption_key, place_of
from stackwright_components.conventions import child
from stackwright_components.hybrid_link.aws_watch import watch
from stackwright_components.hybrid_link.tunnels import (
    ASN,
    DPD_SECONDS,
    IKE_SECONDS,
    IPSEC_SECONDS,
    Gateway,
    Site,
    Tunnel,
    by_remote,
)
from stackwright_components.labels import aws_tags

# https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html. With GCM the integrity algorithm is IKE's PRF.
_PROPOSAL: Final = {
    "ike_versions": ["ikev2"],
    "phase1_encryption_algorithms": ["AES256-GCM-16"],
    "phase1_integrity_algorithms": ["SHA2-384"],
    "phase1_dh_group_numbers": [20],
    "phase1_lifetime_seconds": IKE_SECONDS,
    "phase2_encryption_algorithms": ["AES256-GCM-16"],
    "phase2_integrity_algorithms": ["SHA2-384"],
    "phase2_dh_group_numbers": [20],
    "phase2_lifetime_seconds": IPSEC_SECONDS,
    "dpd_timeout_seconds": DPD_SECONDS,
}
_STATIC_PEER_ASN: Final = 65000
"""A customer gateway has one even where it is not used; this is what AWS itself puts there."""


@dataclass(frozen=True, slots=True)
class _Made:
    transit: aws.ec2transitgateway.TransitGateway
    attachment: aws.ec2transitgateway.VpcAttachment
    logs: aws.cloudwatch.LogGroup
    topic: pulumi.Input[str]


def gateway(site: Site) -> Gateway:
    """The transit gateway, in every zone of the VPC, and the routes of the private subnets into it."""
    link, name, settings = site.link, site.name, site.settings
    tags = aws_tags(settings.tags, name)
    transit = aws.ec2transitgateway.TransitGateway(
        name,
        description=f"The link {name}",
        amazon_side_asn=ASN["aws"],
        auto_accept_shared_attachments="disable",
        default_route_table_association="enable",  # nothing but this link is ever attached
        default_route_table_propagation="enable",
        vpn_ecmp_support="enable",
        dns_support="enable",
        tags=tags,
        opts=child(link),
    )
    attachment = aws.ec2transitgateway.VpcAttachment(
        name,
        transit_gateway_id=transit.id,
        vpc_id=site.here.network_id,
        subnet_ids=site.here.private_subnet_ids.apply(lambda by_zone: [by_zone[zone] for zone in sorted(by_zone)]),
        dns_support="enable",
        tags=tags,
        opts=child(link),
    )
    _routes(site, transit, attachment)
    place = place_of(transit.arn)
    key = encryption_key(
        link,
        name,
        place=place,
        purpose=f"Logs and alarms of the link {name}",
        publishers=PUBLISHERS,
        tags=tags,
        retain=False,
    )
    logs = aws.cloudwatch.LogGroup(
        f"{name}-tunnels",
        kms_key_id=key.arn,
        retention_in_days=settings.log_retention_days,
        tags=tags,
        opts=child(link),
    )
    topic = settings.alarm_targets.get("aws") or owner_topic(link, name, key=key, place=place, tags=tags)
    return Gateway(ids=(transit.id,), addresses=(), alarm_target=topic, made=_Made(transit, attachment, logs, topic))


def _routes(
    site: Site, transit: aws.ec2transitgateway.TransitGateway, attachment: aws.ec2transitgateway.VpcAttachment
) -> None:
    """The peer's range in the route table of each zone's private subnet. Public subnets are for the internet."""
    tables = site.here.private_route_table_ids
    for zone in site.here.zones:
        aws.ec2.Route(
            f"{site.name}-{zone}",
            route_table_id=tables.apply(lambda by_zone, zone=zone: by_zone[zone]),
            destination_cidr_block=site.there.cidr,
            transit_gateway_id=transit.id,
            opts=child(site.link, depends_on=[attachment]),  # AWS refuses a route to what is not attached yet
        )


def connect(
    site: Site, gateway: Gateway, peers: list[pulumi.Output[str]], keys: dict[int, pulumi.Output[str]]
) -> list[pulumi.Output[str]]:
    """A customer gateway and a VPN connection for each address of the peer. Gives back the outside addresses."""
    made: _Made = gateway.made
    outside: dict[int, pulumi.Output[str]] = {}
    connections: list[aws.ec2.VpnConnection] = []
    for remote, tunnels in by_remote(site.tunnels).items():
        address = next(peer for peer, tunnel in zip(peers, site.tunnels, strict=False) if tunnel.remote == remote)
        connection = _connection(site, made, remote + 1, address, tunnels, keys)
        connections.append(connection)
        first, second = tunnels
        outside |= {first.number: connection.tunnel1_address, second.number: connection.tunnel2_address}
        if site.peer_asn is None:
            aws.ec2transitgateway.Route(
                f"{site.name}-{remote + 1}",
                destination_cidr_block=site.there.cidr,
                transit_gateway_attachment_id=connection.transit_gateway_attachment_id,
                transit_gateway_route_table_id=made.transit.association_default_route_table_id,
                opts=child(site.link),
            )
    addresses = [outside[tunnel.number] for tunnel in site.tunnels]
    watch(site, connections, addresses, made.topic)
    return addresses


def _connection(
    site: Site,
    made: _Made,
    number: int,
    address: pulumi.Output[str],
    tunnels: list[Tunnel],
    keys: dict[int, pulumi.Output[str]],
) -> aws.ec2.VpnConnection:
    label = f"{site.name}-{number}"
    tags = aws_tags(site.settings.tags, label)
    customer = aws.ec2.CustomerGateway(
        label,
        ip_address=address,
        bgp_asn=str(site.peer_asn or _STATIC_PEER_ASN),
        type="ipsec.1",
        tags=tags,
        opts=child(site.link),
    )
    options: dict[str, Any] = {}
    for position, tunnel in enumerate(tunnels, start=1):
        chosen: dict[str, object] = {
            **_PROPOSAL,
            **_start(site),
            "preshared_key": keys[tunnel.key],
            "inside_cidr": tunnel.inside,
            "log_options": _log_options(site, made, position),
        }
        options |= {f"tunnel{position}_{name}": value for name, value in chosen.items()}
    return aws.ec2.VpnConnection(
        label,
        customer_gateway_id=customer.id,
        transit_gateway_id=made.transit.id,
        type="ipsec.1",
        static_routes_only=site.peer_asn is None,
        tags=tags,
        # A new key or range is a change of a standing tunnel; only the peer's address makes another connection.
        opts=child(
            site.link,
            additional_secret_outputs=["customerGatewayConfiguration", "tunnel1PresharedKey", "tunnel2PresharedKey"],
        ),
        **options,
    )


def _start(site: Site) -> dict[str, str]:
    """Who begins. A peer without BGP does, with the tunnel that shall carry; else both ends do, and again when lost.

    With static routes AWS sends through a tunnel of its own choice if both stand, and through the one that does if one
    is down: https://repost.aws/knowledge-center/vpn-configure-tunnel-preference
    """
    if site.peer_asn is None:
        return {"startup_action": "add", "dpd_timeout_action": "clear"}
    return {"startup_action": "start", "dpd_timeout_action": "restart"}


def _log_options(site: Site, made: _Made, position: int) -> object:
    """https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-logs.html. BGP is logged where it is spoken."""
    logged: dict[str, Any] = {"log_enabled": True, "log_group_arn": made.logs.arn, "log_output_format": "json"}
    if site.peer_asn is not None:
        logged |= {"bgp_log_enabled": True, "bgp_log_group_arn": made.logs.arn, "bgp_log_output_format": "json"}
    if position == 1:
        return aws.ec2.VpnConnectionTunnel1LogOptionsArgs(
            cloudwatch_log_options=aws.ec2.VpnConnectionTunnel1LogOptionsCloudwatchLogOptionsArgs(**logged)
        )
    return aws.ec2.VpnConnectionTunnel2LogOptionsArgs(
        cloudwatch_log_options=aws.ec2.VpnConnectionTunnel2LogOptionsCloudwatchLogOptionsArgs(**logged)
    )
