"""Every error that a person may see.

    StackwrightError            exit 1   base class; never raised itself
    ├── InputError              exit 2   something a person wrote is wrong; found before anything starts
    │   ├── ServiceError        exit 2   a service.yaml, or what it refers to
    │   ├── UsageError          exit 2   a command line, an environment variable
    │   ├── RehearsalRefused    exit 2   a rehearsal that would have touched something real, or the reverse
    │   └── InvalidInput        exit 2   several of these, reported together
    ├── RunError                exit 1   something failed after work had started
    │   ├── EngineError         exit 1   an engine, or the state that it keeps
    │   │   ├── StateError      exit 1   a checkpoint that is corrupt, too new, or cannot be written
    │   │   ├── StackLocked     exit 1   another run holds the stack
    │   │   └── SecretsError    exit 2   a wrong or missing passphrase or key
    │   ├── ProgramError        exit 1   the user's program raised; carries its own traceback
    │   └── CloudError          exit 1   a (simulated) cloud refused
    ├── PolicyViolation         exit 3   a mandatory policy was violated
    └── Cancelled               exit 130 Ctrl-C, or a cancelled run

A message says what happened. `where` says in which file and line, for anything written by a person. `hint` says
what to do next. Nothing in an error may contain a secret.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file that a person wrote. `line` and `column` count from 1; line 0 is that of what has no lines: an
    option, which `path` names then.
    """

    path: Path
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{_relative(self.path)}:{self.line}:{self.column}" if self.line else str(self.path)


class StackwrightError(Exception):
    """The base of all errors that the CLI prints as a message; anything else is a bug and keeps its traceback."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, where: Location | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """What, where and what next, a line each."""
        lines = [f"{self.where}: {self.message}" if self.where else self.message]
        if self.hint:
            lines.append(f"  {self.hint}")
        return "\n".join(lines)


class InputError(StackwrightError):
    """Something a person wrote is wrong; nothing has started."""

    exit_code = 2


class ServiceError(InputError):
    """A service.yaml is wrong, or refers to what does not exist."""


class UsageError(InputError):
    """A command line, or the environment of the process, is wrong."""


class RehearsalRefused(InputError):
    """A rehearsal would have touched something real, or a real run something simulated."""


class InvalidInput(InputError):
    """Several faults of one file, reported together."""

    def __init__(self, errors: Sequence[StackwrightError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = tuple(errors)


class RunError(StackwrightError):
    """Something failed after work had started."""


class EngineError(RunError):
    """An engine could not do what was asked."""


class StateError(EngineError):
    """A checkpoint is corrupt, of an unknown version, or cannot be read or written."""


class StackLocked(EngineError):
    """Another run holds the stack's lock. `passing`: it is certainly alive, so that waiting for it makes sense."""

    passing = False


class SecretsError(EngineError):
    """The passphrase or key is missing or wrong; found before anything was registered."""

    exit_code = 2


class ProgramError(RunError):
    """A Pulumi program raised. The message says where and what, and gives the traceback, cut to its author's frames."""


class CloudError(RunError):
    """A cloud, real or simulated, refused a request."""


class PolicyViolation(StackwrightError):
    """A mandatory policy was violated."""

    exit_code = 3


class Cancelled(StackwrightError):
    """A person, or a signal, stopped the run."""

    exit_code = 130


def _relative(path: Path) -> Path:
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path
