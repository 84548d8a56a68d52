"""Builds the blueprint `monitoring`: one `Monitoring` component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from stackwright_components.monitoring import Monitoring, MonitoringArgs, Watched, needed

from stackwright_blueprints.model import Context
from stackwright_blueprints.monitoring import MonitoringInputs
from stackwright_blueprints.spelling import spelled_out


def build(context: Context, inputs: MonitoringInputs) -> Mapping[str, Any]:
    """One monitoring in the environment's region."""
    spelled_out("monitoring", inputs, "emails", "webhooks", "watch", "checks")
    # But for the parts, the blueprint's inputs are the component's arguments of the same names.
    around = {"cloud": context.cloud, "location": context.location, "tags": dict(context.tags)}
    args: dict[str, Any] = {**around, **inputs}
    watch = cast("Mapping[str, Mapping[str, Any]]", inputs.get("watch", {}))
    args["watch"] = {name: _watched(part) for name, part in watch.items()}
    monitoring = Monitoring(context.name, cast("MonitoringArgs", args), context.options())
    return {
        "cloud": context.cloud,
        "alarm_target": monitoring.alarm_target,
        "dashboard_name": monitoring.dashboard_name,
        "dashboard_url": monitoring.dashboard_url,
        "log_destination": monitoring.log_destination,
    }


def _watched(part: Mapping[str, Any]) -> Watched:
    """Of a whole part, what it is and the outputs that a monitoring can use."""
    cloud, blueprint = part["cloud"], part["blueprint"]
    outputs = {name: part[name] for name in needed(cloud, blueprint) if name in part}
    return {"blueprint": blueprint, "cloud": cloud, "outputs": outputs}
