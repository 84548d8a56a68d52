"""Which programs an engine can run."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

import yaml

from stackwright.deploy.plan import PlannedPart
from stackwright.engine.protocol import Engine
from stackwright.service.model import Part


def unsupported(part: Part, engine: Engine) -> str | None:
    """Why `engine` cannot run a part's program; None if it can. The embedded engine runs Python only."""
    if engine.name != "embedded" or part.program is None:
        return None
    runtime = _runtime(part)
    if runtime in {"python", ""}:
        return None
    return f"its program is written for {runtime}; the embedded engine runs Python, --engine pulumi runs all"


def lacking(part: PlannedPart, skipped: Collection[str], *, carried: bool) -> list[str]:
    """The skipped parts without whose outputs `part` cannot be worked on.

    What a plain program reads nobody knows, so it needs all that it comes after. What a blueprint reads is known, and
    `carried` says that it is there as unknown.
    """
    needed = part.needs if part.part.program is not None else () if carried else part.reads
    return [name for name in needed if name in skipped]


def _runtime(part: Part) -> str:
    """The `runtime` of the part's Pulumi.yaml, in either of its forms; empty where the file does not say."""
    for name in ("Pulumi.yaml", "Pulumi.yml"):
        try:
            project: Any = yaml.safe_load((part.directory / name).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            continue
        runtime: Any = cast("dict[str, Any]", project).get("runtime") if isinstance(project, dict) else None
        if isinstance(runtime, dict):
            runtime = cast("dict[str, Any]", runtime).get("name")
        return str(runtime or "")
    return ""
