"""The virtual environment that a project names: the embedded engine does not run in it, so what differs is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, cast

import yaml


def named(project: Path) -> Path | None:
    """The folder that a Pulumi.yaml names, if it is there; for the toolchain `uv` that is `.venv` unless it says so.

    Source: Pulumi's `sdk/python/toolchain` (`pip.go`, `uv.go`): relative to the project.
    """
    runtime: Any = yaml.safe_load(project.read_text("utf-8")).get("runtime")
    options: Any = cast("dict[str, Any]", runtime).get("options") if isinstance(runtime, dict) else None
    said = cast("dict[str, object]", options) if isinstance(options, dict) else {}
    virtual = said.get("virtualenv") or (".venv" if said.get("toolchain") == "uv" else None)
    folder = project.parent / str(virtual) if virtual else None
    return folder if folder is not None and folder.is_dir() else None


def differing(virtual: Path) -> Mapping[str, tuple[str, str]]:
    """Pulumi's packages that are in `virtual` with another version than here, or only there: that one, and ours.

    Ours is empty where it is not installed. Nothing differs where both are the same folder.
    """
    theirs = _versions([str(path) for path in sorted(virtual.glob("lib/python*/site-packages"))])
    ours = _versions(None)
    return {name: (version, ours.get(name, "")) for name, version in theirs.items() if version != ours.get(name)}


def _versions(path: list[str] | None) -> dict[str, str]:
    found = metadata.distributions() if path is None else metadata.distributions(path=path)
    named = ((re.sub(r"[-_.]+", "-", str(each.metadata["Name"])).lower(), each.version) for each in found)
    return {name: version for name, version in sorted(named) if name == "pulumi" or name.startswith("pulumi-")}
