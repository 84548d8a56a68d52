"""One field of an object: where it is, what is there, and what is wrong with it.

Source of the words: `k8s.io/apimachinery/pkg/util/validation/field`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from stackwright.wire.values import Value

Form = Callable[[str], list[str]]
"""What is wrong with a text, of its form; empty if nothing is."""
_SAME: Final = object()
NIL: Final = object()
"""What a server writes as `null`."""


class Field:
    """`value` is None where there is nothing. Errors go to the list that all fields of an object share, in the order
    in which they are found, each once.
    """

    __slots__ = ("_errors", "path", "value")

    def __init__(self, value: Value, path: str, errors: list[str]) -> None:
        self.value = value
        self.path = path
        self._errors = errors

    def at(self, *steps: str | int) -> Field:
        """What is below, by names and indexes."""
        value, path = self.value, self.path
        for step in steps:
            if isinstance(step, int):
                value = value[step] if isinstance(value, list) and step < len(value) else None
                path = f"{path}[{step}]"
            else:
                value = value.get(step) if isinstance(value, dict) else None
                path = f"{path}.{step}" if path else step
        return Field(value, path, self._errors)

    def key(self, name: str) -> Field:
        """A value of a map, which servers write in brackets."""
        value = self.value.get(name) if isinstance(self.value, dict) else None
        return Field(value, f"{self.path}[{name}]", self._errors)

    def each(self) -> list[Field]:
        """The items of a list."""
        count = len(self.value) if isinstance(self.value, list) else 0
        return [self.at(index) for index in range(count)]

    def named(self, path: str) -> Field:
        """The same value, said to be elsewhere."""
        return Field(self.value, path, self._errors)

    @property
    def keys(self) -> list[str]:
        return sorted(self.value) if isinstance(self.value, dict) else []

    @property
    def there(self) -> bool:
        """Whether a pointer would not be nil: an empty block is there."""
        return self.value is not None

    @property
    def empty(self) -> bool:
        """Whether it is missing, or an empty text, list or map."""
        return self.value is None or (isinstance(self.value, (str, list, dict)) and not self.value)

    @property
    def text(self) -> str:
        return self.value if isinstance(self.value, str) else ""

    @property
    def texts(self) -> list[str]:
        return [item for item in self.value if isinstance(item, str)] if isinstance(self.value, list) else []

    @property
    def number(self) -> int | None:
        """A whole number, or None."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return int(value)

    @property
    def true(self) -> bool:
        return self.value is True

    def required(self, detail: str = "") -> None:
        self._say("Required value", detail)

    def invalid(self, detail: str, value: object = _SAME) -> None:
        self._say(f"Invalid value: {shown(self.value if value is _SAME else value)}", detail)

    def forbidden(self, detail: str) -> None:
        self._say("Forbidden", detail)

    def duplicate(self, value: object = _SAME) -> None:
        self._say(f"Duplicate value: {shown(self.value if value is _SAME else value)}")

    def not_found(self) -> None:
        self._say(f"Not found: {shown(self.value if self.value is not None else '')}")

    def unsupported(self, supported: Iterable[str], value: object = _SAME) -> None:
        said = self.value if value is _SAME else value
        choices = ", ".join(shown(item) for item in supported)
        self._say(f"Unsupported value: {shown('' if said is None else said)}", f"supported values: {choices}")

    def one_of(self, supported: Sequence[str]) -> None:
        """Refuse another text; what is missing gets a default, or is nobody's business here."""
        if not self.empty and self.value not in supported:
            self.unsupported(supported)

    def fits(self, *forms: Form, value: str | None = None) -> None:
        """Refuse a text that has not the form."""
        text = self.text if value is None else value
        for form in forms:
            for message in form(text):
                self.invalid(message, text)

    def not_negative(self) -> None:
        if (number := self.number) is not None and number < 0:
            self.invalid("must be greater than or equal to 0")

    def port(self) -> None:
        if (number := self.number) is not None and not 1 <= number <= _LAST_PORT:
            self.invalid("must be between 1 and 65535, inclusive")

    def too_long(self, limit: int) -> None:
        """`limit` in bytes."""
        self._say("Too long", f"may not be more than {limit} bytes")

    def too_many(self, limit: int, *, what: str = "items") -> None:
        count = len(self.value) if isinstance(self.value, list | dict) else 0
        self._say(f"Too many: {count}", f"must have at most {limit} {what}")

    @property
    def count(self) -> int:
        """How many errors there are so far, of the whole object."""
        return len(self._errors)

    def _say(self, kind: str, detail: str = "") -> None:
        said = f"{self.path}: {kind}{': ' + detail if detail else ''}"
        if said not in self._errors:
            self._errors.append(said)


_LAST_PORT: Final = 65535


def shown(value: object) -> str:
    """A value as servers write it."""
    if value is NIL:
        return "null"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def in_order(value: Value) -> Value:
    """A map as servers write it: by its keys. What is a type of its own they write in the order of its fields."""
    if isinstance(value, dict):
        return {name: in_order(value[name]) for name in sorted(value)}
    return value


def of_kind(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None
