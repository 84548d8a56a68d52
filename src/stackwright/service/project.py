"""The Pulumi projects that parts are deployed from: which one a folder holds, and what a part's stack is called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from stackwright.errors import Location, ServiceError
from stackwright.service.source import read, scalar
from stackwright.wire.values import Value

FILES: Final = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")
"""In the order in which Pulumi looks (`sdk/go/common/workspace/paths.go`); JSON is YAML."""


@dataclass(frozen=True, slots=True)
class Project:
    """A Pulumi project: its name and the language it is written in."""

    name: str
    runtime: str
    path: Path


def find_project(folder: Path) -> Project | None:
    """The Pulumi project in `folder` itself; None if it holds none.

    Raises:
        ServiceError: its file cannot be read, or names no project.
    """
    for name in FILES:
        path = folder / name
        if path.is_file():
            return _project(path)
    return None


def _project(path: Path) -> Project:
    root = read(path).root
    name = _entry(root, "name")
    if not isinstance(name, str) or not name:
        raise ServiceError("the Pulumi project has no name", where=Location(path), hint="Add `name: …`.")
    runtime = _entry(root, "runtime", "name")
    return Project(name, runtime if isinstance(runtime, str) else "", path)


def _entry(node: yaml.Node, key: str, inner: str | None = None) -> Value:
    """The text under `key`, or under `inner` inside it where that is a mapping."""
    if not isinstance(node, yaml.MappingNode):
        return None
    found = next((value for known, value in node.value if known.value == key), None)
    if isinstance(found, yaml.MappingNode) and inner:
        return _entry(found, inner)
    return scalar(found) if isinstance(found, yaml.ScalarNode) else None


def stack_name(environment: str, service: str, part: str, *, outside: bool) -> str:
    """The stack of a part that names none.

    A project outside the service's folder may be part of several services, so its stacks carry the service's name.
    """
    return f"{environment}.{service}.{part}" if outside else f"{environment}.{part}"
