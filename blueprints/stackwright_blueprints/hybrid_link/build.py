"""Builds the blueprint `hybrid-link`: one `HybridLink` component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

import pulumi
from stackwright_components.hybrid_link import HybridLink, HybridLinkArgs, LinkEnd

from stackwright_blueprints.hybrid_link import HybridLinkInputs
from stackwright_blueprints.model import BlueprintError, Context

_WANTED: Final[Mapping[str, tuple[str, ...]]] = {
    "aws": ("private_subnet_ids", "private_route_table_ids"),
    "azure": (),
    "gcp": (),
    "private": ("private_subnet_ids", "public_subnet_ids", "router_id"),
}
"""By cloud: the outputs of a network that its end is made of, beside the range and the id."""


async def build(context: Context, inputs: HybridLinkInputs) -> Mapping[str, Any]:
    """Both ends. Ranges and zones are looked at first: networks that overlap are refused before anything is there."""
    given: dict[str, Any] = {name: value for name, value in inputs.items() if name not in ("left", "right")}
    ends = {side: await _end(context, side, cast("Mapping[str, Any]", inputs[side])) for side in ("left", "right")}
    args = cast("HybridLinkArgs", {**given, **ends, "tags": dict(context.tags)})
    link = HybridLink(context.name, args, context.options())
    return {
        "left_cloud": ends["left"]["cloud"],
        "right_cloud": ends["right"]["cloud"],
        "left_cidr": link.left_cidr,
        "right_cidr": link.right_cidr,
        "left_addresses": link.left_addresses,
        "right_addresses": link.right_addresses,
        "left_gateway_ids": link.left_gateway_ids,
        "right_gateway_ids": link.right_gateway_ids,
        "alarm_targets": link.alarm_targets,
    }


async def _end(context: Context, side: str, network: Mapping[str, Any]) -> LinkEnd:
    """What a network puts out, as the component takes it. `network` is a mapping of separate outputs."""
    cloud = network["cloud"]
    for name in _WANTED[cloud]:
        if name not in network:
            raise BlueprintError(
                f"hybrid-link: '{side}' has no output {name}; its network was deployed by an older version of the "
                "blueprint `network`: deploy it again, which adds the output and changes nothing else"
            )
    end: dict[str, Any] = {
        "cloud": cloud,
        "network_id": network["network_id"],
        "cidr": await _known(network["cidr"]) or network["cidr"],
        "location": context.locations.get(cloud, ""),
        **{name: network[name] for name in _WANTED[cloud]},
    }
    if cloud == "aws":
        zones = await _known(network["zones"])
        if zones is None:
            pulumi.log.warn("the zones of the network on AWS are not known yet; its routes into the link show later")
        end["zones"] = zones or []
    return cast("LinkEnd", end)


async def _known(value: object) -> Any:  # noqa: ANN401 - what the output holds
    """The value of an output of another part; None if a preview does not know it yet."""
    return await pulumi.Output.from_input(value).future()
