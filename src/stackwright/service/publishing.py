"""A blueprint that is written but not installed: which repository around a file publishes it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

GROUP: Final = "stackwright.blueprints"
"""The entry points by which a package publishes blueprints."""


def publisher(blueprint: str, start: Path) -> Path | None:
    """The nearest folder above `start` whose pyproject.toml publishes a blueprint; None if there is none."""
    for folder in start.absolute().parents:
        try:
            project: dict[str, Any] = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
            points = project["project"]["entry-points"][GROUP]
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError):
            continue
        if isinstance(points, dict) and blueprint in points:
            return folder
    return None
