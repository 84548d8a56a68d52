"""Builds the blueprint `web-service`: one `WebService` component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from stackwright_components.web_service import WebService, WebServiceArgs

from stackwright_blueprints.container import container_arguments
from stackwright_blueprints.model import BlueprintError, Context
from stackwright_blueprints.spelling import spelled_out
from stackwright_blueprints.web_service import WebServiceInputs

_SPELLED_OUT = ("secret_references", "secret_key_arns", "secret_vault_ids", "security_group_ids")
_NETWORK: Final[Mapping[str, tuple[str, ...]]] = {
    "aws": ("public_subnet_ids", "private_subnet_ids"),
    "azure": ("nat_gateway_ids", "egress_addresses"),
}
"""What the component takes of its network, beside its id and range."""
_ONLY: Final[Mapping[str, tuple[str, ...]]] = {
    "aws": ("load_balancer_arn", "load_balancer_zone_id", "security_group_id", "task_role_arn", "log_group_name"),
    "azure": ("log_workspace_id", "subnet_cidr"),
}
"""The outputs that one cloud alone has: elsewhere they are none at all, so that a reference to one is an error."""


def build(context: Context, inputs: WebServiceInputs) -> Mapping[str, Any]:
    """One service in the given network."""
    spelled_out("web-service", inputs, *_SPELLED_OUT)
    # But for the network, the inputs are the component's arguments of the same names.
    given = container_arguments("web-service", inputs, without=["network"])
    # `${network}` is a mapping of separate outputs.
    network = cast("Mapping[str, Any]", inputs["network"])
    args: dict[str, Any] = {
        "cloud": context.cloud,
        "network_id": network["network_id"],
        "network_cidr": network["cidr"],
        "location": context.location,
        "tags": dict(context.tags),
    }
    for name in _NETWORK[context.cloud]:
        if name not in network:
            raise BlueprintError(f"web-service: its network has no output {name}; deploy a network of 1.1.0 or newer")
        args[name] = network[name]
    service = WebService(context.name, cast("WebServiceArgs", {**args, **given}), context.options())
    public = inputs.get("public", "domain" in inputs)
    return {
        "cloud": context.cloud,
        "url": service.url,
        "hostname": service.hostname,
        "port": 443 if "domain" in inputs or context.cloud == "azure" else 80,
        "network_cidr": "0.0.0.0/0" if public else network["cidr"],
        **({} if public else {"guard_id": service.guard_id}),
        "load_balancer_dns_name": service.load_balancer_dns_name,
        "cluster_name": service.cluster_name,
        "service_name": service.service_name,
        "service_id": service.service_id,
        "identity": service.identity,
        "alarm_target": service.alarm_target,
        **{name: getattr(service, name) for name in _ONLY[context.cloud]},
    }
