"""The resources that a part changes, a line each, and below it what changes: `cidrBlock: 10.0.0.0/16 → 10.1.0.0/16`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stackwright.cli.render.tally import name_of, short_type
from stackwright.deploy.differences import properties
from stackwright.deploy.progress import PartResult
from stackwright.deploy.signs import Sign, sign
from stackwright.engine.events import Step

Kind = Literal["resource", "property"]
Listing = Literal["existing", "changed", "inputs"]
"""Which resources are listed: existing ones that change; created ones, too; with the inputs of those."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a resource (`text` is its type and name), or, indented, one of its properties."""

    kind: Kind
    sign: Sign
    text: str
    detail: str = ""


def lines(result: PartResult, listing: Listing = "changed") -> Iterator[Line]:
    """What a part changes, as far as `listing` asks for it."""
    left_out = {None, "=", "+"} if listing == "existing" else {None, "="}
    steps = [step for step in result.steps if sign(step.op) not in left_out]
    width = max((len(short_type(step.type)) for step in steps), default=0)
    for step in steps:
        mark = sign(step.op) or "~"
        yield Line("resource", mark, f"{short_type(step.type):{width}}  {name_of(step.urn)}", _because(step))
        yield from (Line("property", mark, text) for text in properties(step, created=listing == "inputs"))


def _because(step: Step) -> str:
    if step.op == "import":
        return "imported"
    if sign(step.op) != "±":
        return ""
    return "replaced because of " + ", ".join(step.keys) if step.keys else "replaced"
