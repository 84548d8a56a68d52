"""Reads the literals of Go source: as much of the language as the schemas of a Terraform provider are written in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|(?P<text>`[^`]*`|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<word>[A-Za-z_][\w.]*|\d[\w.]*)|(?P<mark>[{}()\[\],:]|:=|\S)""",
    re.DOTALL,
)
_CLOSING = {"{": "}", "(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Literal:
    """`Type{…}`: its named entries, and those without a name."""

    type: str
    entries: Mapping[str, Value]
    items: Sequence[Value] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """`name(…)`."""

    name: str
    arguments: Sequence[Value]


Value: TypeAlias = "Literal | Call | str"
"""A string is the text of anything else: `true`, `schema.TypeList`, `"a"` (with its quotes)."""


def tokens(text: str) -> list[str]:
    """The tokens of Go source, without comments."""
    return [match[0] for match in _TOKEN.finditer(text) if match.lastgroup]


@dataclass
class Reader:
    """Reads one value after another."""

    tokens: Sequence[str]
    position: int = 0

    def value(self) -> Value:
        """The value that begins here, up to the comma or bracket that ends it."""
        words: list[str] = []
        found: Value | None = None
        while self.position < len(self.tokens):
            mark = self.tokens[self.position]
            if mark in {",", "}", ")", ":"}:
                break
            if mark == "{" and words[:1] != ["func"]:
                found = self._literal("".join(words))
            elif mark == "(" and words[:1] != ["func"]:
                self.position += 1
                found = Call("".join(words), self._values(")"))
            elif mark in _CLOSING:
                words.append(self._skipped())
            else:
                words.append(mark)
                self.position += 1
        return found if found is not None else "".join(words)

    def _literal(self, kind: str) -> Literal:
        self.position += 1
        entries: dict[str, Value] = {}
        items: list[Value] = []
        while self.tokens[self.position] != "}":
            item = self.value()
            if self.tokens[self.position] == ":":
                self.position += 1
                entries[item.strip('"`') if isinstance(item, str) else ""] = self.value()
            else:
                items.append(item)
            self._comma()
        self.position += 1
        return Literal(kind, entries, items)

    def _values(self, end: str) -> list[Value]:
        found: list[Value] = []
        while self.tokens[self.position] != end:
            found.append(self.value())
            self._comma()
        self.position += 1
        return found

    def _comma(self) -> None:
        if self.tokens[self.position] == ",":
            self.position += 1
        elif self.tokens[self.position] not in {"}", ")"}:
            raise ValueError(f"no Go literal: {' '.join(self.tokens[self.position : self.position + 9])}")

    def _skipped(self) -> str:
        """What is between two brackets, as text."""
        start, open_ = self.position, 0
        while True:
            mark = self.tokens[self.position]
            open_ += (mark in _CLOSING) - (mark in _CLOSING.values())
            self.position += 1
            if not open_:
                return "".join(self.tokens[start : self.position])


_FUNCTION = re.compile(
    r"^func (\w+)\([^\n]*\) \*?(?:map\[string\]\*)?(?:schema|pluginsdk)\.(?:Resource|Schema) \{\n(.*?)^\}",
    re.DOTALL | re.MULTILINE,
)
_VARIABLE = re.compile(r"^(?:var\s+|\t)(\w+)\s*(?:map\[string\]\*schema\.Schema )?= (?=[&\w])", re.MULTILINE)
_RETURNED = re.compile(r"^\treturn |^\t(?:r|res|resource|resourceSchema|schema|s)\s*:= ", re.MULTILINE)


@dataclass
class Package:
    """The package-level variables of one folder of Go, and what its functions that make schemas return."""

    text: str
    _read: dict[str, Value] = field(default_factory=dict[str, "Value"])

    @cached_property
    def _starts(self) -> Mapping[str, int]:
        variables = {match[1]: match.end() for match in _VARIABLE.finditer(self.text)}
        returned: dict[str, int] = {}
        for match in _FUNCTION.finditer(self.text):
            if begin := _RETURNED.search(match[2]):
                returned[match[1]] = match.start(2) + begin.end()
        return variables | returned

    def get(self, name: str) -> Value | None:
        """What a variable holds or a function returns; None if it is not read."""
        start = self._starts.get(name)
        if start is None:
            return None
        if name not in self._read:
            end = self.text.find("\n}\n", start)
            closing = self.text.find("\n)\n", start)
            limit = max(end, closing, start) + 2
            # A value ends at its line's end unless a bracket is open: a lone statement has no comma to end it.
            self._read[name] = Reader([*tokens(_expression(self.text, start, limit)), ","]).value()
        return self._read[name]


def _expression(text: str, start: int, limit: int) -> str:
    """The expression that begins at `start`: to the end of the line on which all its brackets are closed."""
    open_ = 0
    for match in _TOKEN.finditer(text, start):
        mark = match[0]
        open_ += (mark in _CLOSING) - (mark in _CLOSING.values() if match.lastgroup == "mark" else 0)
        ends = text.find("\n", match.end())
        if open_ == 0 and not text[match.end() : ends].strip():
            return text[start : match.end()]
        if match.start() > limit and open_ <= 0:
            break
    return text[start:limit]
