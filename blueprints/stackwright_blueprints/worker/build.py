"""Builds the blueprint `worker`: one `Worker` component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from stackwright_components.worker import Worker, WorkerArgs

from stackwright_blueprints.container import container_arguments
from stackwright_blueprints.model import BlueprintError, Context
from stackwright_blueprints.worker import WorkerInputs

_OUTPUTS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws": ("cluster_name", "service_name", "security_group_id", "task_role_arn", "log_group_name", "alarm_target"),
    "private": ("namespace", "deployment_name", "service_account_name"),
}


def build(context: Context, inputs: WorkerInputs) -> Mapping[str, Any]:
    """One worker, in the given network or on the environment's cluster."""
    # But for the network, the inputs are the component's arguments of the same names.
    args = {
        "cloud": context.cloud,
        "tags": dict(context.tags),
        **container_arguments("worker", inputs, without=["network"]),
    }
    if "network" in inputs:
        # `${network}` is a mapping of separate outputs.
        network = cast("Mapping[str, Any]", inputs["network"])
        args["network_cidr"] = network["cidr"]
        if context.cloud == "aws":
            args |= {"network_id": network["network_id"], "private_subnet_ids": network["private_subnet_ids"]}
    elif context.cloud == "aws":
        raise BlueprintError("worker: on aws it needs a network; write `network: ${network}`")
    worker = Worker(context.name, cast("WorkerArgs", args), context.options())
    return {"cloud": context.cloud, **{name: getattr(worker, name) for name in _OUTPUTS[context.cloud]}}
