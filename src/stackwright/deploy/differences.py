"""What a step changes, property by property, in words: `cidrBlock: "10.0.0.0/16" → "10.1.0.0/16"`.

Values come masked from the engine (`[secret]`); an unknown is shown as `[unknown]`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

from stackwright.deploy.signs import sign
from stackwright.engine.events import Step, StepState
from stackwright.wire.values import (
    ARCHIVE,
    ASSET,
    MASK,
    SIGNATURE,
    UNKNOWN_WORD,
    Properties,
    Value,
    is_unknown,
    masked,
    reveal,
)

_WORDS: Final = frozenset({UNKNOWN_WORD, MASK})
ABSENT: Final = object()
_LONGEST: Final = 60
_LEAD: Final = 12
"""Characters that are shown of what two long values have in common."""
_STEP: Final = re.compile(r"""\.?([^.\[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]""")


def properties(step: Step, *, created: bool = False) -> Iterator[str]:
    """What a step changes, a line each; with `created` also the inputs of what it creates."""
    if sign(step.op) == "+":
        if created and step.new:
            yield from (f"{name}: {show(value)}" for name, value in sorted(step.new.inputs.items()))
        return
    for path in _told_paths(step):
        old, new = _at(step.old, path), _at(step.new, path)
        if old is ABSENT and new is ABSENT:
            yield path
        else:
            yield f"{path}: {' → '.join(shown(old, new))}"


def sides(step: Step) -> Iterator[tuple[str, Value, Value]]:
    """Each property path that a step changes, with the old and the new value as words or plain data; None for none."""
    for path in _told_paths(step):
        old, new = _at(step.old, path), _at(step.new, path)
        yield path, None if old is ABSENT else readable(old), None if new is ABSENT else readable(new)


def changed_paths(step: Step) -> Sequence[str]:
    """The property paths that a step changes, as the provider names them; where it names none, as a dynamic provider
    may, the inputs that differ. Of a component nobody says it, and what is in it tells.
    """
    named = sorted(step.detailed_diff or step.diffs)
    if named or step.op == "same" or step.old is None or step.new is None or not step.new.custom:
        return named
    old, new = step.old.inputs, step.new.inputs
    return sorted(key for key in {*old, *new} if not key.startswith("__") and old.get(key) != new.get(key))


def _told_paths(step: Step) -> Sequence[str]:
    """The same, but for what is inside of an asset, its hash: then the asset is told."""
    return list(dict.fromkeys(_asset_above(step, path) or path for path in changed_paths(step)))


def _asset_above(step: Step, path: str) -> str:
    above = (path[: match.start()] for match in _STEP.finditer(path))
    return next((each for each in above if each and any(_is_asset(_at(it, each)) for it in (step.old, step.new))), "")


def _is_asset(value: object) -> bool:
    return isinstance(value, dict) and cast("Properties", value).get(SIGNATURE) in {ASSET, ARCHIVE}


def show(value: object) -> str:
    """A value in one short line, as JSON, so that `6` and `"6"` differ; words for what is not known or not shown."""
    if value is ABSENT:
        return "(none)"
    return _short(_text(value), _LONGEST)


def _text(value: object) -> str:
    plain = readable(value)
    return plain if isinstance(plain, str) and plain in _WORDS else json.dumps(plain, ensure_ascii=False)


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def shown(old: object, new: object) -> tuple[str, str]:
    """Two values as `show` does. Long ones that begin alike are shown from a little before they differ."""
    before, after = show(old), show(new)
    if before != after or before == (text := _text(old)):
        return before, after
    other = _text(new)
    at = next((index for index, pair in enumerate(zip(text, other, strict=False)) if pair[0] != pair[1]), len(text))
    cut = max(0, min(at, len(other)) - _LEAD)
    return f"…{_short(text[cut:], _LONGEST - 1)}", f"…{_short(other[cut:], _LONGEST - 1)}"


def whole(value: object, *, secrets: bool = False) -> str:
    """A value in full: text as it is, anything else as JSON. `secrets` shows them."""
    shown = _unknowns_as_words(reveal(cast("Value", value))) if secrets else readable(value)
    return shown if isinstance(shown, str) and shown else json.dumps(shown, ensure_ascii=False)


def readable(value: object) -> Value:
    """A wire value for people and programs: unknowns and secrets as words."""
    return _unknowns_as_words(masked(cast("Value", value)))


def _unknowns_as_words(value: Value) -> Value:
    if is_unknown(value):
        return UNKNOWN_WORD
    if isinstance(value, dict) and value.get(SIGNATURE) in {ASSET, ARCHIVE}:
        return _asset(value)
    if isinstance(value, list):
        return [_unknowns_as_words(item) for item in value]
    if isinstance(value, dict):
        return {key: _unknowns_as_words(item) for key, item in value.items()}
    return value


def _asset(value: dict[str, Value]) -> str:
    """`asset(file:982d9e3) { ./index.html }`, as the official CLI words it (`pkg/backend/display/object_diff.go`)."""
    word = "asset" if value[SIGNATURE] == ASSET else "archive"
    kind = next((each for each in ("assets", "text", "path", "uri") if value.get(each) is not None), "text")
    digest = str(value.get("hash", ""))[:7]
    inside = value.get(kind)
    held = ", ".join(inside) if isinstance(inside, dict) else str(inside) if kind in {"path", "uri"} else ""
    return f"{word}({'file' if kind == 'path' else kind}:{digest})" + (f" {{ {held} }}" if held else "")


def _at(state: StepState | None, path: str) -> object:
    """The value at a property path: that of the inputs, or of the outputs where no input has that name."""
    if state is None:
        return ABSENT
    found = _walk(state.inputs, path)
    return _walk(state.outputs, path) if found is ABSENT else found


def _walk(properties: Properties, path: str) -> object:
    value: Any = properties
    for key, index, quoted in _STEP.findall(path):
        if isinstance(value, list):
            if not index or int(index) >= len(cast("list[Value]", value)):
                return ABSENT
            value = cast("list[Value]", value)[int(index)]
        elif isinstance(value, dict):
            name: str = key or index or quoted.replace('\\"', '"')
            if name not in value:
                return ABSENT
            value = cast("Properties", value)[name]
        else:
            return ABSENT
    return value
