"""Sets one place inside property values."""

from __future__ import annotations

from stackwright.wire.values import SIGNATURE, Properties, Value, is_secret, secret

Path = tuple[str | int, ...]


def at(value: Value, path: Path) -> Value:
    """What is at `path`, secret marks on the way looked through; None where there is nothing."""
    for step in path:
        if isinstance(value, dict) and is_secret(value):
            value = value.get("value")
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def placed(properties: Properties, path: Path, new: Value) -> Properties:
    """`properties` with `new` at `path`, or nothing there if it is None. What was secret stays secret.

    Raises:
        ValueError: there is no such place.
    """
    result = _placed(properties, path, new, "")
    return result if isinstance(result, dict) else {}


def _placed(value: Value, path: Path, new: Value, so_far: str) -> Value:
    if isinstance(value, dict) and is_secret(value):
        return secret(_placed(value.get("value"), path, new, so_far))
    if not path:
        return new
    step, rest = path[0], path[1:]
    here = f"{so_far}[{step}]" if isinstance(step, int) else f"{so_far}.{step}".lstrip(".")
    if isinstance(step, int):
        return _in_list(value, step, rest, new, here)
    if value is not None and (not isinstance(value, dict) or SIGNATURE in value):
        raise ValueError(f"{so_far} holds no properties, so there is no {here}")
    inner = _placed((value or {}).get(step), rest, new, here)
    kept = {key: item for key, item in (value or {}).items() if key != step}
    return kept if inner is None and not rest else {**(value or {}), step: inner}


def _in_list(value: Value, index: int, rest: Path, new: Value, here: str) -> Value:
    items: list[Value] = list(value) if isinstance(value, list) else []
    if (value is not None and not isinstance(value, list)) or index > len(items):
        raise ValueError(f"there is no {here}")
    if index == len(items):
        items.append(None)
    items[index] = _placed(items[index], rest, new, here)
    if items[index] is None:
        del items[index]
    return items
