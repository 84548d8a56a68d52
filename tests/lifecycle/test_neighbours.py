"""A service that stands on parts of others, through the command line.

lower: base ── side    apart           programs; `apart` is nobody's here
                 │
middle:          ids                   a blueprint
                 │
upper:           ids
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lifecycle.support import PROGRAMS, CommandLine, Ran, write_programs
from tests.lifecycle.test_pictures import boxes

ENVIRONMENT = """
environments:
  dev:
    backend: file://../.stackwright/state
    secrets: passphrase
    providers: {aws: {region: eu-west-1}}
"""
LOWER = """
service: lower
owner: team-test
parts:
  base: {program: base, stack: dev}
  side: {program: side, after: [base]}
  apart: {program: apart}
"""
MIDDLE = """
service: middle
owner: team-test
parts:
  ids: {blueprint: workload-identity@^1, cloud: aws, inputs: {issuer: "https://${lower/side.region}.example"}}
"""
UPPER = """
service: upper
owner: team-test
parts:
  ids: {blueprint: workload-identity@^1, cloud: aws, inputs: {issuer: "${middle/ids.issuer}"}}
"""
PACK = """
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy


def pets(args, report):
    if args.resource_type == "random:index/randomPet:RandomPet" and args.name == "pet":
        report("no pets here")


PolicyPack(
    name="house",
    enforcement_level=EnforcementLevel.MANDATORY,
    policies=[ResourceValidationPolicy(name="pets", description="No pets.", validate=pets)],
)
"""


@pytest.fixture
def stacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "stacks"
    programs = {"base": PROGRAMS["base"], "side": PROGRAMS["side"], "apart": PROGRAMS["side"]}
    write_programs(folder / "lower", programs)
    for name, text in {"lower": LOWER, "middle": MIDDLE, "upper": UPPER}.items():
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "service.yaml").write_text(text + ENVIRONMENT)
        (folder / name / "Pulumi.yaml").write_text(f"name: {name}\nruntime: python\n")
        (folder / name / "__main__.py").write_text("from stackwright.program import run\n\nrun()\n")
    (tmp_path / ".git").mkdir()  # one world for all
    monkeypatch.chdir(tmp_path)
    return folder


def phases(ran: Ran) -> list[tuple[str, str, tuple[str, ...]]]:
    """Each phase with its service and its parts."""
    return [
        (line["phase"], line["service"], tuple(part["part"] for part in line["parts"]))
        for line in ran.lines
        if line["type"] == "phase"
    ]


def test_a_rehearsal_brings_up_what_it_needs_and_nothing_else(stacks: Path, stackwright: CommandLine) -> None:
    ran = stackwright("rehearse", "upper", "--json", "--picture", "run.svg")
    assert ran.code == 0, ran.out + ran.err
    own = [(phase, "upper", ("ids",)) for phase in ("preview", "up", "check", "destroy")]
    assert phases(ran) == [
        ("before", "lower", ("base", "side")),
        ("before", "middle", ("ids",)),
        *own,
        ("after", "middle", ("ids",)),
        ("after", "lower", ("base", "side")),
    ]
    begun = [line for line in ran.lines if line["type"] == "phase"]
    assert [line.get("neededBy") for line in begun] == ["upper", "upper", None, None, None, None, "upper", "upper"]
    ended = [line for line in ran.lines if line["type"] == "summary"]
    assert [line["service"] for line in ended] == [line["service"] for line in begun]
    assert {part["state"] for line in ended if line["phase"] == "after" for part in line["parts"]} == {"succeeded"}
    [outputs] = [line["parts"] for line in ran.lines if line["type"] == "outputs"]
    assert outputs["ids"]["issuer"] == "https://north.example"
    assert set(boxes(Path("run.svg"))) == {"ids"}, "the picture is of the service that was rehearsed"
    assert not list(Path(".stackwright/simulated").glob("*"))


def test_a_failure_is_said_to_be_the_neighbour_s(stacks: Path, stackwright: CommandLine) -> None:
    (stacks / "lower/side/fail").touch()
    ran = stackwright("rehearse", "upper", "--picture", "run.svg")
    assert ran.code == 1
    assert ran.out.startswith("Before: lower: 2 parts that upper needs\n")
    assert "✗ side\n" in ran.out
    assert "RuntimeError: told to fail" in ran.out
    assert "2 parts: 1 succeeded, 1 failed" in ran.out
    advice = "It is lower that failed, which upper needs. By itself: stackwright rehearse stacks/lower -e dev\n"
    assert advice in ran.out
    assert "Preview" not in ran.out
    assert set(boxes(Path("run.svg"))) == {"base", "side"}

    ran = stackwright("rehearse", "upper", "--then-set", "ids.issuer=https://south.example")
    assert ran.code == 1
    assert "not deployed: up of lower, which it needs, failed: side: " in ran.out
    assert advice in ran.out


def test_the_neighbour_s_policies_hold_for_it(stacks: Path, stackwright: CommandLine) -> None:
    (stacks / "pack").mkdir()
    (stacks / "pack/PulumiPolicy.yaml").write_text("runtime: python\n")
    (stacks / "pack/__main__.py").write_text(PACK)
    (stacks / "lower/service.yaml").write_text(LOWER + ENVIRONMENT + "    policies: {packs: [../pack]}\n")
    ran = stackwright("rehearse", "upper")
    assert ran.code == 3
    assert "✗ pets No pets.  (mandatory)\n    base: pet\n" in ran.out
    assert "✗ base: violates pets" in ran.out
    assert "It is lower that failed" in ran.out


def test_where_clouds_stay_others_are_brought_up_only_where_that_is_asked_for(
    stacks: Path, stackwright: CommandLine
) -> None:
    for command in ("preview", "up"):
        ran = stackwright(command, "upper", "--simulate")
        assert ran.code == 2
        assert "ids needs middle/ids, which is not deployed in dev" in ran.err
        assert "stackwright up upper -e dev --simulate --with-dependencies" in ran.err
    ran = stackwright("up", "upper", "-e", "dev", "--simulate", "--with-dependencies")
    assert ran.code == 0, ran.out + ran.err
    assert "Before: lower: 2 parts that upper needs\n2 parts: 2 succeeded · 6 created" in ran.out
    assert stackwright("preview", "upper", "--simulate").out.endswith("Nothing to change.\n")
    shown = stackwright("outputs", "lower", "--simulate")
    assert "apart  (not deployed)" in shown.out

    ran = stackwright("rehearse", "upper", "--keep", "--json")
    assert ran.code == 0, ran.err
    assert {part["state"] for line in ran.lines if line["type"] == "summary" for part in line["parts"]} == {"unchanged"}
    assert "after" not in {line["phase"] for line in ran.lines}, "what is kept stands on them"


def test_acts_are_of_the_service_s_own_parts(stacks: Path, stackwright: CommandLine) -> None:
    for option, text in (("--break", "side"), ("--break", "lower/side"), ("--drift", "apart")):
        ran = stackwright("rehearse", "upper", option, text)
        assert ran.code == 2
        assert f"{option} {text}: there is no such part, type or zone" in ran.err
        assert ran.out == ""
    ran = stackwright(
        "rehearse", "upper", "--json", "--break", "ids", "--then-set", "ids.issuer=https://${lower/apart.region}.south"
    )
    assert ran.code == 0, ran.out + ran.err
    assert [phase for phase in phases(ran) if phase[0] == "before"] == [
        ("before", "lower", ("base", "side")),
        ("before", "middle", ("ids",)),
        ("before", "lower", ("apart",)),
    ], "what an act refers to is brought up before anything else, too"
    [report] = [line for line in ran.lines if line["type"] == "report"]
    lost, changed = report["acts"]
    assert [part["part"] for part in lost["parts"]] == [part["part"] for part in changed["parts"]] == ["ids"]
    assert report["recovered"]


def test_what_is_not_at_hand_is_said_before_anything_runs(stacks: Path, stackwright: CommandLine) -> None:
    (stacks / "lower").rename(stacks / "elsewhere")
    ran = stackwright("rehearse", "upper")
    assert ran.code == 2
    assert "middle/ids needs lower/side, and that service is not at hand" in ran.err
    assert "middle/service.yaml:5" in ran.err
    assert ran.out == ""


def test_a_program_that_the_engine_cannot_run_is_named_where_its_outputs_are_needed(
    stacks: Path, stackwright: CommandLine
) -> None:
    (stacks / "lower/side/Pulumi.yaml").write_text("name: side\nruntime: nodejs\n")
    ran = stackwright("rehearse", "upper")
    assert ran.code == 2
    assert "ids needs lower/side, which was skipped: its program is written for nodejs" in ran.err


@pytest.mark.cli
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_official_cli_does_the_same(stacks: Path, stackwright: CommandLine) -> None:
    ran = stackwright("rehearse", "upper", "--engine", "pulumi", "--json")
    assert ran.code == 0, ran.out + ran.err
    assert [phase for phase, _, _ in phases(ran)] == [
        *("before", "before", "preview", "up", "check", "destroy", "after", "after")
    ]
    [outputs] = [line["parts"] for line in ran.lines if line["type"] == "outputs"]
    assert outputs["ids"]["issuer"] == "https://north.example"


def test_parts_of_services_that_wait_for_each_other_are_found(stacks: Path, stackwright: CommandLine) -> None:
    text = MIDDLE.replace("https://${lower/side.region}.example", "${upper/ids.issuer}")
    (stacks / "middle/service.yaml").write_text(text + ENVIRONMENT)
    for command in (("validate", "upper"), ("preview", "upper", "--simulate"), ("rehearse", "upper")):
        ran = stackwright(*command)
        assert ran.code == 2
        assert "upper/service.yaml:5:" in ran.err
        assert "parts of services wait for each other: upper/ids → middle/ids → upper/ids" in ran.err
    assert "middle/ids → upper/ids → middle/ids" in stackwright("validate", "middle").err
