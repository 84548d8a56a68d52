"""A report for people: each finding in a few lines, the worst first, then how many of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from stackwright.review.finding import Finding
from stackwright.review.formats.words import relative, resource, said
from stackwright.review.report import Report

_MOST: Final = 3
"""Resources that are named where a policy says the same of many."""


def lines(report: Report) -> Iterator[str]:
    """The report, line by line."""
    told: set[tuple[str, str, str]] = set()
    for finding in report.findings:
        if finding.outcome == "unknown" and not finding.excepted:
            continue
        yield from _finding(finding, again=(finding.policy, finding.why, finding.fix) in told)
        told.add((finding.policy, finding.why, finding.fix))
    yield from _undecided([it for it in report.findings if it.outcome == "unknown" and not it.excepted])
    yield from ([""] if report.findings else [])
    yield from (f"Note: {note}" for note in report.notes)
    yield f"{_count(report.resources, 'resource')} judged by {_count(len(report.rules), 'rule')}: {_summary(report)}."


def _undecided(findings: Sequence[Finding]) -> Iterator[str]:
    """Those that say the same together: a preview has many."""
    groups: dict[tuple[bool, str, str], list[str]] = {}
    for finding in findings:
        groups.setdefault((finding.blocks, finding.policy, said(finding)), []).append(resource(finding))
    for (blocks, policy, what), places in groups.items():
        more = f" and {len(places) - _MOST} more" if len(places) > _MOST else ""
        yield f"{'✗' if blocks else '?'} {policy} {what}: {', '.join(places[:_MOST])}{more}"


def _finding(finding: Finding, *, again: bool) -> Iterator[str]:
    mark = "~" if finding.excepted else "✗" if finding.blocks else "!"
    words = ", ".join(filter(None, [finding.severity, finding.level]))
    yield f"{mark} {finding.policy} {finding.title}  ({words})"
    place = f"  {relative(finding.where.path)}:{finding.where.line}" if finding.where else ""
    yield f"    {resource(finding)}{place}"
    yield from (f"    {line}" for line in said(finding).splitlines())
    if finding.excepted:
        yield f"    excepted: {finding.excepted}"
    elif not again:  # once for each rule
        yield from (f"    {label}: {text}" for label, text in (("why", finding.why), ("fix", finding.fix)) if text)


_FAILS: Final = "not known, which fails here"


def _summary(report: Report) -> str:
    counted = Counter(
        "excepted"
        if it.excepted
        else _FAILS
        if it.outcome == "unknown" and it.blocks
        else "cannot be judged yet"
        if it.outcome == "unknown"
        else "to put right"
        if it.blocks
        else "advice"
        for it in report.findings
    )
    order = ("to put right", _FAILS, "advice", "cannot be judged yet", "excepted")
    return ", ".join(f"{counted[kind]} {kind}" for kind in order if counted[kind]) or "nothing in the way"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
