"""What is watched on Azure. What to do about it: docs/components/hybrid-link.md, Runbook."""

import pulumi
from pulumi_azure_native import network as net
from pulumi_azure_native import resources

from stackwright_components.azure_alarms import Alarm
from stackwright_components.azure_watched import watch_resource
from stackwright_components.hybrid_link.tunnels import Site
from stackwright_components.labels import azure_tags


def watch(
    site: Site,
    group: resources.ResourceGroup,
    gateway: net.VirtualNetworkGateway,
    peers: list[pulumi.Output[str]],
    target: pulumi.Input[str],
) -> None:
    """The gateway's logs in a workspace, and an alert for each tunnel.

    https://learn.microsoft.com/azure/vpn-gateway/monitor-vpn-gateway-reference. With BGP it is the peer's status, 1 or
    0, of the instance that sees it best: the other one never does. Without, it is the peer that has no security
    association with either instance; both have the same peer.
    """
    watch_resource(
        site.link,
        site.name,
        site.settings,
        _alarms(site, peers),
        resource_id=gateway.id,
        group=group,
        location=site.here.location,
        target=target,
        tags=azure_tags(site.settings.tags),
    )


def _alarms(site: Site, peers: list[pulumi.Output[str]]) -> list[Alarm]:
    if site.asn is None:
        return [
            Alarm(
                "outage",
                "No tunnel to the peer stands.",
                "QmsaCount",
                1,
                above=False,
                severity=0,
                aggregation="Total",
                dimensions={"RemoteIP": [peers[0]]},
            )
        ]
    return [
        Alarm(
            f"tunnel-{tunnel.number}",
            f"Tunnel {tunnel.number} of the link is down; the others carry its traffic.",
            "BgpPeerStatus",
            1,
            above=False,
            severity=1,
            aggregation="Maximum",
            dimensions={"BgpPeerAddress": [tunnel.remote_inside]},
        )
        for tunnel in site.tunnels
    ]
