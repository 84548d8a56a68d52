"""A report as other tools take it: one format, one module, one function `written(report) -> str`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from stackwright.review.report import Report

FORMATS: Final = ("json", "sarif", "junit", "github", "gitlab", "markdown")


def written(report: Report, format: str) -> str:
    """The report in one of `FORMATS`, ending in a newline."""
    write: Callable[[Report], str] = import_module(f"stackwright.review.formats.{format}").written
    return write(report)
