"""JUnit's XML, as CI systems show test results: a suite per pack, a case per rule and resource that it speaks of.

A rule that has nothing to say is a case that passes; what cannot be judged yet, and what is excepted, is skipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from stackwright.review.finding import Finding
from stackwright.review.formats.words import headline, resource
from stackwright.review.report import Report, Rule


def written(report: Report) -> str:
    root = Xml.Element("testsuites", name=f"policies: {report.subject}")
    for pack in dict.fromkeys([*(it.pack for it in report.rules), *(it.pack for it in report.findings)]):
        _suite(
            root,
            pack,
            [rule for rule in report.rules if rule.pack == pack],
            [finding for finding in report.findings if finding.pack == pack],
        )
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _suite(root: Xml.Element, pack: str, rules: Sequence[Rule], findings: Sequence[Finding]) -> None:
    suite = Xml.SubElement(root, "testsuite", name=pack)
    said = {finding.policy for finding in findings}
    for rule in rules:
        if rule.id not in said:
            Xml.SubElement(suite, "testcase", classname=f"{pack}.{rule.id}", name=_printable(rule.title))
    for finding in findings:
        _case(suite, finding)
    counts = {kind: sum(1 for _ in suite.iter(kind)) for kind in ("testcase", "failure", "error", "skipped")}
    suite.set("tests", str(counts["testcase"]))
    suite.set("failures", str(counts["failure"]))
    suite.set("errors", str(counts["error"]))
    suite.set("skipped", str(counts["skipped"]))


def _case(suite: Xml.Element, finding: Finding) -> None:
    case = Xml.SubElement(
        suite,
        "testcase",
        classname=f"{finding.pack}.{finding.policy}",
        name=_printable(f"{finding.title} [{resource(finding)}]"),
    )
    if finding.where is not None:
        case.set("file", str(finding.where.path))
        case.set("line", str(finding.where.line))
    if not finding.blocks:
        why = finding.excepted or (finding.what if finding.outcome == "unknown" else f"advisory: {headline(finding)}")
        Xml.SubElement(case, "skipped", message=_printable(why))
        return
    kind = "error" if finding.outcome == "broken" else "failure"
    told = Xml.SubElement(case, kind, message=_printable(headline(finding)), type=finding.severity or "violation")
    lines = [finding.what, f"why: {finding.why}" if finding.why else "", f"fix: {finding.fix}" if finding.fix else ""]
    told.text = _printable("\n".join([*filter(None, lines), finding.urn]))


def _printable(text: str) -> str:
    """Without what XML 1.0 cannot hold, however it is escaped."""
    return "".join(each for each in text if each in "\t\n" or each >= " ")
