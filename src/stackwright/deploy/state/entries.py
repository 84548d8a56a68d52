"""The resources of an exported deployment, found by what a person calls them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from stackwright.deploy.scratch import resources
from stackwright.engine.protocol import Deployment
from stackwright.engine.state import urns
from stackwright.engine.state.integrity import verify
from stackwright.engine.state.resource import Resource
from stackwright.errors import UsageError
from stackwright.service.names import suggest
from stackwright.wire.values import Value

_MANY = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One resource: `data` as exported, secrets encrypted, and the `outline` that says how it hangs together."""

    data: dict[str, Value]
    outline: Resource

    @property
    def urn(self) -> str:
        return self.outline.urn

    @property
    def label(self) -> str:
        """`type::name`, as it may be typed."""
        return f"{short_type(self.outline.type)}::{urns.name_of(self.urn)}"

    @property
    def is_root(self) -> bool:
        return self.outline.type == urns.STACK_TYPE and not self.outline.parent


def entries(deployment: Deployment | None) -> list[Entry]:
    """The resources of a deployment in its order; none where there is no deployment.

    Raises:
        StateError: it is not of the form that `pulumi stack export` prints.
    """
    return [] if deployment is None else [Entry(data, _outline(data)) for data in resources(deployment)]


def _outline(data: Mapping[str, Any]) -> Resource:
    """What `integrity.verify` and a walk over dependencies need; there may be fields that nobody here knows."""
    of = cast("Mapping[str, list[str] | None]", data.get("propertyDependencies") or {})
    return Resource(
        urn=data["urn"],
        type=data["type"],
        custom=data.get("custom", False),
        delete=data.get("delete", False),
        id=data.get("id", ""),
        parent=data.get("parent", ""),
        protect=data.get("protect", False),
        external=data.get("external", False),
        dependencies=list(data.get("dependencies") or ()),
        provider=data.get("provider", ""),
        property_dependencies={key: list(named or ()) for key, named in of.items()},
        pending_replacement=data.get("pendingReplacement", False),
        deleted_with=data.get("deletedWith", ""),
        replace_with=list(data.get("replaceWith") or ()),
        modified=data.get("modified", ""),
    )


def check(deployment: Deployment) -> None:
    """Every parent, dependency and provider that a resource names is there, and comes before it.

    Raises:
        StateError: one is not; names both.
    """
    verify([entry.outline for entry in entries(deployment)])


def with_resources(deployment: Deployment, chosen: Sequence[dict[str, Value]]) -> Deployment:
    """The deployment with other resources."""
    inner = cast("dict[str, Value]", deployment.get("deployment") or {})
    return {**deployment, "deployment": {**inner, "resources": list(chosen)}}


def find(found: Sequence[Entry], text: str, part: str) -> Entry:
    """The resource that a person means by a URN, `type::name`, a name or an id, in this order.

    A URN or name of one that is to be deleted and of its replacement means the replacement; the former has its id.

    Raises:
        UsageError: there is none, or several; lists what may be meant.
    """
    for means in _MEANINGS:
        matching = [entry for entry in found if means(entry, text)]
        living = [entry for entry in matching if not entry.outline.delete]
        chosen = living or matching
        if len(chosen) == 1:
            return chosen[0]
        if chosen:
            raise UsageError(f"{part} has {len(chosen)} resources called '{text}'", hint=_candidates(chosen))
    names = sorted({urns.name_of(entry.urn) for entry in found})
    known = suggest(text.rpartition("::")[2], names, what="There are")
    raise UsageError(f"{part} has no resource '{text}' in its state", hint=known)


def has(found: Sequence[Entry], text: str) -> bool:
    """Whether `text` means at least one of the resources."""
    return any(means(entry, text) for means in _MEANINGS for entry in found)


_MEANINGS: tuple[Callable[[Entry, str], bool], ...] = (
    lambda entry, text: entry.urn == text,
    lambda entry, text: text in {entry.label, f"{entry.outline.type}::{urns.name_of(entry.urn)}"},
    lambda entry, text: urns.name_of(entry.urn) == text,
    lambda entry, text: bool(entry.outline.id) and entry.outline.id == text,
)


def _candidates(found: Sequence[Entry]) -> str:
    labels = [entry.label for entry in found]
    if len(set(labels)) < len(labels):
        labels = [f"{entry.urn}" + (f" (id {entry.outline.id})" if entry.outline.id else "") for entry in found]
    more = f"\n    and {len(labels) - _MANY} more" if len(labels) > _MANY else ""
    return "Say which:" + "".join(f"\n    {label}" for label in labels[:_MANY]) + more


def short_type(token: str) -> str:
    """`aws:ec2/vpc:Vpc` as programs write it: `aws:ec2:Vpc`."""
    package, _, rest = token.partition(":")
    module, _, kind = rest.rpartition(":")
    head = module.split("/")[0]
    return f"{package}:{head}:{kind}" if head and head != "index" else f"{package}:{kind}"
