"""URNs in an exported deployment, rewritten wherever they stand. Pure.

Source: `pkg/resource/edit/operations.go` (`RenameStack`) and `pkg/cmd/pulumi/state/state_move.go` (pulumi v3.260).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any, Final, cast

from stackwright.engine.protocol import Deployment
from stackwright.engine.state import urns
from stackwright.wire.values import RESOURCE, SECRET, SIGNATURE, Value

Now = Callable[[str], str]
"""The present URN of what had another one; the same where nothing changed."""

_ONE: Final = ("urn", "parent", "deletedWith", "viewOf")
_MANY: Final = ("dependencies", "replaceWith", "aliases")
_VALUES: Final = ("inputs", "outputs", "replacementTrigger")


def with_urns(resource: dict[str, Value], now: Now) -> dict[str, Value]:
    """A copy of one exported resource with each URN in it as `now` says, those of references in its values too.

    Inside an encrypted secret nothing is rewritten: only one given as plaintext can be read.
    """
    result = deepcopy(resource)
    for key in _ONE:
        if result.get(key):
            result[key] = now(cast("str", result[key]))
    for key in _MANY:
        if result.get(key):
            result[key] = [now(urn) for urn in cast("list[str]", result[key])]
    if result.get("propertyDependencies"):
        of = cast("dict[str, list[str] | None]", result["propertyDependencies"])
        result["propertyDependencies"] = {key: [now(urn) for urn in named or ()] for key, named in of.items()}
    if result.get("provider"):
        urn, id_ = urns.parse_reference(cast("str", result["provider"]))
        result["provider"] = urns.reference(now(urn), id_)
    for key in _VALUES:
        if key in result:
            result[key] = _values(result[key], now)
    return result


def _values(value: Value, now: Now) -> Value:
    if isinstance(value, list):
        return [_values(item, now) for item in value]
    if not isinstance(value, dict):
        return value
    signature = value.get(SIGNATURE)
    if signature == RESOURCE and isinstance(value.get("urn"), str):
        return {**value, "urn": now(cast("str", value["urn"]))}
    if signature == SECRET and isinstance(value.get("plaintext"), str):
        inside = _values(json.loads(cast("str", value["plaintext"])), now)
        return {**value, "plaintext": json.dumps(inside, separators=(",", ":"), ensure_ascii=False)}
    return {key: _values(item, now) for key, item in value.items()}


def renamed(deployment: Deployment, project: str, old: str, new: str) -> Deployment:
    """The deployment of stack `old` as that of `new`: every URN of the stack follows, the root's name included."""

    def now(urn: str) -> str:
        if not urns.is_urn(urn) or (urns.stack_of(urn), urns.project_of(urn)) != (old, project):
            return urn
        return at(urn, project, new)

    result = deepcopy(deployment)
    inner = cast("dict[str, Any]", result.get("deployment") or {})
    if inner.get("resources"):
        inner["resources"] = [with_urns(resource, now) for resource in inner["resources"]]
    if inner.get("pending_operations"):
        inner["pending_operations"] = [
            {**pending, "resource": with_urns(pending["resource"], now)} for pending in inner["pending_operations"]
        ]
    return result


def at(urn: str, project: str, stack: str) -> str:
    """The URN of the same resource in another stack; a root stack is named after its own."""
    types = urns.qualified_type(urn)
    name = f"{project}-{stack}" if types == urns.STACK_TYPE else urns.name_of(urn)
    return f"urn:pulumi:{stack}::{project}::{types}::{name}"
