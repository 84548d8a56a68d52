"""Permissions as people and programs take them: one format, one module, one function `written(permissions) -> str`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from stackwright.review.permissions.document import Permissions

FORMATS: Final = ("table", "json", "markdown")


def written(permissions: Permissions, format: str) -> str:
    """The permissions in one of `FORMATS`, ending in a newline."""
    write: Callable[[Permissions], str] = import_module(f"stackwright.review.permissions.formats.{format}").written
    return write(permissions)
