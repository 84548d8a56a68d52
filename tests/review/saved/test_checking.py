from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stackwright.engine.protocol import PolicyPack
from stackwright.errors import InputError, UsageError
from stackwright.review.report import Report
from stackwright.review.saved.checking import Rules, check_saved
from tests.review.saved.test_reading import LINES, RECORDED, as_lines

EXPOSURE = PolicyPack(path=Path(__file__).resolve().parents[3] / "policies" / "network-exposure")
PROGRAM = RECORDED / "program"
GATE = {
    **LINES[2],
    "urn": "urn:pulumi:dev.web::shop::aws:ec2/securityGroup:SecurityGroup::gate",
    "resourceType": "aws:ec2/securityGroup:SecurityGroup",
    "new": {"ingress": [{"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": ["0.0.0.0/0"]}]},
}
SERVICE = """\
service: shop
owner: team-test
parts: {web: {blueprint: web-service@^1, cloud: aws}}
environments:
  dev:
    backend: file://s
    policies: {packs: [PACK], levels: {all: disabled, AWS-SG-01: mandatory}WAIVERS}
    providers: {}
"""


def check(name: str, near: Path) -> Report:
    return check_saved((RECORDED / name).read_bytes(), name, Rules(named=[EXPOSURE]), near=near)


def said(report: Report) -> set[tuple[str, str, str]]:
    return {(it.policy, it.name, it.what) for it in report.findings}


@pytest.fixture(scope="module")
def created() -> Report:
    return check("created.json", PROGRAM)


def test_a_resource_is_where_the_program_makes_it_also_through_a_library(created: Report) -> None:
    lines = (PROGRAM / "__main__.py").read_text().splitlines()
    at = {it.name: it.where for it in created.findings}
    gate, room = at["gate"], at["room"]
    assert gate
    assert room
    assert (gate.path, room.path) == (PROGRAM / "__main__.py", PROGRAM / "__main__.py")
    assert lines[gate.line - 1].startswith("ec2.SecurityGroup(")
    assert lines[room.line - 1].startswith("room = Room(")


def test_a_plan_that_does_not_say_where_has_the_project_s_file(created: Report) -> None:
    plan = check("created-plan.json", PROGRAM)
    assert said(plan) == said(created)
    assert {str(it.where.path) for it in plan.findings if it.where} == {str(PROGRAM / "Pulumi.yaml")}


def test_a_file_of_a_project_that_is_not_here_is_named_as_pulumi_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = (RECORDED / "state.json").read_text().replace("../../../../../__main__.py", "__main__.py").encode()
    report = check_saved(data, "state.json", Rules(named=[EXPOSURE]))
    assert {it.where.path for it in report.findings if it.where} == {Path("__main__.py")}
    assert report.notes == ["files are named from the folder of the project golden-saved, which is not found here"]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "service.yaml").write_text(SERVICE.replace("PACK", str(EXPOSURE.path)).replace("WAIVERS", ""))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_rules_of_the_environment_hold_where_its_service_is_at_hand(shop: Path) -> None:
    report = check_saved(as_lines([*LINES, GATE]), "plan.jsonl", Rules())
    [finding] = report.findings
    assert (finding.policy, finding.blocks) == ("AWS-SG-01", True)
    assert (finding.place.part, finding.place.environment) == ("web", "dev")
    assert finding.where
    assert (finding.where.path, finding.where.line) == (shop / "service.yaml", 3)


def test_its_waivers_hold_too_by_the_part_s_name(shop: Path) -> None:
    service = shop / "service.yaml"
    service.write_text(service.read_text().replace("mandatory}}", "mandatory}, waivers: [waivers.yaml]}"))
    expires = (datetime.now(UTC).date() + timedelta(30)).isoformat()
    entry = {"policy": "AWS-SG-01", "resource": "web", "reason": "why", "owner": "me", "expires": expires}
    (shop / "waivers.yaml").write_text(json.dumps({"waivers": [entry]}))
    report = check_saved(as_lines([*LINES, GATE]), "plan.jsonl", Rules())
    [finding] = report.findings
    assert finding.excepted == f"waived until {expires} by me: why"
    assert not report.blocks


def test_a_service_that_cannot_be_read_is_no_reason_to_judge_by_other_rules(shop: Path) -> None:
    (shop / "service.yaml").write_text("service: shop\n")
    with pytest.raises(InputError, match=r"service\.yaml"):
        check_saved(as_lines(LINES), "plan.jsonl", Rules(named=[EXPOSURE]))


def test_without_any_pack_nothing_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="no policy pack is named"):
        check_saved(as_lines(LINES), "plan.jsonl", Rules())
