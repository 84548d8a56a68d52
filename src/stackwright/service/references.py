"""`${part.output}` in text: what a part takes from another one.

${part}                      the whole part: a mapping of its outputs
${part.output}               one output
${part.output.key[0]}        something inside it; ["a key"] where a key is no plain word
${service/part.output}       an output of another service's part, in the same environment
https://${web.host}/health   a template; references become text
$${part}                     the text `${part}`
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from stackwright.errors import Location
from stackwright.service.model import Input, Reference, Template
from stackwright.service.names import NAME, NAME_RULE

_OPENING: Final = re.compile(r"\$\$\{|\$\{")
_STEP: Final = re.compile(r"""\.([A-Za-z_][A-Za-z0-9_-]*)|\[([0-9]+)\]|\["([^"\\]*)"\]|\['([^'\\]*)'\]""")
_PATH_START: Final = re.compile(r"[.\[]")


class Malformed(ValueError):
    """Text that holds no proper reference. `offset` is the index of the `$` that starts the faulty one."""

    def __init__(self, message: str, offset: int, hint: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.hint = hint


def parse(text: str, locate: Callable[[int], Location | None] = lambda _: None) -> str | Reference | Template:
    """Text as it is meant: plain text (escapes undone), a reference, or a template of both.

    `locate` gives the place of a character of `text` in its file.

    Raises:
        Malformed: a reference does not end, or is not written properly.
    """
    if "${" not in text:
        return text
    pieces: list[str | Reference] = []
    literal, at = "", 0
    for opening in _OPENING.finditer(text):
        if opening.start() < at:
            continue
        literal += text[at : opening.start()]
        if opening.group() == "$${":
            literal, at = literal + "${", opening.end()
            continue
        end = text.find("}", opening.end())
        body = text[opening.end() : end]
        if end < 0 or "${" in body:
            raise Malformed(
                "a reference that does not end", opening.start(), "Close it with `}`, or write $${ for `${` itself."
            )
        if literal:
            pieces.append(literal)
        pieces.append(_reference(body, opening.start(), locate))
        literal, at = "", end + 1
    if literal := literal + text[at:]:
        pieces.append(literal)
    if all(isinstance(piece, str) for piece in pieces):
        return "".join(map(str, pieces))
    only = pieces[0]
    return only if len(pieces) == 1 and isinstance(only, Reference) else Template(tuple(pieces))


def _reference(body: str, start: int, locate: Callable[[int], Location | None]) -> Reference:
    shown = "${" + body + "}"
    hint = (
        "A reference is ${part}, ${part.output}, ${part.output.key[0]} or ${service/part.output}; $${ is `${` itself."
    )
    path_start = _PATH_START.search(body)
    head = body[: path_start.start()] if path_start else body
    service, slash, part = head.rpartition("/")
    names = [service, part] if slash else [part]
    for name in names:
        if not NAME.fullmatch(name):
            what = f"'{name}' in {shown} is no name" if name else f"{shown} names no part"
            raise Malformed(what, start, f"In a reference {NAME_RULE}." if name.strip() == name and name else hint)
    path: list[str | int] = []
    at = len(head)
    while at < len(body):
        step = _STEP.match(body, at)
        if step is None:
            raise Malformed(f"'{body[at:]}' in {shown} is no path", start, hint)
        key, index, double, single = step.groups()
        path.append(int(index) if index is not None else next(k for k in (key, double, single) if k is not None))
        at = step.end()
    if path and isinstance(path[0], int):
        raise Malformed(f"{shown} takes an element of a whole part", start, "Name an output first: ${part.output[0]}.")
    return Reference(part, tuple(path), service or None, locate(start))


def references(
    value: Input, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Reference, bool]]:
    """Every reference inside a value: where it stands in the value, the reference, and whether it is inside a text."""
    if isinstance(value, Reference):
        yield path, value, False
    elif isinstance(value, Template):
        for piece in value.pieces:
            if isinstance(piece, Reference):
                yield path, piece, True
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from references(item, (*path, index))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from references(item, (*path, key))
