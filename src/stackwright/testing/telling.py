"""What happened, in words: what a failing assertion prints, so that nobody needs a debugger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from stackwright.deploy.differences import ABSENT, show, shown
from stackwright.testing.selecting import label
from stackwright.testing.steps import Became, Difference, Step, Steps

if TYPE_CHECKING:
    from stackwright.testing.result import Result

_MARKS: Final[Mapping[Became, str]] = {
    "created": "+",
    "updated": "~",
    "replaced": "±",
    "deleted": "-",
    "failed": "✗",
    "drifted": "~",
    "gone": "-",
    "read": "=",
    "unchanged": "=",
}
_MOST: Final = 60
"""Steps that are listed; a report that nobody reads to its end helps nobody."""


def tell(result: Result) -> str:
    """An operation: what it was, how it ended, every resource that it changed and how, what policies said."""
    head = f"{result.title}: {counts(result.steps)}"
    lines = [head if result.error is None else f"{head} · FAILED"]
    lines += step_lines(result.steps.changed)
    told = {line for step in result.steps.changed for line in step.error.splitlines()}
    if result.error is not None and not {*result.error.strip().splitlines()} <= told:
        lines += [f"  {line}" for line in result.error.strip().splitlines()]
    lines += [f"  policy {it.policy} ({it.level}): {it.name or 'stack'}: {it.what}" for it in result.findings]
    lines += [f"  said: {line}" for line in result.messages]
    return "\n".join(lines)


def counts(steps: Steps) -> str:
    """`1 replaced, 3 updated, 22 unchanged`."""
    told = [f"{count} {became}" for became in _MARKS if (count := steps.counts.get(became))]
    return ", ".join(told) or "no resources"


def step_lines(steps: Iterable[Step]) -> Iterator[str]:
    """A line for each resource, indented, and one for each property of it that changed."""
    listed = list(steps)
    for step in listed[:_MOST]:
        yield f"  {_line(step)}"
        yield from (f"      {_difference(path, it)}" for path, it in step.diff.items())
        yield from (f"      {line}" for line in step.error.strip().splitlines())
    if len(listed) > _MOST:
        yield f"  … and {len(listed) - _MOST} more"


def _line(step: Step) -> str:
    named = label(step.type, step.urn) + (f" in {step.part}" if step.part else "")
    because = f" because of {', '.join(step.because)}" if step.because else ""
    data = "; it holds data" if step.became in ("replaced", "deleted", "gone") and step.holds_data else ""
    return f"{_MARKS[step.became]} {named}: {step.became}{because}{data}"


def _difference(path: str, difference: Difference) -> str:
    forces = "   forces the replacement" if difference.forces else ""
    if difference.old is None and difference.new is None:
        return path + forces
    old, new = shown(*(ABSENT if it is None else it for it in (difference.old, difference.new)))
    return f"{path}: {old} → {new}{forces}"


def words(changes: Mapping[str, object]) -> str:
    """Changed inputs as a test writes them: `replicas=6`; no secret among them."""
    return ", ".join(f"{name}={_value(value)}" for name, value in changes.items())


def _value(value: object) -> str:
    if value is None or isinstance(value, bool):
        return repr(value)
    try:
        return show(json.loads(json.dumps(value)))
    except TypeError:
        return type(value).__name__
