"""Which resources a test names: by type, by name, both, or a pattern. One grammar for steps, clouds and faults.

    aws:s3/bucket:Bucket    a type; aws:s3:Bucket, s3:Bucket and Bucket will do, too, and patterns such as aws:s3/*
    logs, web-*             a name as the program says it
    Bucket::logs            both
    urn:pulumi:…            one resource
    *                       every one

What begins with a capital letter is a type, as types do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from stackwright.deploy.state.entries import short_type
from stackwright.service.names import nearest

EVERYTHING: Final = "*"
_PATTERN: Final = re.compile(r"[*?\[/]")
_PARTS: Final = 3
"""Of a whole type token: package, module, kind."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Patterns, as file names have them, of a type's token and of a name or URN."""

    type: str = EVERYTHING
    name: str = EVERYTHING

    def matches(self, type: str, urn: str) -> bool:
        """Whether a resource is meant."""
        named = self.name == EVERYTHING or fnmatchcase(urn, self.name) or fnmatchcase(name_of(urn), self.name)
        return named and fnmatchcase(type, self.type)


def selector(what: str) -> Selector:
    """What `what` means."""
    if what.startswith("urn:"):
        return Selector(name=what)
    if "::" in what:
        kind, _, name = what.rpartition("::")
        return Selector(_type(kind), name)
    if ":" in what or what[:1].isupper():
        return Selector(_type(what))
    return Selector(name=what)


def _type(text: str) -> str:
    """A type as it is written in a test, as a pattern of tokens."""
    parts = text.split(":")
    if _PATTERN.search(text) or not text:
        return text or EVERYTHING
    if len(parts) == 1:
        return f"*:{text}"
    from stackwright.simcloud.catalogue.sdk import catalogue, installed

    known = installed(parts[0]) is not None
    if len(parts) < _PARTS:
        return f"{parts[0]}:*:{parts[1]}" if known else f"*:{parts[0]}*:{parts[1]}"
    if not known or catalogue(parts[0]).resource(text):
        return text
    return f"{parts[0]}:{parts[1]}/*:{parts[2]}"


def name_of(urn: str) -> str:
    """A resource's name, the last part of its URN."""
    return urn.rpartition("::")[2]


def label(type: str, urn: str) -> str:
    """`aws:s3:Bucket logs`, as reports name resources."""
    return f"{short_type(type)} {name_of(urn)}"


def meant(what: str, there: Iterable[tuple[str, str]]) -> str:
    """What `what` may have been meant to be, of these types and URNs: a sentence, or empty."""
    forms: dict[str, None] = {}
    for token, urn in there:
        forms.update(dict.fromkeys((name_of(urn), token, short_type(token), token.rpartition(":")[2])))
    near = nearest(what, list(forms))
    return f"did you mean '{near}'?" if near else ""
