"""A run on a terminal: a table that keeps itself up to date, then the summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from stackwright.cli.interrupts import STOPPING, say_stopping
from stackwright.cli.render import acts, summary
from stackwright.cli.render.changes import Listing
from stackwright.cli.render.findings import Findings
from stackwright.cli.render.tally import Row, Tally, title
from stackwright.cli.render.terminal import hide_control_characters
from stackwright.deploy.progress import (
    BESIDE,
    ActFinished,
    ActStarted,
    Note,
    OutputsRead,
    PartEvent,
    PhaseFinished,
    PhaseStarted,
    Progress,
    Rehearsed,
    RunResult,
    State,
)
from stackwright.engine.events import Diagnostic

_PER_SECOND: Final = 8
_SHOWN_FIRST: Final[tuple[State, ...]] = ("running", "failed", "waiting")
_GAP: Final = 2
_LEAST_ROOM: Final = 16
_ROOM_BELOW: Final = 4
"""Lines that a table which does not fit leaves for its headings and the count of what it hides."""


class Screen:
    """`place` says where the run happens (`on simulated clouds`), `listing` what a preview lists."""

    def __init__(self, console: Console, place: str, listing: Listing = "changed") -> None:
        self._console = console
        self._place = place
        self._listing: Listing = listing
        self._tally = Tally()
        self._findings = Findings()
        self._acting = False
        self._spinner = Spinner("dots", style="cyan")
        self._live: Live | None = None
        self._stopping = False
        self._restore_terminal: Callable[[], None] = lambda: None

    def __call__(self, progress: Progress) -> None:
        self._tally(progress)
        match progress:
            case PhaseStarted(phase, plan):
                if not self._acting:
                    head, rest = title(phase, plan, self._place)
                    self._console.print(Text.assemble((head, "bold"), rest, "\n"))
                self._live = Live(
                    console=self._console,
                    get_renderable=self._now,
                    refresh_per_second=_PER_SECOND,
                    transient=True,
                )
                self._restore_terminal = hide_control_characters()
                self._live.start()
            case PhaseFinished(result):
                self.close()
                self._summarise(result)
            case PartEvent(part, Diagnostic(severity, message, _, ephemeral)) if not ephemeral:
                # A program that is made to stop has a lot to say about it.
                told = severity in {"info", "info#err", "warning"} and self._tally.phase not in BESIDE
                if told and not self._stopping:
                    style = "yellow" if severity == "warning" else ""
                    self._console.print(Text.assemble((f"{part}: ", "dim"), (message.rstrip(), style)))
            case OutputsRead(parts):
                self._print(*summary.outputs(parts), "")
            case ActStarted() | ActFinished() | Rehearsed():
                self._acting = isinstance(progress, ActStarted)
                self._print(*acts.told(progress))
            case Note(text):
                self._console.print(Text(text, "yellow"))
            case _:
                pass

    def stopping(self) -> None:
        """Say that a person asked to stop: below the table while there is one, which would draw over anything else."""
        self._stopping = True
        if self._live is None:
            say_stopping()

    def close(self) -> None:
        """Leave the terminal as it was found; safe at any time."""
        if self._live is not None:
            self._live.stop()
            self._live = None
            self._restore_terminal()

    def _print(self, *blocks: RenderableType) -> None:
        for block in blocks:
            self._console.print(block)

    def _summarise(self, result: RunResult) -> None:
        if self._acting:
            findings, problems = self._findings.lines(result), summary.problems(result)
            self._print(summary.step(result), *findings, *problems)
            return
        if result.phase in BESIDE:
            self._print(*summary.beside(result, self._findings), "")
            return
        if result.phase in {"preview", "refresh", "recheck"}:
            self._print(*summary.changes(result, self._listing))
        self._print(summary.table(self._tally.rows.values()), "")
        told = (*self._findings.lines(result), *summary.problems(result), *summary.kept(result))
        self._print(*told, summary.headline(result), "")

    def _now(self) -> RenderableType:
        now = self._rows_now()
        return Group(now, Text(STOPPING, "yellow")) if self._stopping else now

    def _rows_now(self) -> RenderableType:
        rows = list(self._tally.rows.values())
        fitting = self._console.height - _ROOM_BELOW
        if len(rows) <= fitting:
            return self._table(rows)
        first = [row for state in _SHOWN_FIRST for row in rows if row.state == state][:fitting]
        hidden = Counter(row.state for row in rows) - Counter(row.state for row in first)
        more = ", ".join(f"{count} more {state}" for state, count in hidden.items())
        return Group(self._table(first), Text(more, "dim"))

    def _table(self, rows: Sequence[Row]) -> RenderableType:
        """The rows, with what each does now where the screen is wide enough for that, too."""
        made = summary.table(rows, spinner=self._spinner)
        room = self._console.width - self._console.measure(made).maximum - _GAP
        return summary.table(rows, spinner=self._spinner, room=room) if room >= _LEAST_ROOM else made
