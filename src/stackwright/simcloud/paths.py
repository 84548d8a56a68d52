"""Property paths in Pulumi's notation: `tags.Name`, `ingress[0].fromPort`, `tags["a.b"]`."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z_$][\w$\-]*\Z")
_INDEX = re.compile(r"\[\d+\]")


def join(path: str, key: str | int) -> str:
    """`path` and one more step."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    if not _PLAIN.match(key):
        escaped = key.replace('"', '\\"')
        return f'{path}["{escaped}"]'
    return f"{path}.{key}" if path else key


def top(path: str) -> str:
    """The property that `path` starts with."""
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def pattern(path: str) -> str:
    """`path` with every index as `[]`, the form in which rules are written."""
    return _INDEX.sub("[]", path)


def covers(prefix: str, path: str) -> bool:
    """Whether `prefix` is `path` or one of its ancestors."""
    return path == prefix or (path.startswith(prefix) and path[len(prefix)] in ".[")


_STEP = re.compile(r"""\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\.?([^.\[\]"]+)""")


def split(path: str) -> tuple[str | int, ...]:
    """The steps of a path.

    Raises:
        ValueError: it is not a property path.
    """
    steps: list[str | int] = []
    position = 0
    while position < len(path):
        match = _STEP.match(path, position)
        if match is None or (path[position] == "." and not steps):
            raise ValueError(f"{path!r} is not a property path")
        index, quoted, name = match.groups()
        steps.append(int(index) if index is not None else name if name is not None else re.sub(r"\\(.)", r"\1", quoted))
        position = match.end()
    if not steps:
        raise ValueError("a property path cannot be empty")
    return tuple(steps)
