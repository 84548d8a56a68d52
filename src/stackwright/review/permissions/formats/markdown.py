"""Permissions as a comment of a pull request: what to look at, what changes, and the rest folded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stackwright.review.permissions.changes import Changes
from stackwright.review.permissions.document import Identity, Permissions
from stackwright.review.permissions.words import by_part, chain, counts, headline, marks

_SPECIAL: Final = re.compile(r"([\\`*|_])")


def written(permissions: Permissions) -> str:
    return "\n".join(_lines(permissions)) + "\n"


def _lines(permissions: Permissions) -> Iterator[str]:
    document, changes = permissions.document, permissions.changes
    found = document["findings"]
    verdict = "⚠️ look at this" if found else "✅ no wildcards, no ways to more rights"
    yield f"### Permissions: `{permissions.subject}`: {verdict}"
    yield ""
    yield f"{counts(document)}."
    yield from ("", *(f"> {_cell(note)}" for note in permissions.notes)) if permissions.notes else ()
    if found:
        identities = {one["id"]: one for one in document["identities"]}
        new = {id(it) for it in changes.new} if changes else set[int]()
        yield from ("", "| severity | what | how |", "|---|---|---|")
        for it in found:
            mark = "🆕 " if id(it) in new else ""
            yield f"| {mark}{it['severity']} | {_cell(headline(it, identities))} | {_cell(chain(it['path'])) or '-'} |"
    if changes is not None:
        yield from _changes(changes)
    for part, of_part in by_part(document).items():
        yield from ("", f"<details><summary>{part or 'identities'} ({len(of_part)})</summary>", "")
        for one in of_part:
            yield from _identity(one)
        yield from ("", "</details>")


def _changes(changes: Changes) -> Iterator[str]:
    yield from ("", f"**Since {changes.since}**" + (": nothing changed" if changes.none else ""))
    if changes.none:
        return
    yield from ("", "```diff")
    for change in changes.identities:
        yield f"{ {'added': '+', 'removed': '-', 'changed': ' '}[change.what] } {change.identity}"
        yield from (f"+   {_plain(line)}" for line in change.added)
        yield from (f"-   {_plain(line)}" for line in change.removed)
    yield from (f"- {_plain(it['label'])}: {_plain(it['what'])} ({it['severity']})" for it in changes.gone)
    yield "```"


def _identity(one: Identity) -> Iterator[str]:
    yield f"- **{_cell(one['kind'])} {_cell(one['label'])}**"
    yield from (f"  - {label} {_cell(text)}" for label, text in marks(one))


def _cell(text: str) -> str:
    return "<br>".join(_SPECIAL.sub(r"\\\1", text).replace("<", "&lt;").splitlines())


def _plain(text: str) -> str:
    """Inside a block of code nothing is escaped; only its end must not be in it."""
    return " ".join(text.replace("```", "'''").splitlines())
