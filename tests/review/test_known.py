from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.errors import ServiceError
from stackwright.review.finding import Finding, Place
from stackwright.review.known import fixed_of, next_baseline
from stackwright.service.baseline import Known, read_baseline, write_baseline

FIRST, LATER = date(2026, 11, 1), date(2026, 11, 23)
GATE = Finding(
    policy="R-1",
    pack="ours",
    version="1",
    outcome="violated",
    level="mandatory",
    severity="high",
    title="Gates are shut",
    what="port 22 is open",
    urn="urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::gate",
    place=Place(project="shop", stack="dev"),
)


def baseline(*found: Finding) -> list[Known]:
    return list(next_baseline([], found, whole=True, today=FIRST).known)


def test_what_is_known_keeps_its_date_and_what_is_new_gets_one() -> None:
    other = replace(GATE, what="port 3389 is open")
    after = next_baseline(baseline(GATE), [GATE, other], whole=True, today=LATER)
    assert [(it.what, it.since) for it in after.known] == [
        ("port 22 is open", "2026-11-01"),
        ("port 3389 is open", "2026-11-23"),
    ]
    assert [it.what for it in after.new] == ["port 3389 is open"]


def test_what_is_put_right_is_dropped_where_all_was_judged() -> None:
    old = baseline(GATE)
    assert fixed_of(old, []) == old
    assert not next_baseline(old, [], whole=True).known
    assert list(next_baseline(old, [], whole=False).known) == old
    unknown = replace(GATE, outcome="unknown", what="it cannot be judged yet")
    assert not fixed_of(old, [unknown])
    assert list(next_baseline(old, [unknown], whole=True).known) == old


@pytest.mark.parametrize(
    "finding",
    [
        replace(GATE, excepted="waived until 2026-12-31 by team-test: a test"),
        replace(GATE, outcome="broken"),
        replace(GATE, outcome="unknown"),
        replace(GATE, urn="", about="waiver of R-1 for gate"),
    ],
)
def test_what_does_not_belong_into_a_baseline(finding: Finding) -> None:
    assert not baseline(finding)


@given(st.lists(st.sampled_from("abcdef"), max_size=12))
def test_writing_it_twice_changes_nothing(tmp_path_factory: pytest.TempPathFactory, whats: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "baseline.json"
    found = [replace(GATE, what=what) for what in whats]
    write_baseline(path, baseline(*found))
    text, old = path.read_text(), read_baseline(path)
    assert {it.what for it in old} == set(whats)
    write_baseline(path, next_baseline(old, found, whole=True, today=LATER).known)
    assert path.read_text() == text


@pytest.mark.parametrize("text", ["", "[]", '{"findings": {}}', '{"findings": [{"policy": "R-1"}]}'])
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text)
    with pytest.raises(ServiceError, match="baseline"):
        read_baseline(path)
