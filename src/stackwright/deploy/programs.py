"""Which programs an engine can run."""

from __future__ import annotations

from typing import Any, cast

import yaml

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
