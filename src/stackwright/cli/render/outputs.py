"""Outputs for people, and as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from stackwright.deploy.differences import readable, whole
from stackwright.deploy.plan import Plan
from stackwright.wire.values import Properties, reveal


def as_text(found: Mapping[str, Properties | None], *, secrets: bool) -> Iterator[str]:
    """A heading for each part, and its outputs with their names aligned."""
    for part, values in found.items():
        if values is None:
            yield f"{part}  (not deployed)"
            continue
        yield part if values else f"{part}  (no outputs)"
        width = max(map(len, values), default=0)
        for name, value in sorted(values.items()):
            yield f"  {name:{width}}  {whole(value, secrets=secrets)}"


def as_document(plan: Plan, found: Mapping[str, Properties | None], *, secrets: bool) -> str:
    """`{"service", "environment", "parts": {part: {"stack", "project", "deployed", "outputs"}}}`."""
    parts = {
        name: {
            "stack": plan[name].stack.name,
            "project": plan[name].stack.project,
            "deployed": values is not None,
            "outputs": (reveal(values) if secrets else readable(values)) if values is not None else {},
        }
        for name, values in found.items()
    }
    document = {"service": plan.service.name, "environment": plan.environment.name, "parts": parts}
    return json.dumps(document, indent=2, ensure_ascii=False)
