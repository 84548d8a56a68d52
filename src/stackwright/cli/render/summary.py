"""What a person reads at the end: a table, what failed and why, what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from rich.console import RenderableType
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from stackwright.cli.render.changes import Line, Listing, lines
from stackwright.cli.render.findings import Findings
from stackwright.cli.render.tally import Row, name_of, short_type
from stackwright.deploy.differences import whole
from stackwright.deploy.progress import PartResult, Phase, RunResult, State
from stackwright.deploy.signs import SIGNS, Sign, by_sign
from stackwright.engine.events import Diagnostic
from stackwright.engine.events import Step as EngineStep
from stackwright.errors import PolicyViolation
from stackwright.wire.values import Properties

STATE_STYLES: Final[Mapping[State, str]] = {
    "waiting": "dim",
    "running": "cyan",
    "unchanged": "dim",
    "succeeded": "green",
    "skipped": "yellow",
    "blocked": "yellow",
    "failed": "bold red",
    "cancelled": "magenta",
}
SIGN_STYLES: Final[Mapping[Sign, str]] = {"+": "green", "~": "yellow", "±": "magenta", "-": "red", "=": "dim"}
MARKS: Final[Mapping[State, str]] = {
    "waiting": "·",
    "running": "•",
    "unchanged": "✓",
    "succeeded": "✓",
    "skipped": "○",
    "blocked": "■",
    "failed": "✗",
    "cancelled": "■",
}


def table(rows: Iterable[Row], *, spinner: Spinner | None = None, room: int = 0) -> Table:
    """A row per part: `part | stack | cloud | state | + ~ ± - = | seconds`.

    A running part gets the `spinner`, and in `room` columns, if there are any, what it does now.
    """
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    made.add_column("", width=1)
    for header in ("part", "stack", "cloud", "state"):
        made.add_column(header, no_wrap=True)
    for column in SIGNS:
        made.add_column(column, justify="right", no_wrap=True)
    made.add_column("seconds", justify="right", no_wrap=True)
    if room:
        made.add_column("", no_wrap=True, overflow="ellipsis", width=room)
    for row in rows:
        style = STATE_STYLES[row.state]
        mark: RenderableType = spinner if spinner and row.state == "running" else Text(MARKS[row.state], style)
        cells: list[RenderableType] = [
            mark,
            Text(row.part, "bold"),
            Text(row.stack),
            Text(row.cloud),
            Text(row.state, style),
            *(_count(column, row.counts.get(column, 0)) for column in SIGNS),
            Text("" if row.elapsed is None else f"{row.elapsed:.1f}", "dim"),
        ]
        made.add_row(*cells, *([Text(row.doing, "dim")] if room else []))
    return made


def _count(column: Sign, count: int) -> Text:
    return Text(str(count), SIGN_STYLES[column]) if count else Text("")


def changes(result: RunResult, listing: Listing) -> Iterable[RenderableType]:
    """Every part that changes something, with its resources."""
    for part in result.parts:
        found = list(lines(part, listing))
        if found:
            yield Text(part.part, "bold")
            yield from (_line(line) for line in found)
            yield ""


def _line(line: Line) -> Text:
    style = SIGN_STYLES[line.sign]
    if line.kind == "property":
        return Text("      " + line.text, "dim")
    text = Text.assemble("  ", (line.sign, style), " ", line.text)
    return text.append(f"  {line.detail}", style) if line.detail else text


def problems(result: RunResult) -> Iterable[RenderableType]:
    """What failed, was left out, or changed again, with every message once."""
    for part in result.parts:
        if part.state == "failed" and part.exit_code == PolicyViolation.exit_code:
            rules = ", ".join(dict.fromkeys(it.policy for it in part.findings if it.level == "mandatory"))
            yield Text.assemble(("✗ ", "bold red"), (part.part, "bold"), f": violates {rules}")
        elif part.state == "failed":
            yield Text.assemble(("✗ ", "bold red"), (part.part, "bold"))
            yield from (Text("  " + line) for message in _messages(part) for line in message.splitlines())
        elif part.state in {"blocked", "skipped", "cancelled"} and part.reason:
            yield Text.assemble(
                (f"{MARKS[part.state]} ", STATE_STYLES[part.state]), (part.part, "bold"), f": {part.reason}"
            )
    for part in result.unstable:
        yield Text.assemble(("✗ ", "bold red"), (part.part, "bold"), " changed again, though nothing was edited:")
        yield from (_line(line) for line in lines(part))


def kept(result: RunResult) -> Iterable[RenderableType]:
    """What went from the state alone: its program wants it to outlive the stack."""
    found = [
        f"{short_type(step.type)} {name_of(step.urn)} of {part.part}"
        for part in result.parts
        for step in part.steps
        if result.phase in {"up", "destroy"} and _is_kept(step)
    ]
    if found:
        yield Text(f"Not deleted, as the program says (retainOnDelete): {', '.join(found)}")


def _is_kept(step: EngineStep) -> bool:
    return step.op in {"delete", "delete-replaced"} and step.old is not None and step.old.retain_on_delete


def _messages(part: PartResult) -> list[str]:
    """The errors of a failed part; its summary only where no message says more."""
    errors = [_told(problem) for problem in part.problems if problem.severity == "error"]
    summary = (part.reason or "").strip()
    known = "\n".join(errors)
    return list(dict.fromkeys([*errors, *([summary] if summary and summary not in known else [])]))


def _told(problem: Diagnostic) -> str:
    """A message and, unless it is about the whole stack, the resource's name."""
    message = problem.message.strip()
    name = "" if "::pulumi:pulumi:Stack::" in problem.urn else name_of(problem.urn)
    return f"{name}: {message}" if name and name not in message else message


def headline(result: RunResult) -> Text:
    """The whole in one line: `7 parts: 6 succeeded, 1 unchanged · 31 created · 3.0 s`."""
    states = Counter[State](part.state for part in result.parts)
    counts = Counter[Sign]()
    for part in result.parts:
        counts.update(by_sign(part.changes))
    words = _WORDS.get(result.phase, _PAST)
    done = [
        (f"{counts[column]} {words[column]}", SIGN_STYLES[column])
        for column in SIGNS
        if counts[column] and column != "="
    ]
    text = Text(f"{len(result.parts)} part{'' if len(result.parts) == 1 else 's'}: ")
    text.append_text(_listed([(f"{count} {state}", STATE_STYLES[state]) for state, count in states.items()]))
    text.append(" · ").append_text(_listed(done) if done else Text("no changes"))
    return text.append(f" · {result.seconds:.1f} s", "dim")


def step(result: RunResult) -> Text:
    """A phase of an act in one line."""
    return Text.assemble((f"  {result.phase:8}", "cyan"), headline(result))


def beside(result: RunResult, findings: Findings) -> Iterable[RenderableType]:
    """A phase of another service's parts in one line; all that is to know of it, where it failed."""
    if result.exit_code:
        yield from findings.lines(result)
        yield from problems(result)
    yield headline(result)


_PAST: Final[Mapping[Sign, str]] = {"+": "created", "~": "updated", "±": "replaced", "-": "deleted", "=": "same"}
_WORDS: Final[Mapping[Phase, Mapping[Sign, str]]] = {
    "preview": {column: f"to {verb}" for column, verb in SIGNS.items()},
    "refresh": {**_PAST, "~": "drifted", "-": "gone"},
    "recheck": {**_PAST, "~": "drifted", "-": "gone"},
}


def _listed(words: Iterable[tuple[str, str]]) -> Text:
    return Text(", ").join(Text(word, style) for word, style in words)


def outputs(parts: Mapping[str, Properties]) -> Iterable[RenderableType]:
    """Each part's outputs, names aligned, secrets masked."""
    for part, values in parts.items():
        if not values:
            continue
        yield Text(part, "bold")
        width = max(map(len, values))
        for name, value in sorted(values.items()):
            yield Text.assemble("  ", (f"{name:{width}}", "cyan"), "  ", whole(value))
