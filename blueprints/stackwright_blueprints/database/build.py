"""Builds the blueprint `database`: one `Database` component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pulumi
from stackwright_components.database import Database, DatabaseArgs
from stackwright_components.network.addresses import reserved

from stackwright_blueprints.database import DatabaseInputs
from stackwright_blueprints.model import Context
from stackwright_blueprints.network.zones import default_zones


def build(context: Context, inputs: DatabaseInputs) -> Mapping[str, Any]:
    """One server, in the given network or in one of its own."""
    # But for the engine and the network, the blueprint's inputs are the component's arguments of the same names.
    given: dict[str, Any] = {name: value for name, value in inputs.items() if name not in ("engine", "network")}
    around = {"cloud": context.cloud, "location": context.location, "tags": dict(context.tags)}
    args = cast("DatabaseArgs", {**around, **given, **_network(context, inputs)})
    database = Database(context.name, args, context.options())
    outputs: dict[str, Any] = {
        "cloud": context.cloud,
        "engine": inputs.get("engine", "postgres"),
        "host": database.host,
        "port": database.port,
        "name": database.database_name,
        "username": database.username,
        "url": database.url,
        "guard_id": database.guard_id,
        "network_cidr": database.network_cidr,
        "server_id": database.server_id,
        "network_id": database.network_id,
        "alarm_target": database.alarm_target,
    }
    # What this cloud or these credentials do not have is no output at all, so that a reference to it is an error.
    credentials = inputs.get("credentials", "managed" if context.cloud == "aws" else "generated")
    if credentials == "generated":
        outputs["password"] = database.password
    if credentials == "managed":
        outputs["password_secret"] = database.password_secret
    if context.cloud == "aws":
        outputs["key_arn"] = database.key_arn
        outputs["client_security_group_id"] = database.client_security_group_id
    return outputs


def _network(context: Context, inputs: DatabaseInputs) -> dict[str, Any]:
    if "network" not in inputs:
        zones = inputs.get("zones") or default_zones(context.cloud, context.location)
        return {"zones": zones} if context.cloud == "aws" else {}
    # `${network}` is a mapping of separate outputs.
    network = cast("Mapping[str, Any]", inputs["network"])
    if context.cloud == "azure":
        if "network_cidr" in inputs:
            return {"network_id": network["network_id"]}
        free = pulumi.Output.from_input(network["cidr"]).apply(lambda cidr: reserved(cidr, "database"))
        return {"network_id": network["network_id"], "network_cidr": free}
    return {
        "network_id": network["network_id"],
        "network_cidr": network["cidr"],
        "subnet_ids": network["private_subnet_ids"],
    }
