"""How a command that failed says so: a few lines on stderr and an exit code, never a traceback unless asked for."""

from __future__ import annotations

import json
import os
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from stackwright.cli.output import stop_printing
from stackwright.errors import InvalidInput, StackwrightError

CANCELLED: Final = 130
FAILED: Final = 1
DEBUG_VARIABLE: Final = "STACKWRIGHT_DEBUG"


def report(error: Exception, arguments: Sequence[str] = ()) -> int:
    """Print `error` on stderr and return the exit code."""
    match error:
        case StackwrightError():
            show(error)
            if "--json" in arguments:
                click.echo(_as_json(error))
            return error.exit_code
        case click.exceptions.Exit():
            return error.exit_code
        case click.Abort():
            _line("", "stopped")
            return CANCELLED
        case click.ClickException():
            error.show()
            return error.exit_code
        case BrokenPipeError():
            stop_printing()
            return FAILED
        case _:
            _report_bug(error, arguments)
            return FAILED


def show(error: StackwrightError) -> None:
    """Print an expected error: what, where, what next."""
    for each in _each(error):
        _line("error:", str(each))


def _each(error: StackwrightError) -> Sequence[StackwrightError]:
    return error.errors if isinstance(error, InvalidInput) else (error,)


def _as_json(error: StackwrightError) -> str:
    """The last line of `--json` where a command ended in an error."""
    errors = [
        {
            "message": each.message,
            "hint": each.hint,
            "file": str(each.where.path) if each.where else None,
            "line": (each.where.line or None) if each.where else None,
            "column": (each.where.column or None) if each.where else None,
        }
        for each in _each(error)
    ]
    return json.dumps({"type": "error", "exitCode": error.exit_code, "errors": errors}, ensure_ascii=False)


def _report_bug(error: Exception, arguments: Sequence[str]) -> None:
    text = "".join(traceback.format_exception(error))
    if "--debug" in arguments or os.environ.get(DEBUG_VARIABLE, "") not in {"", "0", "false"}:
        click.echo(text, err=True, nl=False)
        return
    _line("error:", f"unexpected {type(error).__name__}; this is a bug in Stackwright")
    click.echo(f"  The traceback is in {_keep(text)}; --debug shows it here.", err=True)


def _keep(text: str) -> Path:
    """Write a traceback where only its owner reads it (mode 0600): a message may quote what a program was given."""
    handle, name = tempfile.mkstemp(prefix="stackwright-", suffix=".log", text=True)
    with os.fdopen(handle, "w", encoding="utf-8") as log:
        log.write(text)
    return Path(name)


def _line(label: str, text: str) -> None:
    styled = click.style(label, fg="red", bold=True) if "NO_COLOR" not in os.environ else label
    click.echo(f"{styled} {text}" if label else text, err=True)
