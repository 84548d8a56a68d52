"""A rehearsal with acts as Markdown, for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stackwright.cli.render.acts import failures, interruptions, losses, rows, summed_up, times
from stackwright.cli.render.summary import headline
from stackwright.cli.render.tally import TITLES
from stackwright.deploy.acts.model import ActResult, Report
from stackwright.deploy.progress import BESIDE, RunResult

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")


def markdown(report: Report) -> str:
    """The report, with a verdict first and what is longer folded away."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    verdict = "recovered" if report.acts or report.skipped else "succeeded"
    yield f"## Rehearsal of {report.service} in {report.environment}: {verdict}: {_yes(recovered=report.recovered)}"
    yield ""
    yield f"On simulated clouds, {report.engine} engine, {report.seconds:.1f} s. {_plain(_deployed(report))}"
    if report.reason:
        yield f"**{_plain(report.reason)}**"
    yield ""
    if report.acts or report.skipped:
        yield "| | act | recovered | seconds |"
        yield "|---|---|---|---|"
    for act in report.acts:
        lost = " ⚠ data would be lost" if losses(act) else ""
        verdict = _yes(recovered=act.recovered) + lost
        yield f"| {act.act.number} | {_plain(act.act.title)} | {verdict} | {act.seconds:.1f} |"
    for skipped in report.skipped:
        yield f"| {skipped.number} | {_plain(skipped.title)} | not begun | |"
    for act in report.acts:
        yield ""
        yield from _act(act)
    if report.assumed:
        yield ""
        yield from _assumed(report)


def _deployed(report: Report) -> str:
    """What was deployed before the first act, in a sentence for each phase."""
    return " ".join(f"{_named(phase)}: {headline(phase).plain}." for phase in report.deployed)


def _assumed(report: Report) -> Iterator[str]:
    yield f"<details><summary>Assumed: {len(report.assumed)}, because nobody says how it is</summary>"
    yield ""
    yield from (f"- `{each.about}`: {_plain(each.what)}" for each in report.assumed)
    yield ""
    yield "</details>"


def _named(result: RunResult) -> str:
    return TITLES[result.phase] + (f", {result.service}" if result.phase in BESIDE else "")


def _act(result: ActResult) -> Iterator[str]:
    yield f"### {result.act.number}. {_plain(result.act.title)}"
    yield ""
    for line in losses(result):
        yield f"> - **Data would be lost.** {_plain(line)}"
    for line in interruptions(result):
        yield f"> - **Interrupted.** {_plain(line)}"
    if result.reason:
        yield f"> - **Not recovered.** {_plain(result.reason)}"
    if losses(result) or interruptions(result) or result.reason:
        yield ""
    yield "| part | what became of its resources | seconds |"
    yield "|---|---|---|"
    for part in result.parts:
        yield f"| {_plain(part.part)} | {summed_up(part)} | {part.seconds:.1f} |"
    yield ""
    details = list(_details(result))
    if details:
        yield "<details><summary>Resources</summary>"
        yield ""
        yield from details
        yield ""
        yield "</details>"
        yield ""
    yield f"Recovered: {_yes(recovered=result.recovered)} · {times(result)}"


def _details(result: ActResult) -> Iterator[str]:
    for line in (*result.done, *failures(result)):
        yield f"- {_plain(line)}"
    for part in result.parts:
        for row in rows(part):
            yield f"- {_plain(part.part)}: {row.became}: {_plain(row.text)}"
            yield from (f"  - {_plain(line)}" for line in row.details)


def _yes(*, recovered: bool) -> str:
    return "yes" if recovered else "**no**"


def _plain(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))
