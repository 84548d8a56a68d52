"""Two texts beside each other, or one below the other where there is no room: what is wrong, and what is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

_GAP: Final = 3
_NARROW: Final = 24
"""A column of fewer characters is not worth reading."""


def pair(violating: Mapping[str, Any], passing: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The passing example that a violating one is most like: of its type, and with the fewest differences."""
    mine = text(violating)

    def likeness(example: Mapping[str, Any]) -> tuple[bool, float]:
        return example["type"] == violating["type"], SequenceMatcher(a=mine, b=text(example), autojunk=False).ratio()

    return max(passing, key=likeness, default=None)


def text(example: Mapping[str, Any]) -> list[str]:
    """An example as YAML, without the reason that it has."""
    import yaml

    shown = {key: value for key, value in _plain(example).items() if key != "why" and value not in ({}, [])}
    return yaml.safe_dump(shown, sort_keys=False, allow_unicode=True, width=200).splitlines()


def columns(left: tuple[str, Sequence[str]], right: tuple[str, Sequence[str]], width: int) -> Iterator[str]:
    """Headings and lines; what the other side does not have is marked."""
    (wrong, bad), (good, fine) = left, right
    lefts = [f"✗ {wrong}", *_marked(bad, fine, "-")]
    rights = [f"✓ {good}", *_marked(fine, bad, "+")]
    wide = max(map(len, lefts), default=0)
    if wide < _NARROW or wide + _GAP + max(map(len, rights), default=0) > width:
        yield from lefts
        yield from rights
        return
    for index in range(max(len(lefts), len(rights))):
        one = lefts[index] if index < len(lefts) else ""
        other = rights[index] if index < len(rights) else ""
        yield f"{one:{wide}}{' ' * _GAP}{other}".rstrip()


def _marked(mine: Sequence[str], theirs: Sequence[str], mark: str) -> list[str]:
    return [f"{' ' if line in theirs else mark} {line}" for line in mine]


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Values as a person writes them: an unknown and a secret as what they are."""
    from stackwright.wire.values import SECRET, SIGNATURE, UNKNOWN

    if value == UNKNOWN:
        return "<not known yet>"
    if isinstance(value, list):
        return [_plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET:  # pyright: ignore[reportUnknownMemberType]
            return {"<secret>": _plain(value.get("value"))}  # pyright: ignore[reportUnknownMemberType]
        return {key: _plain(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    return value
