"""Printing what happens while it happens, to a reader who may go away (`stackwright up … | head`)."""

from __future__ import annotations

import os
import sys

import click


def echo(text: str) -> None:
    """Print a line. A run does not stop half-way because nobody reads on: the rest goes nowhere."""
    try:
        click.echo(text)
    except BrokenPipeError:
        stop_printing()


def stop_printing() -> None:
    """Let standard output go nowhere; what is still buffered would fail again when the interpreter closes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
