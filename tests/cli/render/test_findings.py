"""What policies found, as people read it."""

from __future__ import annotations

from stackwright.cli.render.findings import Findings
from stackwright.deploy.progress import PartResult, RunResult
from stackwright.engine.events import PolicyLevel, PolicySeverity, PolicyViolated


def violated(
    name: str,
    policy: str = "R-1",
    *,
    level: PolicyLevel = "mandatory",
    severity: PolicySeverity = "high",
    what: str = "it is open\nwhy: it hurts\nfix: close it",
) -> PolicyViolated:
    return PolicyViolated(
        urn=f"urn:pulumi:dev::shop::aws:s3/bucket:Bucket::{name}",
        policy=policy,
        pack="rules",
        version="1.0.0",
        message=f"{policy}: Doors are closed\n{what}",
        level=level,
        severity=severity,
    )


def result(**found: list[PolicyViolated]) -> RunResult:
    parts = [PartResult(part=part, state="failed", findings=events) for part, events in found.items()]
    return RunResult(phase="preview", parts=parts, seconds=1.0)


def shown(findings: Findings, told: RunResult) -> list[str]:
    return [line.plain for line in findings.lines(told)]


def test_a_finding_says_rule_resource_why_and_how() -> None:
    assert shown(Findings(), result(web=[violated("files")])) == [
        "✗ R-1 Doors are closed  (high, mandatory)",
        "    web: files",
        "    it is open",
        "    why: it hurts",
        "    fix: close it",
    ]


def test_the_same_of_several_resources_is_said_once_and_many_are_counted() -> None:
    names = ["one", "two", "three", "four", "five"]
    lines = shown(Findings(), result(web=[violated(name) for name in names], jobs=[violated("six")]))
    assert lines[1] == "    web: one, web: two, web: three and 3 more"
    assert len(lines) == 5


def test_the_worst_comes_first_and_what_is_undecided_last() -> None:
    found = [
        violated("a", "R-4", level="advisory", severity="critical"),
        violated("b", "R-3", level="advisory", what="unknown: it cannot be judged before size is known"),
        violated("c", "R-2", severity="low"),
        violated("d", "R-1", severity="critical"),
    ]
    heads = [line for line in shown(Findings(), result(web=found)) if not line.startswith(" ")]
    assert heads == [
        "✗ R-1 Doors are closed  (critical, mandatory)",
        "✗ R-2 Doors are closed  (low, mandatory)",
        "! R-4 Doors are closed  (critical, advisory)",
        "? R-3 cannot be judged before size is known: web: b",
    ]


def test_a_stock_pack_that_cannot_decide_is_undecided_too() -> None:
    said = "can't run policy 'R-1' from policy pack 'toys@v1' during preview: string value at .a can't be known"
    event = PolicyViolated(urn="a::b", policy="R-1", pack="toys", version="1", message=said, level="advisory")
    assert shown(Findings(), result(web=[event])) == ["? R-1 cannot be judged yet: web: b"]


def test_what_was_said_in_an_earlier_phase_is_not_said_again() -> None:
    findings = Findings()
    assert shown(findings, result(web=[violated("files")]))
    assert shown(findings, result(web=[violated("files")])) == []
    assert shown(findings, result(web=[violated("files"), violated("others")]))[1] == "    web: others"


def test_a_pack_of_somebody_else_is_shown_with_its_own_words() -> None:
    event = PolicyViolated(
        urn="urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
        policy="no-public-buckets",
        pack="acme",
        version="",
        message="Buckets are private.",
        level="advisory",
    )
    assert shown(Findings(), result(web=[event])) == [
        "! no-public-buckets Buckets are private.  (advisory)",
        "    web: shop-dev",
    ]
