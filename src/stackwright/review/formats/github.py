"""Annotations of a GitHub Actions run: workflow commands on standard output.

https://docs.github.com/en/actions/writing-workflows/choosing-what-your-workflow-does/workflow-commands-for-github-actions
"""

from __future__ import annotations

from stackwright.review.finding import Finding
from stackwright.review.formats.words import headline, relative
from stackwright.review.report import Report


def written(report: Report) -> str:
    return "".join(_command(finding) + "\n" for finding in report.findings)


def _command(finding: Finding) -> str:
    command = "error" if finding.blocks else "notice" if finding.excepted or finding.outcome == "unknown" else "warning"
    properties = {"title": f"{finding.policy}: {finding.title}"}
    if finding.where is not None:
        properties = {"file": relative(finding.where.path), "line": str(max(1, finding.where.line)), **properties}
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    lines = [headline(finding), f"Fix: {finding.fix}" if finding.fix else "", finding.excepted]
    return f"::{command} {told}::{_data(chr(10).join(filter(None, lines)))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
