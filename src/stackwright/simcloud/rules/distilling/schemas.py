"""The schemas of Terraform providers, read from their Go source: which argument forces a new resource."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stackwright.simcloud.rules.distilling.distil import Said, Steps
from stackwright.simcloud.rules.distilling.golang import Call, Literal, Package, Value
from stackwright.simcloud.rules.distilling.probing import Verdict


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: whether a change of it forces a new resource, and the arguments of the blocks it stands for."""

    forces: bool
    settable: bool
    inner: Mapping[str, Argument]


def said(arguments: Mapping[str, Argument], at: Steps = ()) -> Said:
    """The verdicts on the arguments that a program may set. A block has one of its own."""
    found: dict[Steps, Verdict] = {}
    for name, argument in arguments.items():
        if argument.settable:
            found[*at, name] = "replace" if argument.forces else "update"
            found |= said(argument.inner, (*at, name))
    return found


def _found(package: Package, value: Call | str | None) -> Value | None:
    return package.get(value.name if isinstance(value, Call) else value or "")


def schema_of(package: Package, value: Value | None) -> Mapping[str, Argument] | None:
    if isinstance(value, Call) and value.name.endswith("MergeSchemas"):
        parts = [schema_of(package, item) for item in value.arguments]
        return {name: item for part in parts if part for name, item in part.items()}
    resolved = value if isinstance(value, Literal) else _found(package, value)
    if not isinstance(resolved, Literal):
        return None
    return {name: found for name, item in resolved.entries.items() if (found := _argument(package, item))}


def _argument(package: Package, value: Value) -> Argument | None:
    if isinstance(value, (Call, str)):
        found = _found(package, value)
        return _argument(package, found) if isinstance(found, Literal) else None
    said = {name: item for name, item in value.entries.items() if isinstance(item, str)}
    return Argument(
        forces=said.get("ForceNew") == "true",
        settable="true" in {said.get("Required"), said.get("Optional")},
        inner=_inner(package, value.entries.get("Elem")),
    )


def _inner(package: Package, value: Value | None) -> Mapping[str, Argument]:
    if isinstance(value, (Call, str)):
        found = _found(package, value)
        return _inner(package, found) if isinstance(found, Literal) else {}
    if value is None or not value.type.endswith("schema.Resource"):
        return {}
    return schema_of(package, value.entries.get("Schema")) or {}
