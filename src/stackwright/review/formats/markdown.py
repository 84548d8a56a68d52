"""The report as a comment of a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stackwright.review.finding import Finding
from stackwright.review.formats.words import relative, resource, said
from stackwright.review.report import Report


def written(report: Report) -> str:
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    blocking = [it for it in report.findings if it.blocks]
    others = [it for it in report.findings if not it.blocks and not it.excepted and it.outcome != "unknown"]
    unknown = [it for it in report.findings if not it.excepted and not it.blocks and it.outcome == "unknown"]
    excepted = [it for it in report.findings if it.excepted]
    verdict = f"❌ {_count(len(blocking), 'finding')} to put right" if blocking else "✅ nothing in the way"
    yield f"### Policies: `{report.subject}`: {verdict}"
    yield ""
    yield f"{_count(report.resources, 'resource')} judged by {_count(len(report.rules), 'rule')}."
    yield from ("", *(f"> {_cell(note)}" for note in report.notes)) if report.notes else ()
    for title, findings in (("To put right", blocking), ("Advice", others)):
        if findings:
            yield from ("", f"**{title}**", "", "| rule | severity | resource | what | fix |", "|---|---|---|---|---|")
            yield from map(_row, findings)
    if unknown:
        yield from _folded(
            f"{_count(len(unknown), 'finding')} that cannot be judged yet",
            [f"- `{it.policy}` {_cell(resource(it))}: {_cell(it.what)}" for it in unknown],
        )
    if excepted:
        yield from _folded(
            f"{_count(len(excepted), 'finding')} excepted",
            [f"- `{it.policy}` {_cell(resource(it))}: {_cell(it.excepted)}" for it in excepted],
        )


def _row(finding: Finding) -> str:
    place = f"<br>`{relative(finding.where.path)}:{finding.where.line}`" if finding.where else ""
    cells = (
        f"`{finding.policy}`<br>{_cell(finding.title)}",
        finding.severity or "-",
        f"{_cell(resource(finding))}{place}",
        _cell(said(finding)),
        _cell(finding.fix) or "-",
    )
    return f"| {' | '.join(cells)} |"


def _folded(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield from ("", f"<details><summary>{title}</summary>", "", *lines, "", "</details>")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _cell(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "\\`")
    return "<br>".join(escaped.splitlines())
