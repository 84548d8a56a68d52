"""GitLab's code quality report (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).

It shows open findings beside the lines of a merge request; what is excepted is left out, as it cannot say that.
"""

from __future__ import annotations

import json
from typing import Final

from stackwright.engine.events import PolicySeverity
from stackwright.review.formats.words import headline, relative
from stackwright.review.report import Report

_SEVERITIES: Final[dict[PolicySeverity, str]] = {
    "critical": "blocker",
    "high": "critical",
    "medium": "major",
    "low": "minor",
    "": "major",
}


def written(report: Report) -> str:
    entries = [
        {
            "description": f"{finding.policy}: {headline(finding)}",
            "check_name": finding.policy,
            "fingerprint": finding.fingerprint,
            "severity": "info"
            if finding.outcome == "unknown" and not finding.blocks
            else _SEVERITIES[finding.severity],
            "location": {
                # A path is required. A finding without one is about what the report is about.
                "path": relative(finding.where.path) if finding.where else report.subject,
                "lines": {"begin": max(1, finding.where.line) if finding.where else 1},
            },
        }
        for finding in report.findings
        if not finding.excepted
    ]
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"
