"""SARIF 2.1.0, which GitHub, Azure DevOps and editors show (https://docs.oasis-open.org/sarif/sarif/v2.1.0/).

A finding that is excepted is a suppressed result; one that cannot be judged yet is a result of kind `open`.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any, Final

from stackwright.engine.events import PolicySeverity
from stackwright.review.finding import Finding
from stackwright.review.formats.words import headline, relative
from stackwright.review.report import Report, Rule

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# As GitHub reads `security-severity`: over 9.0 is critical, 7.0 to 8.9 high, 4.0 to 6.9 medium
# (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
_SCORES: Final[dict[PolicySeverity, str]] = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "3.0", "": "5.0"}
_LEVELS: Final[dict[PolicySeverity, str]] = {
    "critical": "error",
    "high": "error",
    "medium": "warning",
    "low": "note",
    "": "warning",
}


def written(report: Report) -> str:
    rules = list({rule.id: rule for rule in report.rules}.values())
    known = {rule.id: index for index, rule in enumerate(rules)}
    missing = dict.fromkeys(finding.policy for finding in report.findings if finding.policy not in known)
    document = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "stackwright",
                        "semanticVersion": version("stackwright"),
                        "rules": [*map(_rule, rules), *({"id": policy} for policy in missing)],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, known) for finding in report.findings],
            }
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    text = f"{rule.why}\n\nFix: {rule.fix}" if rule.fix else rule.why
    described = {"fullDescription": {"text": rule.why}, "help": {"text": text}} if rule.why else {}
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        **described,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": ["security", *rule.frameworks],
            "security-severity": _SCORES[rule.severity],
            "pack": rule.pack,
        },
    }


def _result(finding: Finding, known: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.policy,
        "message": {"text": headline(finding)},
        "locations": [_location(finding)],
        "partialFingerprints": {"stackwright/v1": finding.fingerprint},
        "properties": {"outcome": finding.outcome, "level": finding.level, "stack": finding.place.stack},
    }
    if finding.policy in known:
        result["ruleIndex"] = known[finding.policy]
    if finding.outcome == "unknown" and not finding.blocks:
        result |= {"kind": "open", "level": "none"}
    else:
        result |= {"kind": "fail", "level": _LEVELS[finding.severity] if finding.level != "advisory" else "note"}
    if finding.excepted:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.excepted}]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    name = finding.urn or f"{finding.place.project}::{finding.place.stack}"
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": name, "kind": "resource"}]}
    if finding.where is not None:
        location["physicalLocation"] = {
            "artifactLocation": {"uri": relative(finding.where.path)},
            "region": {"startLine": max(1, finding.where.line)},
        }
    return location
