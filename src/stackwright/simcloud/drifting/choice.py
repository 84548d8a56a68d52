"""Which change a random drift makes: one that somebody might make by hand, and that `up` can put back in place."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

from stackwright.simcloud import paths
from stackwright.simcloud.catalogue.model import ResourceType, Shape
from stackwright.simcloud.rules.find import replaced_by
from stackwright.simcloud.store import Resource
from stackwright.wire.values import SIGNATURE, Properties, Value

_COMPUTED: Final = frozenset({"random", "tls", "std"})
_LABELS: Final = ("tags", "labels")
_DELETIONS: Final = 5
"""One drift of so many is a deletion."""


def may_drift(resource: Resource) -> bool:
    return resource.package not in _COMPUTED


def change(resource: Resource, kind: ResourceType, drawn: random.Random) -> Properties:
    """Property path → its new value; empty to delete the resource."""
    return {} if drawn.randrange(_DELETIONS) == 0 else edit(resource, kind, drawn)


def edit(resource: Resource, kind: ResourceType, drawn: random.Random) -> Properties:
    """Property path → its new value; empty where nothing can be changed in place."""
    options = sorted(_options(resource, kind), key=lambda option: option[0])
    if not options:
        return {}
    path, value = drawn.choice(options)
    return {path: value}


def _options(resource: Resource, kind: ResourceType) -> Iterator[tuple[str, Value]]:
    defaults = resource.inputs.get("__defaults")
    filled_in = defaults if isinstance(defaults, list) else []
    for name, value in resource.inputs.items():
        if name in kind.inputs and name not in filled_in:
            yield from _within(resource.type, name, value, kind.inputs[name].shape)
    for name in _LABELS:
        if name in kind.inputs and kind.inputs[name].shape.kind == "map":
            yield f"{name}.changed-by", "hand"
    if resource.package == "kubernetes":
        yield "metadata.labels.changed-by", "hand"


def _within(token: str, path: str, value: Value, shape: Shape) -> Iterator[tuple[str, Value]]:
    if replaced_by(token, path) is not None:
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if SIGNATURE in value or key.startswith("__"):
                return
            yield from _within(token, paths.join(path, key), item, shape.item or Shape("any"))
    elif isinstance(value, bool):
        yield path, not value
    elif isinstance(value, int):
        yield path, value + 1
    elif isinstance(value, str):
        yield from _text(path, value, shape)


def _text(path: str, value: str, shape: Shape) -> Iterator[tuple[str, Value]]:
    others = [member for member in shape.members if isinstance(member, str) and member != value]
    if others:
        yield path, others[0]
    elif paths.top(path) in _LABELS or path.rpartition(".")[2] in {"description", "comment", "displayName"}:
        yield path, f"{value}-by-hand"
