"""`HybridLink`: a redundant site-to-site VPN between two networks on different clouds, both ends.

Each cloud is one module with the same two functions: `gateway` makes what the tunnels end at and tells its public
addresses, `connect` makes the tunnels to the peer's. AWS goes second, because it tells its addresses only with the
tunnels.
"""

from collections.abc import Sequence

import pulumi

from stackwright_components.conventions import implementation, type_token
from stackwright_components.hybrid_link.interface import (
    HybridLinkArgs,
    HybridLinkOutputs,
    LinkEnd,
    Settings,
    settle,
)
from stackwright_components.hybrid_link.tunnels import Gateway, Site, plan

__all__ = ["HybridLink", "HybridLinkArgs", "HybridLinkOutputs", "LinkEnd"]


class HybridLink(pulumi.ComponentResource):
    """A redundant site-to-site VPN between two networks on different clouds, both ends."""

    left_cidr: pulumi.Output[str]
    """The address range of the left network."""
    right_cidr: pulumi.Output[str]
    """The address range of the right network."""
    left_addresses: pulumi.Output[list[str]]
    """By tunnel: the public address of its left end."""
    right_addresses: pulumi.Output[list[str]]
    """By tunnel: the public address of its right end."""
    left_gateway_ids: pulumi.Output[list[str]]
    """The gateway, or gateways, at the left end."""
    right_gateway_ids: pulumi.Output[list[str]]
    """The gateway, or gateways, at the right end."""
    alarm_targets: pulumi.Output[dict[str, str]]
    """By cloud: where its end's alarms go."""

    def __init__(self, name: str, args: HybridLinkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        settings = settle(args)
        left, right = settings.ends
        for end in settings.ends:
            implementation("hybrid_link", end.cloud)  # says which SDK is missing before anything is registered
        plan(left.cloud, right.cloud, settings.paused)
        super().__init__(type_token("HybridLink"), name, dict(args), opts)
        built = _build(self, name, settings)
        self.left_cidr = built["left_cidr"]
        self.right_cidr = built["right_cidr"]
        self.left_addresses = built["left_addresses"]
        self.right_addresses = built["right_addresses"]
        self.left_gateway_ids = built["left_gateway_ids"]
        self.right_gateway_ids = built["right_gateway_ids"]
        self.alarm_targets = built["alarm_targets"]
        self.register_outputs(dict(built))


def _build(link: HybridLink, name: str, settings: Settings) -> HybridLinkOutputs:
    """Both gateways, then the tunnels: of the end that knows its addresses last, first."""
    left, right = settings.ends
    sites = [
        Site(
            link=link,
            name=f"{name}-{here.cloud}",
            here=here,
            there=there,
            tunnels=plan(here.cloud, there.cloud, settings.paused),
            settings=settings,
        )
        for here, there in ((left, right), (right, left))
    ]
    from stackwright_components.hybrid_link.keys import shared_keys  # pulumi_random: who has no link has no need of it

    keys = shared_keys(link, name, settings, sites[0].tunnels)
    gateways = [implementation("hybrid_link", site.here.cloud).gateway(site) for site in sites]
    addresses: list[Sequence[pulumi.Output[str]]] = [_by_tunnel(*pair) for pair in zip(sites, gateways, strict=True)]
    for mine, other in sorted(((0, 1), (1, 0)), key=lambda pair: sites[pair[0]].here.cloud != "aws"):
        cloud = implementation("hybrid_link", sites[mine].here.cloud)
        addresses[mine] = cloud.connect(sites[mine], gateways[mine], addresses[other], keys)
    targets = {
        site.here.cloud: gateway.alarm_target
        for site, gateway in zip(sites, gateways, strict=True)
        if gateway.alarm_target is not None
    }
    return {
        "left_cidr": left.cidr,
        "right_cidr": right.cidr,
        "left_addresses": pulumi.Output.all(*addresses[0]),
        "right_addresses": pulumi.Output.all(*addresses[1]),
        "left_gateway_ids": pulumi.Output.all(*gateways[0].ids),
        "right_gateway_ids": pulumi.Output.all(*gateways[1].ids),
        "alarm_targets": pulumi.Output.from_input(targets),
    }


def _by_tunnel(site: Site, gateway: Gateway) -> Sequence[pulumi.Output[str]]:
    return [gateway.addresses[tunnel.local] for tunnel in site.tunnels] if gateway.addresses else []
