"""What a policy sees: resources in Pulumi's wire form, read through views that know where they are.

A view unwraps secrets (so a policy judges them, and must not quote them) and raises `NotKnown` at an unknown.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from stackwright_policies.tokens import canonical
from stackwright_policies.verdicts import NotKnown

_SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
_UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
# https://github.com/pulumi/pulumi/blob/v3.260.0/sdk/go/common/resource/plugin/rpc.go: one sentinel per type
_UNKNOWNS: Final = frozenset(
    {
        _UNKNOWN,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)


def holds_unknown(text: str) -> bool:
    """Whether a text was put together of something that is not known."""
    return any(sentinel in text for sentinel in _UNKNOWNS)


class _Signatures:
    """What a mapping stands for (sdk/go/common/resource/sig)."""

    SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a public constant
    OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"


class View:
    """A value, or its absence, at a place of a resource. `secret`: it, or something around it, is a Pulumi secret."""

    __slots__ = ("_raw", "path", "secret")

    def __init__(self, raw: object, path: str = "", *, secret: bool = False) -> None:
        self._raw = _opened(raw)
        self.path = path
        self.secret = secret or _is_secret(raw)

    @property
    def value(self) -> Any:  # noqa: ANN401 - JSON
        """A scalar, a list or a mapping in wire form; None if it is absent.

        Raises:
            NotKnown
        """
        if isinstance(self._raw, str) and self._raw in _UNKNOWNS:
            raise NotKnown(self.path)
        if isinstance(self._raw, float) and self._raw.is_integer():
            return int(self._raw)
        return self._raw

    @property
    def absent(self) -> bool:
        """Whether nothing was said. An unknown is something."""
        return self._raw is None

    @property
    def empty(self) -> bool:
        """Whether nothing was said, or nothing in so many words (`""`, `[]`). An unknown is something."""
        return self._raw is None or self._raw in ("", [], {})

    def get(self, *keys: str) -> View:
        """What stands at `keys` below; a mapping that is not there has nothing below.

        A list of one mapping counts as that mapping: providers made of Terraform's take a block of which there is one
        either way (`makeTerraformInput` in pkg/tfbridge/schema.go of pulumi-terraform-bridge).

        Raises:
            NotKnown: something on the way is.
        """
        view = self
        for key in keys:
            view = view._alone()
            inside = view.value
            path = f"{view.path}.{key}" if view.path else key
            found = cast("Mapping[str, Any]", inside).get(key) if isinstance(inside, Mapping) else None
            view = View(found, path, secret=view.secret)
        return view

    def _alone(self) -> View:
        """The only item of a list; itself, if it is anything else."""
        items = cast("list[Any]", self._raw) if isinstance(self._raw, list) else []
        return View(items[0], f"{self.path}[0]", secret=self.secret) if len(items) == 1 else self

    def or_else(self, default: object) -> Any:  # noqa: ANN401 - JSON
        """The value, or what the cloud takes where nothing is said."""
        found = self.value
        return default if found is None else found

    def text(self, default: str = "") -> str:
        """The value as text: Pulumi passes `22` and `"22"` on as they are written."""
        return str(self.or_else(default))

    def flag(self, default: bool = False) -> bool:
        """The value as a switch: Pulumi passes `true` and `"true"` on as they are written."""
        return str(self.or_else(default)).strip().lower() == "true"

    def number(self, default: float = 0) -> float:
        """The value as a number, written as one or as text; NaN, which compares with nothing, if it is none."""
        try:
            return float(str(self.or_else(default)))
        except ValueError:
            return math.nan

    def items(self) -> list[View]:
        """Views of a list's items, unknown ones among them; a single value counts as a list of one."""
        found = self.value
        if found is None:
            return []
        if not isinstance(found, list):
            return [self]
        return [
            View(item, f"{self.path}[{index}]", secret=self.secret)
            for index, item in enumerate(cast("list[Any]", found))
        ]

    def entries(self) -> Iterator[tuple[str, View]]:
        """The entries of a mapping; their keys are known even where their values are not."""
        found = self.value
        if isinstance(found, Mapping):
            for key in cast("Mapping[str, Any]", found):
                yield key, self.get(key)


def _opened(raw: object) -> object:
    """A secret or an output value as what it holds."""
    if not isinstance(raw, Mapping):
        return raw
    value = cast("Mapping[str, Any]", raw)
    match value.get(_SIGNATURE):
        case _Signatures.SECRET:
            return _opened(value.get("value"))
        case _Signatures.OUTPUT:
            return _opened(value.get("value", _UNKNOWN))
        case _:
            return value


def _is_secret(raw: object) -> bool:
    """Whether a value is a secret, or an output value that is one, at any depth of wrapping."""
    if not isinstance(raw, Mapping):
        return False
    value = cast("Mapping[str, Any]", raw)
    match value.get(_SIGNATURE):
        case _Signatures.SECRET:
            return True
        case _Signatures.OUTPUT:
            return value.get("secret") is True or _is_secret(value.get("value"))
        case _:
            return False


def changed(raw: object, place: Sequence[str | int], value: object) -> Any:  # noqa: ANN401 - JSON
    """`raw` with `value` at a place, mappings that are missing made; a number is an item of a list that is there, and
    what is a secret stays one.
    """
    if not place:
        return value
    given: Mapping[str, Any] = cast("Mapping[str, Any]", raw) if isinstance(raw, Mapping) else {}
    if _SIGNATURE in given:
        return {**given, "value": changed(given.get("value"), place, value)}
    key, *rest = place
    if isinstance(key, str) and isinstance(raw, list) and len(cast("list[Any]", raw)) == 1:
        return [changed(cast("list[Any]", raw)[0], place, value)]
    if isinstance(key, int):
        return [changed(item, rest, value) if at == key else item for at, item in enumerate(cast("list[Any]", raw))]
    return {**given, key: changed(given.get(key), rest, value)}


_STEP: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def steps(path: str) -> list[str | int]:
    """The place that a view's path names, where no key has a dot in it."""
    return [int(index) if index else key for index, key in _STEP.findall(path)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A resource that is judged. `properties` are inputs, or outputs where a whole stack is judged.

    `type` is its token as rules spell it (`tokens.py`). `provider` are the inputs of its provider. `depends` maps a
    property to the URNs that it came from.
    """

    type: str
    urn: str
    name: str
    properties: View
    provider: View = field(default_factory=lambda: View(None))
    depends: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])

    def __post_init__(self) -> None:
        object.__setattr__(self, "type", canonical(self.type))
