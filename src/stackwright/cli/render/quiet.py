"""A run of which only what is wrong is told, on standard error: for commands whose own output is something else."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.console import Console
from rich.status import Status

from stackwright.cli.interrupts import say_stopping
from stackwright.cli.render import summary
from stackwright.cli.render.findings import Findings
from stackwright.cli.render.picturing import Watching
from stackwright.cli.render.tally import TITLES
from stackwright.deploy.progress import Note, PartFinished, PhaseFinished, PhaseStarted, Progress


@dataclass(slots=True)
class Quiet:
    """Remembers the run for a picture; on a terminal it shows how far that has come."""

    watching: Watching = field(default_factory=Watching)
    _console: Console = field(default_factory=lambda: Console(stderr=True, highlight=False))
    _findings: Findings = field(default_factory=Findings)
    _status: Status | None = None
    _left: int = 0

    def __call__(self, progress: Progress) -> None:
        self.watching(progress)
        match progress:
            case PhaseStarted(phase, plan):
                self._left = len(plan.parts)
                if self._console.is_terminal:
                    self._status = self._console.status(f"{TITLES[phase]} of {plan.service.name}")
                    self._status.start()
            case PartFinished():
                self._left -= 1
                if self._status:
                    self._status.update(f"{self._left} to go")
            case PhaseFinished(result):
                self.close()
                for line in (*self._findings.lines(result), *summary.problems(result)):
                    self._console.print(line, soft_wrap=True)
            case Note(text):
                self._console.print(text, soft_wrap=True)
            case _:
                pass

    def stopping(self) -> None:
        """Say that a person asked to stop."""
        say_stopping()

    def close(self) -> None:
        """Leave the terminal as it was found; safe at any time."""
        if self._status:
            self._status.stop()
            self._status = None
