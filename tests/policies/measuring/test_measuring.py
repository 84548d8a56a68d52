"""Figures for policies whose mistakes are known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from stackwright_policies.asking import asked
from stackwright_policies.measuring.__main__ import main
from stackwright_policies.measuring.labelled import Case, Labels
from stackwright_policies.measuring.report import data, lines
from stackwright_policies.measuring.scores import Score, measure
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.packs import everything
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

BUCKET = "aws:s3/bucket:Bucket"
KNOWN = everything.policies[0]


def _check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    """Says of a bucket what its ACL says."""
    match resource.properties.get("acl").value:
        case "fail":
            yield Failed("it says so")
        case "broken":
            raise KeyError
        case _:
            return


POLICY = Policy(
    id="X-1", title="x", severity="low", why="x", fix="x", types=[BUCKET], check=_check, passes=(), violates=()
)


def _case(expect: str, acl: str) -> Case:
    return Case(expect, Example(why=f"{expect} {acl}", type=BUCKET, inputs={"acl": acl}), "here:1")  # type: ignore[arg-type]


def test_misses_and_false_alarms_are_counted_and_named() -> None:
    cases = [
        _case("fail", "fail"),
        _case("fail", "pass"),
        _case("fail", UNKNOWN),
        _case("fail", "broken"),
        _case("pass", "pass"),
        _case("pass", "fail"),
        _case("pass", UNKNOWN),
        _case("unknown", UNKNOWN),
        _case("unknown", "pass"),
        _case("unknown", "fail"),
    ]
    measured = measure(Labels("X-1", ["docs"], cases), POLICY)
    assert measured.score == Score(found=1, missed=3, alarms=2)
    assert (measured.score.precision, measured.score.recall) == (1 / 3, 1 / 4)
    assert measured.score.f1 == pytest.approx(2 / 7)
    printed = list(lines([measured], ["X-2"]))
    assert printed[1].split() == ["X-1", "10", "1", "3", "2", "0.333", "0.250", "0.286"]
    assert [line.partition(", ")[2] for line in printed if line.startswith("here:1")] == [
        "fail pass: missed (said pass)",
        f"fail {UNKNOWN}: missed (said unknown)",
        "fail broken: the policy itself failed (expected fail)",
        "pass fail: false alarm (expected pass)",
        f"pass {UNKNOWN}: undecided, though it is known to pass",
        "unknown pass: passed, though it cannot be known",
        "unknown fail: false alarm (expected unknown)",
    ]
    assert printed[-1] == "no code yet, not counted: X-2"
    told = data([measured], ["X-2"])
    assert told["all"]["precision"] == 1 / 3
    assert len(told["misjudged"]) == 7


def test_a_rule_that_reports_nothing_raises_no_false_alarm() -> None:
    assert (Score(0, 2, 0).precision, Score(0, 2, 0).recall, Score(0, 2, 0).f1) == (1, 0, 0)


def test_settings_of_a_case_reach_the_policy() -> None:
    [opened] = [policy for policy in everything.policies if policy.id == "AWS-SG-01"]
    example = opened.violates[0]
    assert asked(opened, example) == "fail"
    assert asked(opened, replace(example, settings={"ports": [3389]})) == "pass"


def test_dependencies_lead_to_the_resource_of_that_name_whatever_its_type() -> None:
    def check_stack(resources: object, _settings: Settings) -> Iterator[Verdict]:
        first, second = resources  # type: ignore[misc]
        if list(first.depends["kmsKey"]) == [second.urn]:
            yield Failed("it depends on it")

    key = Example(why="", type="aws:kms/key:Key", name="key")
    example = Example(why="", type=BUCKET, others=[key], dependencies={"kmsKey": ["key"]})
    assert asked(replace(POLICY, check=None, check_stack=check_stack), example) == "fail"


def _write(folder: Path, rule: str) -> None:
    case = f"  - {{why: nothing is said, expect: fail, type: '{KNOWN.violates[0].type}'}}\n"
    (folder / f"{rule}.yaml").write_text(f"rule: {rule}\nsource: [docs]\ncases:\n{case}", "utf-8")


def test_the_command_prints_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(tmp_path, KNOWN.id)
    _write(tmp_path, "X-1")
    assert main(["--cases", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert KNOWN.id in out
    assert out.endswith("no code yet, not counted: X-1\n")
    assert main(["--cases", str(tmp_path), "--json", KNOWN.id]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (list(told["rules"]), told["without_code"]) == ([KNOWN.id], [])


def test_the_command_says_what_it_cannot_measure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--cases", str(tmp_path / "none")]) == 2
    assert "name one with --cases" in capsys.readouterr().err
    assert main(["--cases", str(tmp_path), "X-9"]) == 2
    assert "no labelled cases for X-9" in capsys.readouterr().err
    (tmp_path / "X-1.yaml").write_text("rule: [", "utf-8")
    assert main(["--cases", str(tmp_path)]) == 2
    assert "X-1.yaml" in capsys.readouterr().err
