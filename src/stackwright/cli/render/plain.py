"""A run where there is no terminal: one line for every change of state, then the summary; no colours, no cursor."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Final

from rich.console import Console, RenderableType
from rich.text import Text

from stackwright.cli.interrupts import say_stopping
from stackwright.cli.render import acts, summary
from stackwright.cli.render.changes import Listing
from stackwright.cli.render.findings import Findings
from stackwright.cli.render.tally import Tally, title
from stackwright.deploy.progress import (
    BESIDE,
    ActFinished,
    ActStarted,
    Note,
    OutputsRead,
    PartEvent,
    PartFinished,
    PartResult,
    PartStarted,
    PhaseFinished,
    PhaseStarted,
    Progress,
    Rehearsed,
    RunResult,
)
from stackwright.deploy.signs import SIGNS, Sign, by_sign
from stackwright.engine.events import Diagnostic, Severity

_WIDTH: Final = 200
"""Columns of a table where nothing says how wide a line may be; a message is never broken."""


class Plain:
    """Like `Screen`, for logs, pipes and terminals that cannot move the cursor. `write` gets lines without an end."""

    def __init__(self, write: Callable[[str], None], place: str, listing: Listing = "changed") -> None:
        self._write = write
        self._console = Console(file=StringIO(), width=_WIDTH, color_system=None, force_terminal=False)
        self._place = place
        self._listing: Listing = listing
        self._tally = Tally()
        self._findings = Findings()
        self._acting = False
        self._stopping = False

    def __call__(self, progress: Progress) -> None:
        self._tally(progress)
        if self._is_said_later(progress):
            return
        match progress:
            case PhaseStarted(phase, plan):
                self._line("".join(title(phase, plan, self._place)))
            case PartStarted(part):
                self._line(f"{part}: running")
            case PartFinished(result):
                self._line(f"{result.part}: {_ended(result)}")
            case PhaseFinished(result):
                self._summarise(result)
            case PartEvent(part, Diagnostic(severity, message, _, ephemeral)) if not ephemeral:
                self._said(part, severity, message)
            case OutputsRead(parts):
                self._print(*summary.outputs(parts), "")
            case ActStarted() | ActFinished() | Rehearsed():
                self._acting = isinstance(progress, ActStarted)
                self._print(*acts.told(progress))
            case Note(text):
                self._line(text)
            case _:
                pass

    def _is_said_later(self, progress: Progress) -> bool:
        """Whether the report of the act, or of the phase where it is another service's, says what this comes to."""
        if self._tally.phase in BESIDE and isinstance(progress, PartStarted | PartFinished | PartEvent):
            return True
        return self._acting and isinstance(progress, PartStarted | PartFinished | PhaseStarted)

    def stopping(self) -> None:
        """Say that a person asked to stop."""
        self._stopping = True
        say_stopping()

    def close(self) -> None:
        """Every line is out already."""

    def _said(self, part: str, severity: Severity, message: str) -> None:
        # A program that is made to stop has a lot to say about it.
        if severity in {"info", "info#err", "warning"} and not self._stopping:
            label = "warning: " if severity == "warning" else ""
            self._line(f"{part}: {label}{message.rstrip()}")

    def _line(self, text: str) -> None:
        self._write(text)

    def _print(self, *blocks: RenderableType) -> None:
        """Write blocks without the spaces that a table leaves at the ends of its lines."""
        for block in blocks:
            with self._console.capture() as captured:
                self._console.print(block, soft_wrap=isinstance(block, Text))
            for line in captured.get().splitlines() or [""]:
                self._write(line.rstrip())

    def _summarise(self, result: RunResult) -> None:
        if self._acting:
            findings, problems = self._findings.lines(result), summary.problems(result)
            self._print(summary.step(result), *findings, *problems)
            return
        if result.phase in BESIDE:
            self._print(*summary.beside(result, self._findings), "")
            return
        self._line("")
        if result.phase in {"preview", "refresh", "recheck"}:
            self._print(*summary.changes(result, self._listing))
        self._print(summary.table(self._tally.rows.values()), "")
        told = (*self._findings.lines(result), *summary.problems(result), *summary.kept(result))
        self._print(*told, summary.headline(result), "")


def _ended(result: PartResult) -> str:
    if result.state in {"blocked", "skipped", "cancelled", "failed"}:
        first = (result.reason or "").strip().splitlines()
        return f"{result.state}: {first[0]}" if first else result.state
    return result.state + counted(by_sign(result.changes))


def counted(counts: dict[Sign, int]) -> str:
    """` (3 create, 1 same)`, or nothing where nothing was counted."""
    words = [f"{counts[column]} {SIGNS[column]}" for column in SIGNS if counts.get(column)]
    return f" ({', '.join(words)})" if words else ""
