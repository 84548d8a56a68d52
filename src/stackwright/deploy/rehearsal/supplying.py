"""What other stacks put out, said on the command line: `--stack-output` of a rehearsal.

A rehearsed program that refers to a stack finds it in the rehearsal's own backend. What is said of it is put there as a
stack of its own, which has these outputs and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from stackwright.engine.protocol import Deployment, Stack
from stackwright.engine.state import urns
from stackwright.engine.state.access import States, parse_reference
from stackwright.engine.state.store import StackId
from stackwright.errors import CloudError, StateError, UsageError
from stackwright.wire.values import Properties, Value

Supplied = Mapping[StackId, Properties]
_OPTION = "--stack-output"


def supplied(words: Iterable[str], project: str) -> Supplied:
    """What the words say, by stack: `STACK:KEY=VALUE`, or `STACK=FILE` with what `pulumi stack output --json` or
    `pulumi stack export` printed. STACK is as the program writes it; VALUE is JSON, or else text.

    Raises:
        UsageError: a word says nothing, or its file does not.
    """
    found: dict[StackId, Properties] = {}
    for word in words:
        head, equals, written = word.partition("=")
        name, colon, key = head.partition(":")
        if not equals or not name or (colon and not key):
            raise UsageError(f"{_OPTION} {word} says nothing", hint="Write STACK:KEY=VALUE, or STACK=FILE.json.")
        try:
            id_ = parse_reference(name, project, any_organization=True)
        except CloudError:
            raise UsageError(f"{_OPTION}: '{name}' is no stack", hint="Such as acme/network/prod.") from None
        outputs = {key: _value(written)} if colon else _from_file(Path(written))
        found[id_] = {**found.get(id_, {}), **outputs}
    return found


def supply(like: Stack, outputs: Supplied) -> None:
    """Put stacks with these outputs into the backend of `like`.

    Raises:
        UsageError: one is there, and has resources.
    """
    states = States()
    for id_, values in outputs.items():
        stack = replace(like, project=id_.project, name=id_.name)
        there = states.export(stack)
        if any(each["type"] != urns.STACK_TYPE for each in _resources(there)):
            raise UsageError(
                f"{id_.project}/{id_.name} stands in this rehearsal, and has outputs of its own",
                hint=f"Leave out its {_OPTION}, or destroy it first.",
            )
        urn = urns.create(id_.name, id_.project, "", urns.STACK_TYPE, f"{id_.project}-{id_.name}")
        root: dict[str, Value] = {"urn": urn, "custom": False, "type": urns.STACK_TYPE, "outputs": values}
        states.import_(stack, {"version": 3, "deployment": {"manifest": {}, "resources": [root]}})


def _resources(deployment: Deployment | None) -> list[dict[str, Any]]:
    inner = cast("dict[str, Any]", (deployment or {}).get("deployment") or {})
    return inner.get("resources") or []


def _value(written: str) -> Value:
    try:
        return json.loads(written)
    except ValueError:
        return written


def _from_file(path: Path) -> Properties:
    """
    Raises:
        UsageError: it cannot be read, or holds no outputs.
    """
    try:
        data: Any = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{_OPTION}: {path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"{_OPTION}: {path} is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise UsageError(f"{_OPTION}: {path} holds no outputs", hint="pulumi stack output --json prints them.")
    known = cast("dict[str, Any]", data)
    if not {"version", "deployment"} <= known.keys():
        return known
    roots = [each for each in _resources(known) if each.get("type") == urns.STACK_TYPE]
    return _clear(path, roots[0].get("outputs") or {} if roots else {})


def _clear(path: Path, outputs: Properties) -> Properties:
    """
    Raises:
        StateError: there are secrets in it that only the key of the real stack opens.
    """
    hidden = [key for key, value in outputs.items() if "ciphertext" in json.dumps(value)]
    if hidden:
        raise StateError(
            f"{path} holds secrets under a key of its own: {', '.join(hidden)}",
            hint=f"Export it with --show-secrets, or say each: {_OPTION} STACK:KEY=VALUE.",
        )
    return outputs
