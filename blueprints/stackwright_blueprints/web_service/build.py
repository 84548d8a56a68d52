"""Builds the blueprint `web-service`: one `WebService` component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from stackwright_components.web_service import WebService, WebServiceArgs

from stackwright_blueprints.container import container_arguments
from stackwright_blueprints.model import Context
from stackwright_blueprints.spelling import spelled_out
from stackwright_blueprints.web_service import WebServiceInputs

_SPELLED_OUT = ("secret_references", "secret_key_arns", "security_group_ids")


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
        "public_subnet_ids": network["public_subnet_ids"],
        "private_subnet_ids": network["private_subnet_ids"],
        "tags": dict(context.tags),
    }
    service = WebService(context.name, cast("WebServiceArgs", {**args, **given}), context.options())
    public = inputs.get("public", "domain" in inputs)
    return {
        "cloud": context.cloud,
        "url": service.url,
        "hostname": service.hostname,
        "port": 443 if "domain" in inputs else 80,
        "network_cidr": "0.0.0.0/0" if public else network["cidr"],
        **({} if public else {"guard_id": service.guard_id}),
        "load_balancer_dns_name": service.load_balancer_dns_name,
        "load_balancer_zone_id": service.load_balancer_zone_id,
        "security_group_id": service.security_group_id,
        "cluster_name": service.cluster_name,
        "service_name": service.service_name,
        "task_role_arn": service.task_role_arn,
        "log_group_name": service.log_group_name,
        "alarm_target": service.alarm_target,
    }
