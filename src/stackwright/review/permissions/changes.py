"""What a change does to permissions: what is there now and was not before, and the reverse.

Compared are the words in which both are told, in which resources are called as programs call them: so what simulated
clouds made can be compared with what real ones hold, and one environment with another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from stackwright.review.permissions.document import Document, Finding, Identity
from stackwright.review.permissions.words import actions, called, condition, trusted

_STACK: Final = re.compile(r"^urn:pulumi:[^:]*::")


@dataclass(frozen=True, slots=True)
class Change:
    """What is new of an identity, and what is gone; `what` says whether it is itself."""

    identity: str
    part: str
    what: Literal["added", "removed", "changed"]
    added: Sequence[str]
    removed: Sequence[str]


@dataclass(frozen=True, slots=True)
class Changes:
    """All of them since `since`, in words. `new` and `gone` are findings."""

    since: str
    identities: Sequence[Change]
    new: Sequence[Finding]
    gone: Sequence[Finding]

    @property
    def none(self) -> bool:
        return not self.identities and not self.new and not self.gone


def changes_of(before: Document, after: Document, since: str) -> Changes:
    """What became of `before`."""
    old = {_key(one["id"]): one for one in before["identities"]}
    new = {_key(one["id"]): one for one in after["identities"]}
    found = (_change(old.get(key), new.get(key)) for key in dict.fromkeys((*new, *old)))
    known, is_now = (
        {(_key(it["identity"]), it["kind"], it["what"]) for it in document["findings"]} for document in (before, after)
    )
    return Changes(
        since=since,
        identities=[it for it in found if it is not None],
        new=[it for it in after["findings"] if (_key(it["identity"]), it["kind"], it["what"]) not in known],
        gone=[it for it in before["findings"] if (_key(it["identity"]), it["kind"], it["what"]) not in is_now],
    )


def _key(id: str) -> str:
    """An identity wherever it is deployed: without the stack, which names the environment."""
    return _STACK.sub("", id)


def _change(old: Identity | None, new: Identity | None) -> Change | None:
    before, after = dict.fromkeys(_lines(old)), dict.fromkeys(_lines(new))
    added, removed = [it for it in after if it not in before], [it for it in before if it not in after]
    one = new or old
    if one is None or (not one["urn"] and not added and not removed):
        return None
    what = "added" if old is None else "removed" if new is None else "changed"
    if what == "changed" and not added and not removed:
        return None
    return Change(called(one), one["part"] or "", what, added, removed)


def _lines(one: Identity | None) -> Iterator[str]:
    """What can be said of an identity, in lines that stand for themselves: one for each thing that it is about."""
    if one is None:
        return
    for trust in one["trusts"]:
        yield f"trusts {trusted(trust)}"
    for grant in one["may"]:
        limits = f", if {condition(grant['conditions'])}" if grant["conditions"] else ""
        word = "may" if grant["effect"] == "allow" else "must not"
        for place in grant["on"] or [""]:
            yield f"{word} {actions(grant)}{f' on {place}' if place else ''}{limits}"
    if one["keys"]:
        yield "has a key that does not expire"
    if one["boundary"]:
        yield f"at most {one['boundary']}"
    for group in one["groups"]:
        yield f"member of {group}"
    for end in one["becomes"]:
        yield f"gets at {end['label']}"
