"""The report as one JSON document; docs/reference/json.md describes it."""

from __future__ import annotations

import json
from typing import Any

from stackwright.review.finding import Finding
from stackwright.review.report import Report


def written(report: Report) -> str:
    document = {
        "subject": report.subject,
        "blocks": report.blocks,
        "resources": report.resources,
        "rules": len(report.rules),
        "notes": list(report.notes),
        "findings": [document_of(finding) for finding in report.findings],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def document_of(finding: Finding) -> dict[str, Any]:
    """One finding as JSON."""
    where = finding.where
    return {
        "policy": finding.policy,
        "pack": finding.pack,
        "version": finding.version,
        "outcome": finding.outcome,
        "level": finding.level,
        "severity": finding.severity or None,
        "blocks": finding.blocks,
        "excepted": finding.excepted or None,
        "title": finding.title,
        "what": finding.what,
        "why": finding.why or None,
        "fix": finding.fix or None,
        "frameworks": list(finding.frameworks),
        "urn": finding.urn or None,
        "part": finding.place.part or None,
        "environment": finding.place.environment or None,
        "stack": finding.place.stack,
        "file": str(where.path) if where else None,
        "line": where.line if where else None,
        "fingerprint": finding.fingerprint,
    }
