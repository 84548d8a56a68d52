"""Permissions for people: what to look at first, what a change changes, then each identity by part."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from stackwright.review.permissions.changes import Changes
from stackwright.review.permissions.document import Finding, Identity, Permissions
from stackwright.review.permissions.words import by_part, chain, counts, headline, marks

_LABEL: Final = 10
_NARROWEST: Final = 60


def written(permissions: Permissions) -> str:
    width = max(shutil.get_terminal_size((120, 24)).columns, _NARROWEST)
    return "\n".join(_lines(permissions, width)) + "\n"


def _lines(permissions: Permissions, width: int) -> Iterator[str]:
    document = permissions.document
    identities = {one["id"]: one for one in document["identities"]}
    for part, found in by_part(document).items():
        if part:
            yield part
        for one in found:
            yield from _identity(one, width)
        yield ""
    for finding in document["findings"]:
        yield from _finding(finding, headline(finding, identities), width)
    yield from [""] if document["findings"] else []
    if permissions.changes is not None:
        yield from _changes(permissions.changes, width)
        yield ""
    yield from (f"Note: {note}" for note in permissions.notes)
    yield f"{counts(document)}."


def _identity(one: Identity, width: int) -> Iterator[str]:
    yield f"  {one['kind']} {one['label']}"
    before = ""
    for label, text in marks(one):
        yield from _wrapped(f"    {'' if label == before else label:{_LABEL}}", text, width)
        before = label


def _finding(finding: Finding, text: str, width: int) -> Iterator[str]:
    yield from _wrapped("✗ ", f"{text}  ({finding['severity']}, {finding['kind']})", width)
    if finding["path"]:
        yield from _wrapped("    ", chain(finding["path"]), width)


def _changes(changes: Changes, width: int) -> Iterator[str]:
    yield f"Since {changes.since}:" + (" nothing changed" if changes.none else "")
    for change in changes.identities:
        sign = {"added": "+", "removed": "-", "changed": "~"}[change.what]
        yield f"{sign} {change.identity}"
        yield from _signed("+", change.added, width)
        yield from _signed("-", change.removed, width)
    yield from _signed("+", [f"{it['severity']}: {it['label']}: {it['what']}" for it in changes.new], width)
    yield from _signed("-", [f"{it['severity']}: {it['label']}: {it['what']}" for it in changes.gone], width)


def _signed(sign: str, lines: Sequence[str], width: int) -> Iterator[str]:
    for line in lines:
        yield from _wrapped(f"    {sign} ", line, width)


def _wrapped(head: str, text: str, width: int) -> list[str]:
    indent = " " * len(head)
    return textwrap.wrap(
        text, width, initial_indent=head, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
