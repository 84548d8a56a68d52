"""Finds what a Terraform provider or CloudFormation calls a thing in an SDK of Pulumi: its type, its property."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from stackwright.simcloud.catalogue.model import Properties, Shape
from stackwright.simcloud.catalogue.naming import snake
from stackwright.simcloud.catalogue.sdk import Catalogue


def folded(name: str) -> str:
    """A name without what naming styles differ in: case, separators, and the plural of a list."""
    text = snake(name).replace("_", "")
    return next(
        (text[: -len(end)] + to for end, to in (("ies", "y"), ("es", "e"), ("s", "")) if text.endswith(end)), text
    )


def path_in(types: Catalogue, inputs: Properties, steps: Sequence[str]) -> str | None:
    """The path of a property in Pulumi's notation, `[]` for the items of a list; None if the SDK has none such."""
    written = ""
    known: Properties | None = inputs
    for step in steps:
        if known is None:
            return None
        name = _named(known, step)
        if name is None:
            return None
        written = f"{written}.{name}" if written else name
        brackets, shape = _unwrapped(known[name].shape)
        known = types.object(shape.ref).properties if shape.kind == "object" and shape.ref else None
        written += brackets if known is not None else ""
    return written.removesuffix("[]")


def _named(known: Properties, step: str) -> str | None:
    exact = next((name for name in known if snake(name).replace("_", "") == snake(step).replace("_", "")), None)
    return exact or next((name for name in known if folded(name) == folded(step)), None)


def _unwrapped(shape: Shape) -> tuple[str, Shape]:
    found = ""
    while shape.kind == "list" and shape.item:
        found, shape = f"{found}[]", shape.item
    object_ = next((option for option in shape.options if option.kind == "object"), None)
    return found, object_ or shape


def same_types(
    types: Catalogue, others: Mapping[str, Iterable[str]], tokens: Iterable[str] | None = None
) -> Iterator[tuple[str, str]]:
    """Tokens of an SDK (all, if not given) with the name in `others` (name → its inputs' names) that is the same type.

    The same: its name ends like the token's (`lb_listener`, `aws:lb/listener:Listener`) and most of the inputs agree,
    or its inputs do almost all, however it is called (`lb`, `aws:lb/loadBalancer:LoadBalancer`).
    """
    folds = {name: frozenset(folded(item) for item in inputs) for name, inputs in others.items()}
    joined = {name: name.replace("_", "") for name in others}
    for token in types.tokens() if tokens is None else tokens:
        kind = types.resource(token)
        module, _, class_name = token.partition(":")[2].partition(":")
        own, whole = class_name.lower(), f"{module.partition('/')[0]}{class_name}".lower()
        if kind is None or not kind.inputs:
            continue
        mine = frozenset(folded(name) for name in kind.inputs) - {"region"}
        candidates = (
            _Candidate(_overlap(mine, folds[name]), joined[name] == whole, joined[name].endswith(own), name)
            for name in others
            if mine & folds[name]
        )
        best = max(candidates, key=_Candidate.score, default=None)
        if best and best.same(len(mine)):
            yield token, best.name


class _Candidate(NamedTuple):
    """How alike two types are: their inputs (0 to 1), their whole names, the ends of their names."""

    overlap: float
    whole: bool
    ends: bool
    name: str

    def score(self) -> tuple[float, str]:
        return self.overlap + 0.4 * self.whole + 0.2 * self.ends, self.name

    def same(self, inputs: int) -> bool:
        """Whether it is the same type: the less the names agree, the more the inputs must."""
        if self.whole:
            return self.overlap >= 0.3
        return self.overlap >= 0.55 if self.ends else self.overlap >= 0.9 and inputs >= 5


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))
