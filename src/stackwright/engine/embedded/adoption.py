"""Taking over a resource that exists: it is put into the state by its id alone, and a refresh reads the rest.

That is what Pulumi's import step comes to (`pkg/resource/deploy/step.go`, `ImportStep`, v3.260): Read with nothing
known but the id, whose inputs and outputs become the resource's.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol, cast

from stackwright.engine.protocol import Adoption, Deployment, EventSink, Options, Outcome, Stack
from stackwright.engine.state import checkpoint, urns
from stackwright.errors import StateError


class Keeper(Protocol):
    """What of an engine is needed."""

    def export(self, stack: Stack) -> Deployment | None: ...

    def import_(self, stack: Stack, deployment: Deployment) -> None: ...

    def refresh(self, stack: Stack, on_event: EventSink, options: Options) -> Outcome: ...


def adopt(engine: Keeper, stack: Stack, adoption: Adoption, on_event: EventSink) -> Outcome:
    """Adopt a resource; where that fails the state is put back as it was.

    Raises:
        StateError: the stack does not exist, or has a resource of that URN.
    """
    before = engine.export(stack)
    if before is None:
        raise StateError(f"there is no stack {stack.name} to adopt {adoption.id} into")
    urn, with_it = _with(before, stack, adoption)
    engine.import_(stack, with_it)
    try:
        outcome = engine.refresh(stack, on_event, Options(targets=(urn,)))
        if outcome.result == "succeeded" and not _has(engine.export(stack), urn):
            outcome = replace(outcome, result="failed", error=f"resource '{adoption.id}' does not exist")
    except BaseException:
        engine.import_(stack, before)
        raise
    if outcome.result != "succeeded":
        engine.import_(stack, before)
        return outcome
    return replace(outcome, changes={"import": 1})


def _with(before: Deployment, stack: Stack, adoption: Adoption) -> tuple[str, Deployment]:
    """The URN that the resource gets, and the deployment with it at the end."""
    after = deepcopy(before)
    inner = cast("dict[str, Any]", after["deployment"])
    resources = cast("list[dict[str, Any]]", inner.setdefault("resources", []))
    roots = [each["urn"] for each in resources if each["type"] == urns.STACK_TYPE and not each.get("parent")]
    parent = adoption.parent or next(iter(roots), "")
    above = urns.qualified_type(parent) if parent else ""
    urn = urns.create(stack.name, stack.project, above, adoption.type, adoption.name)
    if _has(before, urn):
        raise StateError(f"{stack.name} has a resource {urn} already")
    time = checkpoint.timestamp(datetime.now(UTC))
    resource = {"urn": urn, "custom": True, "id": adoption.id, "type": adoption.type, "parent": parent}
    resource |= {"provider": adoption.provider, "created": time, "modified": time}
    resources.append(resource | ({"protect": True} if adoption.protect else {}))
    return urn, after


def _has(deployment: Deployment | None, urn: str) -> bool:
    inner = cast("dict[str, Any]", (deployment or {}).get("deployment") or {})
    return any(each["urn"] == urn for each in inner.get("resources") or ())
