"""What the options mean, in which order, and which of them are refused before anything runs."""

from __future__ import annotations

import pytest

from stackwright.deploy.acts.grammar import Option, acts_of
from stackwright.deploy.acts.model import Act, Break, Change, Drift, Failure, Selection
from stackwright.deploy.acts.naming import Names
from stackwright.errors import UsageError
from stackwright.service.changing import Changes

NAMES = Names(("web", "database", "jobs"), {"aws": "eu-west-1", "azure": "westeurope", "private": ""})
BUCKET = "aws:s3/bucket:Bucket"


def acts(*words: tuple[Option, str]) -> list[Act]:
    return acts_of(words, NAMES)


def refused(*words: tuple[Option, str]) -> str:
    with pytest.raises(UsageError) as caught:
        acts(*words)
    return str(caught.value)


def test_settings_beside_one_another_are_one_act_and_later_ones_build_on_earlier_ones() -> None:
    first, second, third = acts(
        ("--then-set", "web.replicas=6"),
        ("--then-without", "jobs"),
        ("--break", "web"),
        ("--then-set", "web.replicas=2"),
    )
    said = Changes(("web.replicas=6",), ("jobs",))
    assert first.doing == Change(said, said)
    assert first.title == "change: set web.replicas=6, take out jobs"
    assert second.doing == Break(Selection("part", "web"))
    later = Changes(("web.replicas=2",))
    assert third.doing == Change(later, said.then(later))
    assert [act.number for act in (first, second, third)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "selection"),
    [
        ("web", Selection("part", "web")),
        ("eu-west-1b", Selection("zone", "eu-west-1b")),
        ("westeurope-3", Selection("zone", "westeurope-3")),
        ("nova", Selection("zone", "nova")),
        (BUCKET, Selection("type", BUCKET, frozenset({BUCKET}))),
        ("aws:s3:Bucket", Selection("type", "aws:s3:Bucket", frozenset({BUCKET}))),
        ("s3:Bucket", Selection("type", "s3:Bucket", frozenset({BUCKET}))),
        (f"{BUCKET}::logs", Selection("resource", f"{BUCKET}::logs")),
        ("*logs*", Selection("resource", "*logs*")),
        ("urn:pulumi:dev::p::t:m:T::n", Selection("resource", "urn:pulumi:dev::p::t:m:T::n")),
    ],
)
def test_what_vanishes_is_a_part_a_zone_a_type_or_a_resource(text: str, selection: Selection) -> None:
    [act] = acts(("--break", text))
    assert act.doing == Break(selection)


def test_a_short_name_stands_for_every_type_that_has_it_and_a_pattern_for_all_that_match() -> None:
    assert BUCKET in NAMES.select("Bucket", "--break").types
    assert "aws:lightsail/bucket:Bucket" in NAMES.select("Bucket", "--break").types
    objects = NAMES.select("aws:s3/*", "--break").types
    assert BUCKET in objects
    assert all(token.startswith("aws:s3/") for token in objects)


def test_a_call_that_fails_belongs_to_the_act_behind_it() -> None:
    first, second = acts(
        ("--break", "create:s3:Bucket#2"), ("--break", "read:web=no-answer"), ("--break", "web"), ("--drift", "")
    )
    bucket = Selection("type", "s3:Bucket", frozenset({BUCKET}))
    assert first.failures == (
        Failure("create", bucket, 2),
        Failure("read", Selection("part", "web"), 1, "no-answer"),
    )
    assert first.title == (
        "lose part web; create of type s3:Bucket, the 2nd, fails; read of part web fails (no-answer)"
    )
    assert second.failures == ()


def test_a_drift_names_a_property_and_its_title_no_value() -> None:
    first, second, third, fourth = acts(
        ("--drift", ""),
        ("--drift", "web"),
        ("--drift", f"{BUCKET}:tags.team=a=b"),
        ("--drift", "*logs:forceDestroy=true"),
    )
    assert first.doing == Drift(Selection("everything"))
    assert second.doing == Drift(Selection("part", "web"))
    assert third.doing == Drift(Selection("type", BUCKET, frozenset({BUCKET})), "tags.team", "a=b")
    assert third.title == f"drift in type {BUCKET}: tags.team"
    assert fourth.doing == Drift(Selection("resource", "*logs"), "forceDestroy", value=True)


def test_a_part_that_is_not_rehearsed_or_was_taken_out_cannot_change() -> None:
    message = "--then-set wob: there is no such part in this rehearsal by then\n  Did you mean 'web'?"
    assert refused(("--then-set", "wob.replicas=3")) == message
    taken_out = refused(("--then-without", "web"), ("--drift", ""), ("--then-set", "web.replicas=3"))
    assert "--then-set web: there is no such part in this rehearsal by then" in taken_out


@pytest.mark.parametrize(
    ("option", "text", "message"),
    [
        ("--break", "wbe", "--break wbe: there is no such part, type or zone\n  Did you mean 'web'"),
        ("--break", "eu-west-1z", "Did you mean 'eu-west-1"),
        ("--break", "Buckett", "Did you mean 'Bucket'"),
        ("--break", "aws:s3/bucket:Buckett", "Did you mean 'aws:s3/bucket:Bucket'"),
        ("--break", "", "Parts: web, database, jobs; zones: eu-west-1a"),
        ("--break", "create:s3:Bucket", "no act follows in which a create could fail"),
        ("--break", "create:s3:Bucket=slow", "a create does not fail like that\n  It can be: error, not-ready"),
        ("--break", "delete:s3:Bucket=not-ready", "It can be: error, no-answer, crash."),
        ("--break", "create:s3:Bucket#0", "faults count calls from 1"),
        ("--break", "update:wbe", "--break update: wbe: there is no such part"),
        ("--drift", "tags=1", "--drift tags names no property"),
        ("--drift", f"{BUCKET}:tag.team=b", "aws:s3/bucket:Bucket has no property tag; did you mean tags"),
        ("--drift", "databse", "Did you mean 'database'"),
    ],
)
def test_what_is_not_there_is_refused(option: Option, text: str, message: str) -> None:
    assert message in refused((option, text))
