"""Asking before something real is changed."""

from __future__ import annotations

import sys

import click

from stackwright.cli.interrupts import asking
from stackwright.errors import Cancelled, UsageError
from stackwright.service.model import Environment


def require_consent_is_possible(environment: Environment, *, yes: bool, as_json: bool = False) -> None:
    """Refuse early what could not be asked for later.

    Approvals are given by people: where an environment asks for them, `--yes` is not enough, and a person on a
    terminal has to name the environment. With `as_json` a program reads what would be a question.

    Raises:
        UsageError: nobody can be asked.
    """
    asking = sys.stdin.isatty() and sys.stdout.isatty() and not as_json
    if environment.approve and not asking:
        raise UsageError(
            f"environment {environment.name} asks for approval by {', '.join(environment.approve)}",
            where=environment.where,
            hint="Only a person on a terminal can go on here; --yes is not enough.",
        )
    if not yes and not asking:
        raise UsageError("this changes real clouds, and there is nobody to ask", hint="Add --yes to go on.")


def ask(question: str, environment: Environment, *, yes: bool) -> None:
    """Ask a person to go on.

    Raises:
        Cancelled: the answer is no.
    """
    if environment.approve:
        click.echo(f"{environment.name} asks for approval by {', '.join(environment.approve)}.")
        with asking():
            answer = click.prompt(f"{question} Type '{environment.name}' to go on", default="", show_default=False)
        agreed = answer == environment.name
    elif yes:
        agreed = True
    else:
        with asking():
            agreed = click.confirm(question)
    if not agreed:
        raise Cancelled("nothing was changed")
