"""Builds the blueprint `worker`: one `Worker` component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from stackwright_components.worker import Worker, WorkerArgs

from stackwright_blueprints.container import container_arguments
from stackwright_blueprints.model import Context
from stackwright_blueprints.worker import WorkerInputs


def build(context: Context, inputs: WorkerInputs) -> Mapping[str, Any]:
    """One worker on the environment's cluster."""
    # But for the network, the inputs are the component's arguments of the same names.
    args = {
        "cloud": context.cloud,
        "tags": dict(context.tags),
        **container_arguments("worker", inputs, without=["network"]),
    }
    if "network" in inputs:
        # `${network}` is a mapping of separate outputs.
        args["network_cidr"] = cast("Mapping[str, Any]", inputs["network"])["cidr"]
    worker = Worker(context.name, cast("WorkerArgs", args), context.options())
    return {
        "cloud": context.cloud,
        "namespace": worker.namespace,
        "deployment_name": worker.deployment_name,
        "service_account_name": worker.service_account_name,
    }
