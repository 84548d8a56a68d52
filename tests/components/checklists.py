"""Reads the checklist of a component's page, so that a page cannot name a property that nothing sets any more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.components.recording import Recording

_QUOTED = re.compile(r"`([^`]+)`")
_CAMEL = re.compile(r"\b[a-z]+(?:[A-Z][A-Za-z]*)+\b")


def properties_named(page: Path, heading: str = "## Checklist") -> set[str]:
    """Every camel-case name that the table below `heading` quotes in a kept line: properties, and some values."""
    text = page.read_text(encoding="utf-8").partition(f"{heading}\n")[2].partition("\n## ")[0]
    kept = [cell for line in text.splitlines() for cell in line.split("|") if "kept" in cell]
    return {name for cell in kept for quoted in _QUOTED.findall(cell) for name in _CAMEL.findall(quoted)}


def properties_set(*recordings: Recording) -> set[str]:
    """Every property that any resource sets, and every text in it, at any depth, in JSON documents too."""
    return {name for it in recordings for resource in it.children for name in _names(dict(resource.inputs))}


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        if value[:1] in ("{", "["):
            yield from _names(json.loads(value))
    elif isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from _names(item)
    elif isinstance(value, list):
        for item in value:
            yield from _names(item)
