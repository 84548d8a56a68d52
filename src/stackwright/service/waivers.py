"""Waivers: dated, owned exceptions to rules, in a file that is reviewed like code.

    max_days: 180                # how long one may last; 365 if nothing is said
    never: [AWS-IAM-01, K8S-*]   # what nobody may waive
    waivers:
      - policy: AWS-SG-01
        resource: web            # a part, TYPE::NAME or a URN; `*` stands for anything
        reason: the vendor's test system has no fixed address
        owner: team-retail
        ticket: SEC-123
        created: 2026-11-01
        expires: 2026-12-31      # the last day on which it holds
        environments: [dev]

What is in there is checked when it is read; whether the rule and the resource exist is seen when a service is judged.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from stackwright.errors import Location, ServiceError
from stackwright.service.days import DAY, read_day
from stackwright.service.names import NAME
from stackwright.service.shape import Entries, Key, Record, Records, Text, Texts, decode, json_schema
from stackwright.service.source import Faults, read
from stackwright.wire.values import Value

SCHEMA_ID: Final = "urn:stackwright:schema:waivers"
MAX_DAYS: Final = 365
DAYS: Final = Text(r"[1-9]\d{0,3}", "a number of days, from 1 to 9999", whole=(1, 9999))

WAIVER: Final = Record(
    "a waiver",
    {
        "policy": Key(Text(), "The rule's id: one rule, no pattern.", required=True),
        "resource": Key(
            Text(), "A part's name, TYPE::NAME or a URN, in which * stands for any characters.", required=True
        ),
        "reason": Key(Text(), "Why it has to be, for whoever reviews it.", required=True),
        "owner": Key(Text(), "Who answers for it.", required=True),
        "ticket": Key(Text(), "Where it was decided."),
        "created": Key(DAY, "When it was granted; its duration counts from then, or else from today."),
        "expires": Key(DAY, "The last day on which it holds.", required=True),
        "environments": Key(Texts(Text()), "Where it holds; everywhere if nothing is said."),
    },
)
WAIVERS: Final = Record(
    "a file of waivers",
    {
        "max_days": Key(DAYS, f"How many days a waiver may last; {MAX_DAYS} if nothing is said."),
        "never": Key(Texts(Text()), "Rules that cannot be waived: ids, in which * stands for any characters."),
        "waivers": Key(Records(WAIVER), "The waivers.", required=True),
    },
)


def waivers_schema() -> dict[str, Value]:
    """JSON Schema of a file of waivers, as `service_schema` is of a service.yaml."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Waivers: exceptions to policies",
        **json_schema(WAIVERS),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One exception to one rule. `environments` empty: all."""

    policy: str
    resource: str
    reason: str
    owner: str
    ticket: str = ""
    expires: date
    environments: Sequence[str] = ()
    where: Location

    def applies_in(self, environment: str) -> bool:
        return not self.environments or environment in self.environments

    def holds_on(self, day: date) -> bool:
        return day <= self.expires

    @property
    def words(self) -> str:
        """`2026-12-31 by team-retail (SEC-123): the reason`."""
        ticket = f" ({self.ticket})" if self.ticket else ""
        return f"{self.expires.isoformat()} by {self.owner}{ticket}: {' '.join(self.reason.split())}"


def read_waivers(
    paths: Sequence[Path],
    faults: Faults,
    *,
    environment: str = "",
    never: Collection[str] = (),
    today: date | None = None,
) -> list[Waiver]:
    """The waivers of files, in order; what is wrong is added to `faults`.

    `never`: more rules that cannot be waived, by what holds in `environment`. `today` is the day in UTC unless given.
    """
    day = today or today_utc()
    found: list[Waiver] = []
    for path in paths:
        try:
            entries = decode(read(path), WAIVERS, faults)
        except ServiceError as error:
            empty = error.message == "the file is empty"
            hint = "A file of waivers has the key `waivers`, a list." if empty else error.hint
            faults.add(error.message, error.where or Location(path, 0), hint)
            continue
        days = int(entries.text("max_days", str(MAX_DAYS)))
        for entry in entries.records("waivers"):
            here = never if environment in (entry.texts("environments") or (environment,)) else ()
            waiver = _waiver(entry, days, (*here, *entries.texts("never")), day, faults)
            found += [waiver] if waiver else []
    return found


def today_utc() -> date:
    """The day by which waivers hold."""
    return datetime.now(UTC).date()


def _waiver(entries: Entries, days: int, never: Sequence[str], today: date, faults: Faults) -> Waiver | None:
    before = len(faults.found)
    policy, resource = entries.text("policy"), entries.text("resource")
    if "*" in policy:
        faults.add("a waiver is about one policy, not about a pattern", entries.at("policy"))
    banned = next((pattern for pattern in never if matches(pattern, policy)), None)
    if banned:
        by = "" if banned == policy else f" (never: {banned})"
        faults.add(f"{policy} cannot be waived{by}", entries.at("policy"), "Put right what it finds.")
    if resource and not _is_resource(resource):
        hint = "A part's name, TYPE::NAME such as aws:s3/bucket:Bucket::logs, or a URN; * stands for any characters."
        faults.add(f"'{resource}' is no resource", entries.at("resource"), hint)
    created, expires = read_day(entries, "created", faults), read_day(entries, "expires", faults)
    if created and created > today:
        faults.add(f"it is not {created} yet", entries.at("created"), "Say when the waiver was granted.")
    elif expires and created and expires < created:
        faults.add(f"it expires before it was created, on {created}", entries.at("expires"))
    elif expires and (lasts := (expires - (created or today)).days) > days:
        hint = f"At most {days} (max_days), so that somebody looks at it again."
        faults.add(f"a waiver of {lasts} days", entries.at("expires"), hint)
    required = ("policy", "resource", "reason", "owner", "expires")
    if len(faults.found) > before or expires is None or any(key not in entries.values for key in required):
        return None
    return Waiver(
        policy=policy,
        resource=resource,
        reason=entries.text("reason"),
        owner=entries.text("owner"),
        ticket=entries.text("ticket"),
        expires=expires,
        environments=entries.texts("environments"),
        where=entries.where,
    )


def _is_resource(text: str) -> bool:
    return text.startswith("urn:") or "::" in text or NAME.fullmatch(text.replace("*", "a")) is not None


def matches(pattern: str, text: str) -> bool:
    """Whether `*` in a pattern may stand for something that makes it the text. Nothing else in it is special."""
    return re.fullmatch(expression(pattern), text, re.DOTALL) is not None


def expression(pattern: str) -> str:
    """The pattern as a regular expression for the whole text."""
    return ".*".join(map(re.escape, pattern.split("*")))
