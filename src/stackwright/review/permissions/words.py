"""What the ways of showing permissions say alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stackwright.review.permissions.document import Becoming, Document, Finding, Grant, Identity, Step, Trust

OUTSIDE: Final = "granted to others"
"""What identities are under that no resource here makes."""


@dataclass(frozen=True, slots=True)
class Right:
    """What is granted alike on several things, in words."""

    effect: str
    what: str
    on: tuple[str, ...]
    conditions: tuple[str, ...]

    def __str__(self) -> str:
        denied = "must not: " if self.effect == "deny" else ""
        place = f" on {', '.join(self.on)}" if self.on else ""
        return f"{denied}{self.what}{place}{f', if {condition(self.conditions)}' if self.conditions else ''}"


def by_part(document: Document) -> Mapping[str, Sequence[Identity]]:
    """The identities that resources make, by part; then the others, those that have anything."""
    found: dict[str, list[Identity]] = defaultdict(list)
    for one in document["identities"]:
        if one["urn"]:
            found[one["part"] or ""].append(one)
    others = [one for one in document["identities"] if not one["urn"] and one["may"]]
    return {**found, OUTSIDE: others} if others else found


def called(one: Identity) -> str:
    """`IAM role web/shop-task`."""
    return f"{one['kind']} {one['part']}/{one['label']}" if one["part"] else f"{one['kind']} {one['label']}"


def rights(grants: Sequence[Grant]) -> list[Right]:
    """What is granted, what is alike together: the same actions on several things, then different ones on the same."""
    places: dict[tuple[str, str, tuple[str, ...]], dict[str, None]] = {}
    for grant in grants:
        key = grant["effect"], actions(grant), tuple(grant["conditions"])
        places.setdefault(key, {}).update(dict.fromkeys(grant["on"]))
    return [Right(effect, what, tuple(on), conditions) for (effect, what, conditions), on in places.items()]


def actions(grant: Grant) -> str:
    """`sqs: GetQueueUrl, SendMessage`; a role by its name, and that its content is not known here."""
    if grant["role"] and grant["role"] != "unknown":
        return grant["role"] if grant["on"] else f"whatever {grant['role']} allows"
    but = f" but {_grouped(grant['but'])}" if grant["but"] else ""
    return f"{_grouped(grant['actions']) or 'unknown'}{but}"


def _grouped(names: Sequence[str]) -> str:
    by_service: dict[str, list[str]] = {}
    for name in names:
        service, colon, action = name.partition(":")
        by_service.setdefault(service if colon else "", []).append(action if colon else name)
    return "; ".join(f"{it}: {', '.join(found)}" if it else ", ".join(found) for it, found in by_service.items())


def condition(conditions: Sequence[str]) -> str:
    return " and ".join(conditions)


def trusted(trust: Trust) -> str:
    return f"{trust['who']}, if {condition(trust['conditions'])}" if trust["conditions"] else trust["who"]


def becoming(one: Becoming) -> str:
    """What an identity can get at, and by which way."""
    perhaps = "" if one["certain"] else "perhaps "
    return f"{perhaps}{one['label']}: {chain(one['path'])}"


def chain(path: Sequence[Step]) -> str:
    """`deployer → (has lambda run code as it: iam:PassRole, …) → admin`."""
    text = path[0]["of"] if path else ""
    for step in path:
        needs = f": {', '.join(step['needs'])}" if step["needs"] else ""
        text += f" → ({step['how']}{needs}) → {step['to']}"
    return text


def headline(finding: Finding, identities: Mapping[str, Identity]) -> str:
    """What a finding says, of whom."""
    whose = called(identities[finding["identity"]]) if finding["identity"] in identities else finding["label"]
    perhaps = "" if finding["certain"] else "perhaps "
    return f"{whose}: {perhaps}{finding['what']}"


def counts(document: Document) -> str:
    """How much there is, in one line."""
    made = [one for one in document["identities"] if one["urn"]]
    parts = {one["part"] for one in made if one["part"]}
    kinds = [it["kind"] for it in document["findings"]]
    where = f" in {count(len(parts), 'part')}" if parts else ""
    found = f"{count(kinds.count('wildcard'), 'wildcard')}, {count(kinds.count('escalation'), 'way')} to more rights"
    return f"{len(made)} {'identity' if len(made) == 1 else 'identities'}{where}: {found}"


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def marks(one: Identity) -> Iterator[tuple[str, str]]:
    """Labelled lines about an identity: what runs as it, who can take it on, what it may, what it gets at."""
    if one["runs"]:
        yield "used by", ", ".join(one["runs"])
    for trust in one["trusts"]:
        yield "trusts", trusted(trust)
    if one["groups"]:
        yield "member of", ", ".join(one["groups"])
    if one["boundary"]:
        yield "at most", one["boundary"]
    if one["keys"]:
        yield "has", "a key that does not expire"
    for right in rights(one["may"]):
        yield "may", str(right)
    if one["urn"] and not one["may"] and not one["groups"]:
        yield "may", "nothing that is granted here"
    for end in one["becomes"]:
        yield "gets at", becoming(end)
