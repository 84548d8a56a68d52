"""Builds the blueprint `backup`: one `Backup` component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from stackwright_components.backup import Backup, BackupArgs, Protected, needed

from stackwright_blueprints.backup import BackupInputs
from stackwright_blueprints.model import Context
from stackwright_blueprints.spelling import spelled_out

_MINE: Final = ("service", "environment")
"""The tags by which an environment's resources are told from all others in the account."""


def build(context: Context, inputs: BackupInputs) -> Mapping[str, Any]:
    """One vault in the environment's region."""
    spelled_out("backup", inputs, "protect")
    # But for what is backed up, the blueprint's inputs are the component's arguments of the same names.
    given: dict[str, Any] = {name: value for name, value in inputs.items() if name not in ("by_tags", "protect")}
    protect = cast("Mapping[str, Mapping[str, Any]]", inputs.get("protect", {}))
    args: dict[str, Any] = {
        "cloud": context.cloud,
        "location": context.location,
        "tags": dict(context.tags),
        "protect": {name: _protected(context.cloud, part) for name, part in protect.items()},
    }
    if context.cloud == "aws" and inputs.get("by_tags", True):
        args["select"] = {key: context.tags[key] for key in _MINE}
    backup = Backup(context.name, cast("BackupArgs", {**args, **given}), context.options())
    outputs: dict[str, Any] = {
        "cloud": context.cloud,
        "vault_id": backup.vault_id,
        "vault_name": backup.vault_name,
        "role_id": backup.role_id,
        "alarm_target": backup.alarm_target,
    }
    # What this cloud or these inputs do not have is no output at all, so that a reference to it is an error.
    if context.cloud == "aws":
        outputs["plan_id"] = backup.plan_id
        if "copy_location" in inputs:
            outputs["copy_vault_id"] = backup.copy_vault_id
    return outputs


def _protected(cloud: str, part: Mapping[str, Any]) -> Protected:
    blueprint: str = part["blueprint"]
    return {"blueprint": blueprint, "outputs": {name: part[name] for name in needed(cloud, blueprint) if name in part}}
