"""Builds the blueprint `worker`: one `Worker` component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from stackwright_components.worker import Worker, WorkerArgs

from stackwright_blueprints.model import Context
from stackwright_blueprints.spelling import spelled_out
from stackwright_blueprints.worker import WorkerInputs


def build(context: Context, inputs: WorkerInputs) -> Mapping[str, Any]:
    """One worker on the environment's cluster."""
    spelled_out("worker", inputs, "environment", "secrets")
    # But for the database, the inputs are the component's arguments of the same names.
    given: dict[str, Any] = {name: value for name, value in inputs.items() if name != "database"}
    if "database" in inputs:
        given["secrets"] = {"DATABASE_URL": inputs["database"], **given.get("secrets", {})}
    args = {"cloud": context.cloud, "tags": dict(context.tags), **given}
    worker = Worker(context.name, cast("WorkerArgs", args), context.options())
    return {
        "cloud": context.cloud,
        "namespace": worker.namespace,
        "deployment_name": worker.deployment_name,
        "service_account_name": worker.service_account_name,
    }
