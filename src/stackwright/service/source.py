"""YAML with the place of everything: a file read, checked and composed into nodes, nothing constructed.

Plain scalars follow YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema), not PyYAML's YAML 1.1:
`on`, `no`, `12:30` and `2026-01-01` are text. `scalar` gives their values; a reader that wants text takes
`node.value`, so that a version written as `1.10` stays `1.10`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

import yaml
from yaml.resolver import BaseResolver

from stackwright.errors import Location, ServiceError, StackwrightError
from stackwright.wire.values import Value

_TAG: Final = "tag:yaml.org,2002:"
TAGS: Final = frozenset(_TAG + name for name in ("str", "int", "float", "bool", "null", "map", "seq", "merge"))
_BASES: Final = {"0x": 16, "0o": 8}
_LARGEST: Final = 200_000
"""Nodes in one file, aliases expanded; more is a mistake, or a bomb made of aliases."""
_DEEPEST: Final = 100


class _CoreResolver(BaseResolver):
    """Which plain scalars are not text, by YAML 1.2's core schema; `<<` merges as in YAML 1.1."""


for _name, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("merge", "<<", "<"),
):
    _CoreResolver.add_implicit_resolver(_TAG + _name, re.compile(f"(?:{_pattern})$"), list(_first))  # pyright: ignore[reportUnknownMemberType]


def _loader() -> type[Any]:
    """The parser of libyaml where PyYAML was built with it: ten times as fast."""
    if yaml.__with_libyaml__:
        from yaml.cyaml import CParser  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]

        class Fast(CParser, _CoreResolver):  # pyright: ignore[reportUntypedBaseClass]
            def __init__(self, text: str) -> None:
                CParser.__init__(self, text)  # pyright: ignore[reportUnknownMemberType]
                _CoreResolver.__init__(self)

        return Fast

    from yaml.composer import Composer
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class Portable(Reader, Scanner, Parser, Composer, _CoreResolver):
        def __init__(self, text: str) -> None:
            Reader.__init__(self, text)
            Scanner.__init__(self)
            Parser.__init__(self)
            Composer.__init__(self)
            _CoreResolver.__init__(self)

    return Portable


@dataclass(slots=True)
class Faults:
    """What is wrong with one file, collected so that a person sees all of it at once."""

    found: list[StackwrightError] = field(default_factory=list[StackwrightError])

    def add(self, message: str, where: Location, hint: str | None = None) -> None:
        self.found.append(ServiceError(message, where=where, hint=hint))

    def sorted(self) -> list[StackwrightError]:
        """In the order of the file, each once: an environment may repeat what another one said."""
        unique: dict[tuple[str, str], StackwrightError] = {}
        for fault in self.found:
            unique.setdefault((str(fault.where), fault.message), fault)
        return sorted(unique.values(), key=lambda fault: fault.where or Location(Path()))


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file and the node at its root."""

    path: Path
    text: str
    root: yaml.Node

    def where(self, node: yaml.Node) -> Location:
        mark = node.start_mark
        return Location(self.path, mark.line + 1, mark.column + 1)

    def inside(self, node: yaml.ScalarNode, offset: int) -> Location:
        """The place in the file of the `$` at `offset` in the node's value; quotes, escapes and folding considered."""
        start, end = cast("int", node.start_mark.index), cast("int", node.end_mark.index)
        value, raw = cast("str", node.value), self.text[start:end]
        nth = value.count("$", 0, offset)
        dollars = [at for at, character in enumerate(raw) if character == "$"]
        if nth >= len(dollars) or len(dollars) != value.count("$"):
            return self.where(node)  # written as an escape such as "\x24"
        before = raw[: dollars[nth]]
        lines = before.count("\n")
        column = len(before) - before.rfind("\n") if lines else node.start_mark.column + len(before) + 1
        return Location(self.path, node.start_mark.line + lines + 1, column)


class _Words(Source):
    """The words of an option: nothing in them has a line."""

    def where(self, node: yaml.Node) -> Location:  # noqa: ARG002 - see above
        return Location(self.path, 0, 0)

    def inside(self, node: yaml.ScalarNode, offset: int) -> Location:  # noqa: ARG002
        return Location(self.path, 0, 0)


def position(path: Path, text: str, index: int) -> Location:
    """The line and column of the character at `index`."""
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]
    line = bisect_right(starts, index) - 1
    return Location(path, line + 1, index - starts[line] + 1)


def read(path: Path) -> Source:
    """Read and compose one YAML file.

    Raises:
        ServiceError: there is no such file, or it is not one YAML document of sane size; says where.
    """
    source = Source(path, text := _text(path), _composed(path, text))
    _check_nodes(source)
    return source


def read_words(option: str, text: str) -> Source:
    """Compose the YAML that a person wrote on a command line, as the value of `option`.

    Raises:
        ServiceError: it is no YAML document.
    """
    where = Location(Path(option), 0, 0)
    try:
        source = _Words(Path(option), text, _composed(Path(option), text))
        _check_nodes(source)
    except ServiceError as error:
        raise ServiceError(error.message, where=where, hint=error.hint) from None
    return source


def _composed(path: Path, text: str) -> yaml.Node:
    try:
        loader = _loader()(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(path, text, error) from None
    except yaml.YAMLError as error:  # a control character
        where = position(path, text, getattr(error, "position", 0))
        raise ServiceError("not valid YAML: a control character", where=where, hint="Remove it.") from None
    except RecursionError:
        raise ServiceError("not valid YAML: nested too deeply", where=Location(path)) from None
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.value):
        raise ServiceError("the file is empty", where=Location(path), hint="It starts with `service: NAME`.")
    return root


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ServiceError(f"there is no file {path}", hint=_misspelt(path)) from None
    except IsADirectoryError:
        raise ServiceError(f"{path} is a folder, not a file") from None
    except OSError as error:
        raise ServiceError(f"{path} cannot be read: {error.strerror}") from None
    if b"\0" in data:
        raise ServiceError("this is a binary file, not YAML", where=Location(path))
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        where = position(path, before + "?", len(before))
        byte = data[error.start]
        raise ServiceError(f"not UTF-8: byte 0x{byte:02x}", where=where, hint="Save the file as UTF-8.") from None


def _misspelt(path: Path) -> str | None:
    other = path.with_suffix(".yml")
    return f"There is {other.name}; rename it to {path.name}." if other.exists() else None


def _syntax_error(path: Path, text: str, error: yaml.MarkedYAMLError) -> ServiceError:
    mark = error.problem_mark or error.context_mark
    where = Location(path, mark.line + 1, mark.column + 1) if mark else Location(path)
    context = f" {error.context}" if error.context else ""
    begun = error.context_mark
    if context and begun is not None and mark is not None and begun.line != mark.line:
        context += f" that starts on line {begun.line + 1}"
    problem = error.problem or "unreadable"
    at = text[mark.index : mark.index + 1] if mark else ""
    hint = "Indent with spaces: YAML allows no tabs." if at == "\t" else _HINTS.get(problem)
    return ServiceError(f"not valid YAML: {problem}{context}", where=where, hint=hint)


_HINTS: Final = {
    "mapping values are not allowed in this context": "Put text that holds `: ` into quotes.",
    "found undefined alias": "Define it first, with `&NAME` before the value it stands for.",
    "did not find expected key": "Look at the indentation: the keys of one mapping stand in one column.",
    "did not find expected ',' or '}'": "Close the mapping with `}`, or put a comma before its next key.",
    "did not find expected ',' or ']'": "Close the list with `]`, or put a comma before its next item.",
    "found unexpected end of stream": "Close the quotes.",
}
"""What to do about the commonest problems, in libyaml's words."""


def _check_nodes(source: Source) -> None:
    """Refuse what the readers below must not meet: foreign tags, a node inside itself, endless expansion."""
    budget = _LARGEST
    pending: list[tuple[yaml.Node, tuple[int, ...]]] = [(source.root, ())]
    while pending:
        node, above = pending.pop()
        budget -= 1
        if node.tag not in TAGS:
            tag = node.tag.replace(_TAG, "!!")
            hint = "Write a plain value; only references such as ${part.output} are resolved."
            raise ServiceError(f"the tag {tag} is not supported", where=source.where(node), hint=hint)
        if budget < 0:
            raise ServiceError("the aliases of this file expand without end", where=source.where(node))
        if isinstance(node, yaml.ScalarNode):
            continue
        if id(node) in above or len(above) > _DEEPEST:
            fault = "an alias that contains itself" if id(node) in above else "nested too deeply"
            raise ServiceError(fault, where=source.where(node))
        below = (*above, id(node))
        if isinstance(node, yaml.MappingNode):
            pending.extend((child, below) for pair in reversed(node.value) for child in reversed(pair))
        elif isinstance(node, yaml.SequenceNode):
            pending.extend((child, below) for child in reversed(node.value))


def pairs(source: Source, node: yaml.MappingNode, faults: Faults) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """The key, key node and value node of each entry; duplicates are refused, merge keys (`<<`) followed."""
    own: dict[str, yaml.Node] = {}
    merged: list[yaml.MappingNode] = []
    for key, value in node.value:
        if key.tag == _TAG + "merge":
            merged += _merged(source, value, faults)
        elif not isinstance(key, yaml.ScalarNode):
            faults.add("a key must be text", source.where(key))
        elif key.value in own:
            first = own[key.value].start_mark.line + 1
            faults.add(f"'{key.value}' is given twice; first on line {first}", source.where(key), "Keep one of them.")
        else:
            own[key.value] = key
            yield key.value, key, value
    seen = set(own)
    for other in merged:
        for name, key, value in pairs(source, other, faults):
            if name not in seen:
                seen.add(name)
                yield name, key, value


def _merged(source: Source, node: yaml.Node, faults: Faults) -> list[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        return [node]
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.MappingNode) for item in node.value):
        return list(node.value)
    faults.add("`<<` merges a mapping, or a list of mappings", source.where(node))
    return []


def scalar(node: yaml.ScalarNode) -> Value:
    """The value of a scalar by YAML 1.2's core schema.

    Raises:
        ValueError: an explicit tag (`!!int`) on text that is none.
    """
    text: str = node.value
    kind = node.tag.removeprefix(_TAG)
    if kind == "bool":
        if text.lower() not in ("true", "false"):
            raise ValueError(f"'{text}' is neither true nor false")
        return text.lower() == "true"
    if kind == "int":
        base = _BASES.get(text[:2].lower(), 10)
        return int(text if base == 10 else text[2:], base)
    if kind == "float":
        return float(text)
    return None if kind == "null" else text


def kind_of(node: yaml.Node) -> str:
    """What a person would call the node's value."""
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    kinds = {"int": "a number", "float": "a number", "bool": "true or false", "null": "nothing"}
    return kinds.get(node.tag.removeprefix(_TAG), "text")
