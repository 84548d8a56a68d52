from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stackwright.service.source import Faults
from stackwright.service.waivers import MAX_DAYS, Waiver, matches, read_waivers

TODAY = date(2026, 11, 23)
WAIVER = {
    "policy": "AWS-SG-01",
    "resource": "web",
    "reason": "the vendor has no fixed address",
    "owner": "team-retail",
    "expires": "2026-12-31",
}


def read(folder: Path, text: str, **given: object) -> tuple[list[Waiver], list[str]]:
    path = folder / "waivers.yaml"
    path.write_text(text)
    faults = Faults()
    found = read_waivers([path], faults, today=TODAY, **given)  # pyright: ignore[reportArgumentType]
    return found, [str(fault).replace(f"{path}:", "").replace("waivers.yaml:", "") for fault in faults.sorted()]


def written(**changes: object) -> str:
    waiver = {key: value for key, value in (WAIVER | changes).items() if value is not None}
    return yaml.safe_dump({"waivers": [waiver]}, default_style="", sort_keys=False)


def test_a_waiver_says_who_until_when_and_why(tmp_path: Path) -> None:
    [waiver], faults = read(tmp_path, written(ticket="SEC-1", environments=["dev"]))
    assert not faults
    assert waiver.words == "2026-12-31 by team-retail (SEC-1): the vendor has no fixed address"
    assert waiver.where.path == tmp_path / "waivers.yaml"
    assert waiver.where.line == 2
    assert waiver.applies_in("dev")
    assert not waiver.applies_in("prod")


def test_it_holds_on_its_last_day_and_not_after_it(tmp_path: Path) -> None:
    [waiver], _ = read(tmp_path, written(expires="2026-11-22", created="2026-11-01"))
    assert waiver.holds_on(date(2026, 11, 22))
    assert not waiver.holds_on(TODAY)


@pytest.mark.parametrize("key", ["policy", "resource", "reason", "owner", "expires"])
def test_what_is_required_is_missed(tmp_path: Path, key: str) -> None:
    found, [fault] = read(tmp_path, written(**{key: None}))
    assert not found
    assert f"2:3: missing key '{key}' in a waiver" in fault


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"policy": "AWS-*"}, "2:11: a waiver is about one policy, not about a pattern"),
        ({"resource": "Not A Part"}, "3:13: 'Not A Part' is no resource"),
        ({"expires": "2026-02-30"}, "6:12: there is no day 2026-02-30"),
        ({"expires": "soon"}, "6:12: 'expires' cannot be 'soon'"),
        ({"expires": "2028-01-01"}, "6:12: a waiver of 404 days"),
        ({"created": "2026-11-24"}, "7:12: it is not 2026-11-24 yet"),
        ({"created": "2026-11-20", "expires": "2026-11-19"}, "6:12: it expires before it was created"),
        ({"created": "2025-11-23"}, "6:12: a waiver of 403 days"),
        ({"expire": "2026-12-31"}, "7:3: unknown key 'expire' in a waiver"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    found, faults = read(tmp_path, written(**changes).replace("'", ""))
    assert not found or "expire" in changes
    assert len(faults) == 1
    assert said in faults[0]


def test_some_policies_cannot_be_waived(tmp_path: Path) -> None:
    found, [fault] = read(tmp_path, "never: [AWS-SG-*]\n" + written())
    assert not found
    assert "3:11: AWS-SG-01 cannot be waived (never: AWS-SG-*)" in fault
    _, [fault] = read(tmp_path, written(), never=["AWS-SG-01"], environment="prod")
    assert "AWS-SG-01 cannot be waived" in fault
    found, faults = read(tmp_path, written(environments=["dev"]), never=["AWS-SG-01"], environment="prod")
    assert found
    assert not faults  # what holds in prod is nothing to a waiver for dev


def test_the_longest_duration_is_set_in_the_file(tmp_path: Path) -> None:
    _, [fault] = read(tmp_path, "max_days: 30\n" + written())
    assert "a waiver of 38 days" in fault
    assert "At most 30 (max_days)" in fault


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "the file is empty"), ("[]", "a file of waivers must be a mapping"), ("waivers: {}", "must be a list")],
)
def test_a_file_that_is_none_is_told(tmp_path: Path, text: str, said: str) -> None:
    found, [fault] = read(tmp_path, text)
    assert not found
    assert said in fault


@given(st.text(), st.text())
def test_a_pattern_without_a_star_matches_itself_alone(pattern: str, text: str) -> None:
    pattern = pattern.replace("*", "")
    assert matches(pattern, pattern)
    assert matches(pattern, text) == (pattern == text)


@given(st.lists(st.text(), min_size=1, max_size=4), st.lists(st.text(), max_size=3))
def test_a_star_stands_for_anything(pieces: list[str], between: list[str]) -> None:
    pieces = [piece.replace("*", "") for piece in pieces]
    filled = "".join(
        piece + (between[number % len(between)] if between and number < len(pieces) - 1 else "")
        for number, piece in enumerate(pieces)
    )
    assert matches("*".join(pieces), filled)


@given(st.dates(date(2026, 1, 1), TODAY), st.integers(-400, 800))
def test_a_waiver_is_read_only_if_it_is_short_enough(
    tmp_path_factory: pytest.TempPathFactory, created: date, days: int
) -> None:
    expires = created + timedelta(days)
    text = written(created=created.isoformat(), expires=expires.isoformat()).replace("'", "")
    found, faults = read(tmp_path_factory.getbasetemp(), text)
    assert bool(found) == (0 <= days <= MAX_DAYS) == (not faults)
