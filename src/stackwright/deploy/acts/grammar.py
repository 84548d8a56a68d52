"""The acts that a command line asks for, in its order.

--then-set PART.INPUT[.KEY…]=VALUE    those beside one another, and beside --then-without, are one act
--then-without PART
--break WHAT                          WHAT vanishes: a part, a type, a zone, or a resource (`type::name`, URN, `*`)
--break CALL:WHAT[#N][=KIND]          the Nth such call of the next act goes wrong
--drift [WHAT][:PROPERTY=VALUE]       by default a few properties of everything
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final, Literal, TypeAlias

from stackwright.deploy.acts.model import Act, Break, Change, Drift, Failure, Selection
from stackwright.deploy.acts.naming import Names
from stackwright.errors import UsageError
from stackwright.service.changing import UNCHANGED, Changes
from stackwright.service.names import suggest
from stackwright.simcloud.disturbing.checking import checked_fault
from stackwright.simcloud.disturbing.model import CAN, Calls, Fault, FaultKind, Method
from stackwright.simcloud.drifting.drift import has_property, require_property
from stackwright.wire.values import Value

Option: TypeAlias = Literal["--then-set", "--then-without", "--break", "--drift"]
_CALLS: Final[Mapping[str, Method]] = {"create": "create", "read": "read", "update": "update", "delete": "delete"}
_CALL: Final = re.compile(rf"({'|'.join(_CALLS)}):(.*?)(?:#(\d+))?(?:=([a-z-]*))?")


def acts_of(words: Sequence[tuple[Option, str]], names: Names) -> list[Act]:
    """The acts, in the order of the options.

    Raises:
        UsageError: an option says nothing that is there.
    """
    acts: list[Act] = []
    waiting: list[Failure] = []
    so_far = said = UNCHANGED

    def add(doing: Change | Break | Drift) -> None:
        acts.append(Act(len(acts) + 1, doing, tuple(waiting)))
        waiting.clear()

    for (option, text), following in zip(words, [*(option for option, _ in words[1:]), None], strict=False):
        if option in ("--then-set", "--then-without"):
            _require_part(option, text, [name for name in names.parts if name not in so_far.then(said).without])
            said = said.then(Changes((text,)) if option == "--then-set" else Changes(without=(text,)))
            if following not in ("--then-set", "--then-without"):
                so_far = so_far.then(said)
                add(Change(said, so_far))
                said = UNCHANGED
        elif option == "--break":
            call = _CALL.fullmatch(text)
            if call:
                waiting.append(_failure(call, text, names))
            else:
                add(Break(names.select(text, "--break")))
        else:
            add(_drift(text, names))
    if waiting:
        raise UsageError(
            f"no act follows in which a {waiting[-1].method} could fail",
            hint="Write it before the --then-set, --break or --drift that it is to disturb.",
        )
    return acts


def _require_part(option: Option, text: str, parts: Sequence[str]) -> None:
    part = text.partition("=")[0].partition(".")[0]
    if part not in parts:
        hint = suggest(part, parts, what="There are")
        raise UsageError(f"{option} {part}: there is no such part in this rehearsal by then", hint=hint)


def _failure(call: re.Match[str], text: str, names: Names) -> Failure:
    method = _CALLS[call[1]]
    what = names.select(call[2], f"--break {method}:")
    able: dict[str, FaultKind] = {kind: kind for kind, calls in CAN.items() if method in calls}
    kind = able.get(call[4] or "error")
    if kind is None:
        hint = suggest(call[4], able, what="It can be")
        raise UsageError(f"--break {text}: a {method} does not fail like that", hint=hint)
    failure = Failure(method, what, int(call[3] or 1), kind)
    for calls in calls_of(failure):
        checked_fault(Fault(on=calls, kind=kind, nth=failure.nth))
    return failure


def calls_of(failure: Failure, stack: str = "", project: str = "") -> list[Calls]:
    """The calls that a failure is about; of a part, those of its stack."""
    what, method = failure.what, failure.method
    match what.kind:
        case "type":
            return [Calls(method=method, type=token) for token in sorted(what.types)]
        case "zone":
            return [Calls(method=method, zone=what.text)]
        case "part":
            return [Calls(method=method, urn=f"urn:pulumi:{stack}::{project}::*")]
        case _:
            return [Calls(method=method, urn=what.text if "urn:" in what.text else f"*{what.text}")]


def _drift(text: str, names: Names) -> Drift:
    what, path, value = _split(text)
    selected = names.select(what, "--drift") if what else Selection("everything")
    if path and selected.types and not any(map(partial(has_property, path=path), selected.types)):
        require_property(min(selected.types), path)
    return Drift(selected, path, value)


def _split(text: str) -> tuple[str, str, Value]:
    """`WHAT`, `WHAT:PROPERTY=VALUE`. VALUE is JSON, or else text; null removes."""
    head, equals, written = text.partition("=")
    if not equals:
        return text, "", None
    what, colon, path = head.rpartition(":")
    if not colon or not path:
        raise UsageError(f"--drift {head} names no property", hint="Write --drift WHAT:PROPERTY=VALUE.")
    try:
        return what, path, json.loads(written)
    except ValueError:
        return what, path, written
