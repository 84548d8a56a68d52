"""Builds the blueprint `network`: one `Network` component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stackwright_components.network import Network, NetworkArgs

from stackwright_blueprints.model import Context
from stackwright_blueprints.network import NetworkInputs
from stackwright_blueprints.network.zones import default_zones


def build(context: Context, inputs: NetworkInputs) -> Mapping[str, Any]:
    """One network in the environment's region."""
    args: NetworkArgs = {
        "cloud": context.cloud,
        "cidr": inputs["cidr"],
        "zones": inputs.get("zones") or default_zones(context.cloud, context.location),
        "zone_slots": inputs.get("zone_slots", {}),
        "location": context.location,
        "nat": inputs.get("nat", "per-zone"),
        "flow_logs": inputs.get("flow_logs", True),
        "flow_log_retention_days": inputs.get("flow_log_retention_days", 365),
        "tags": dict(context.tags),
    }
    if "external_network_id" in inputs:
        args["external_network_id"] = inputs["external_network_id"]
    if "network_watcher" in inputs:
        args["network_watcher"] = inputs["network_watcher"]
    network = Network(context.name, args, context.options())
    outputs: dict[str, Any] = {
        "cloud": context.cloud,
        "location": context.location,
        "network_id": network.network_id,
        "cidr": network.cidr,
        "zones": network.zones,
        "private_subnet_ids": network.private_subnet_ids,
        "public_subnet_ids": network.public_subnet_ids,
        "egress_addresses": network.egress_addresses,
        "nat_gateway_ids": network.nat_gateway_ids,
    }
    if context.cloud == "aws":
        outputs["private_route_table_ids"] = network.private_route_table_ids
    if context.cloud == "private":
        outputs["router_id"] = network.router_id
    return outputs
