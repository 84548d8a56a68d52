"""Property paths: `root.nested["key with.dot"][0]`, and what can be done with them.

Source: `sdk/go/common/resource/properties_path.go` (pulumi v3.260).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from stackwright.wire.values import Properties, Value, is_secret, secret

Path: TypeAlias = tuple[str | int, ...]
_STEP: Final = re.compile(r"""\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\[\*\]|\.?([^.\[]+)""")
_PLAIN: Final = re.compile(r"[A-Za-z0-9_]+\Z")


@lru_cache(maxsize=4096)
def parse(text: str) -> Path:
    """
    Raises:
        ValueError: it is not a property path.
    """
    steps: list[str | int] = []
    position = 0
    while position < len(text):
        match = _STEP.match(text, position)
        if match is None:
            raise ValueError(f"{text!r} is not a property path")
        index, quoted, name = match.groups()
        if index is not None:
            steps.append(int(index))
        elif quoted is not None:
            steps.append(re.sub(r"\\(.)", r"\1", quoted))
        else:
            steps.append(name if name is not None else "*")
        position = match.end()
    if not steps:
        raise ValueError("a property path cannot be empty")
    return tuple(steps)


def text(path: Sequence[str | int]) -> str:
    """The path as Pulumi writes it."""
    result = ""
    for step in path:
        if isinstance(step, int):
            result += f"[{step}]"
        elif _PLAIN.match(step):
            result += f".{step}" if result else step
        else:
            escaped = step.replace("\\", "\\\\").replace('"', '\\"')
            result += f'["{escaped}"]'
    return result


def steps(text: str) -> Path:
    """The steps of a path; none of what is no path, which leads nowhere."""
    try:
        return parse(text)
    except ValueError:
        return ()


def contains(outer: Path, inner: Path) -> bool:
    """Whether `inner` is `outer` or below it; a `*` in `outer` stands for any step."""
    return len(inner) >= len(outer) and all(mine in ("*", theirs) for mine, theirs in zip(outer, inner, strict=False))


_NOTHING: Final = object()


def reset(path: Path, old: Value, new: Value) -> tuple[Value, bool]:
    """`new` with what stands at `path` in `old`, and whether that could be done.

    A mapping may gain or lose a key by it, a list never changes its length; what was inside a secret stays secret
    (`PropertyPath.reset`).
    """
    return _reset(path, old, new, owed=False)


def _reset(path: Path, old: Value, new: Value, *, owed: bool) -> tuple[Value, bool]:
    """`owed`: `old` stood inside a secret and `new` does not, so what is taken from it must be marked."""
    if is_secret(new):
        inner, done = _reset(path, _bare(old), new["value"], owed=False)
        return {**new, "value": inner}, done
    if is_secret(old):
        old, owed = _bare(old), True
    step, rest = path[0], path[1:]
    if isinstance(old, list) and isinstance(new, list):
        return _reset_list(step, rest, old, new, owed=owed)
    if isinstance(step, int):
        return new, not isinstance(old, list) and not isinstance(new, list)
    if step == "*":
        return _reset_all(rest, old, new, owed=owed)
    return _reset_key(step, rest, old, new, owed=owed)


def _reset_list(step: str | int, rest: Path, old: list[Value], new: list[Value], *, owed: bool) -> tuple[Value, bool]:
    if not isinstance(step, int) and step != "*":
        return new, True
    indices = [step] if isinstance(step, int) else range(min(len(old), len(new)))
    done = len(old) == len(new) if step == "*" else True
    result = list(new)
    for index in indices:
        if index >= len(old) or index >= len(new):
            return new, not rest and index >= len(old) and index >= len(new)
        if rest:
            result[index], one = _reset(rest, old[index], new[index], owed=owed)
            if not one:  # those behind it stay as they are
                return result, False
        else:
            result[index] = secret(old[index]) if owed else old[index]
    return result, done


def _reset_all(rest: Path, old: Value, new: Value, *, owed: bool) -> tuple[Value, bool]:
    if not isinstance(new, dict) or not isinstance(old, dict):
        return new, isinstance(new, dict | list) and not rest
    if not rest:
        return {key: secret(value) if owed else value for key, value in old.items()}, True
    for key in old:
        changed, done = _reset_key(key, rest, old, new, owed=owed)
        if not done:
            return changed, False
        new = changed if isinstance(changed, dict) else new
    return new, True


def _reset_key(step: str, rest: Path, old: Value, new: Value, *, owed: bool) -> tuple[Value, bool]:
    there = old.get(step, _NOTHING) if isinstance(old, dict) else _NOTHING
    if rest:
        if not isinstance(new, dict) or not isinstance(old, dict):
            return new, not isinstance(new, dict) and not isinstance(old, dict)
        if step not in new:
            return new, there is _NOTHING
        value, done = _reset(rest, old.get(step), new[step], owed=owed)
        return {**new, step: value}, done
    if not isinstance(new, dict):
        return new, there is _NOTHING
    if isinstance(old, dict) and step in old:
        return {**new, step: secret(old[step]) if owed else old[step]}, True
    return {key: value for key, value in new.items() if key != step}, True


def _bare(value: Value) -> Value:
    while is_secret(value):
        value = value["value"]
    return value


def ignoring(inputs: Properties, old: Properties, ignored: Sequence[str]) -> tuple[Properties, list[str]]:
    """`inputs` with every ignored property as it was, and the paths where that cannot be done."""
    failed: list[str] = []
    result: Value = inputs
    for item in ignored:
        path = steps(item)
        if path:
            result, done = reset(path, old, result)
            if not done:
                failed.append(item)
    return (result if isinstance(result, dict) else inputs), failed
