"""What is watched on AWS. What to do about it: docs/components/hybrid-link.md, Runbook."""

from typing import Final

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_alarms import Alarm, raise_alarms
from stackwright_components.hybrid_link.tunnels import Site
from stackwright_components.labels import aws_tags

_NAMESPACE: Final = "AWS/VPN"


def watch(
    site: Site,
    connections: list[aws.ec2.VpnConnection],
    addresses: list[pulumi.Output[str]],
    topic: pulumi.Input[str],
) -> None:
    """An alarm for each tunnel that should stand, and one for each connection of which none does.

    `TunnelState` is 1 up, 0 down, in between for several tunnels; it is reported every five minutes
    (https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-cloudwatch-vpn.html). Silence means that there is no
    tunnel.
    """
    tunnels = [
        Alarm(
            name=f"tunnel-{tunnel.number}",
            meaning=f"Tunnel {tunnel.number} of the link is down; the others carry its traffic."
            if site.asn
            else f"Tunnel {tunnel.number}, which carries the traffic of the link, is down.",
            namespace=_NAMESPACE,
            metric="TunnelState",
            dimensions={"TunnelIpAddress": address},
            threshold=1,
            missing="breaching",
            above=False,
            statistic="Maximum",
            period=300,
            periods=1,
        )
        for tunnel, address in zip(site.tunnels, addresses, strict=True)
        if tunnel.carries
    ]
    outages = [
        Alarm(
            name=f"outage-{number}",
            meaning="All tunnels to one address of the peer are down.",
            namespace=_NAMESPACE,
            metric="TunnelState",
            dimensions={"VpnId": connection.id},
            threshold=0.1,
            missing="breaching",
            above=False,
            statistic="Maximum",
            period=300,
            periods=1,
        )
        for number, connection in enumerate(connections, start=1)
    ]
    raise_alarms(
        site.link,
        site.name,
        [*tunnels, *outages],
        topic=topic,
        runbook=site.settings.runbook,
        tags=aws_tags(site.settings.tags, site.name),
    )
