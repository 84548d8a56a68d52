"""The configuration of a rehearsed stack: the real one's plain values, placeholders for its secrets.

A rehearsal cannot decrypt the real stack's secrets, and must not: they stay under the real key. `environment:` (ESC) is
dropped, for it needs an account. Source of the file's form: `ProjectStack` and `Project` in
sdk/go/common/workspace/project.go (v3.260).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from stackwright.engine.protocol import ConfigValue, Stack
from stackwright.service import source
from stackwright.wire.values import Value

_PROJECT_FILES: Final = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")


def placeholder(key: str) -> str:
    """What stands for the secret `key` in a rehearsal: the same every time, long and mixed enough for a password."""
    return f"Simulated-{hashlib.sha256(key.encode()).hexdigest()[:20]}"


def simulated_configuration(stack: Stack) -> dict[str, ConfigValue]:
    """The whole configuration of `stack`'s simulated twin, from `stack.config` or else the project's files and `added`.

    Raises:
        ServiceError: a file is not what Pulumi reads; with its place.
    """
    if stack.config is not None:
        return {key: _hidden(key, value) for key, value in stack.config.items()}
    project = project_file(stack.directory)
    if project is None:
        return dict(stack.added)
    defaults = project_defaults(project, stack.project)
    return {**defaults, **stack_configuration(stack_file(project, stack.name), stack.project), **stack.added}


def project_file(folder: Path) -> Path | None:
    """The Pulumi.yaml of the project in `folder`."""
    return next((folder / name for name in _PROJECT_FILES if (folder / name).is_file()), None)


def stack_file(project: Path, stack: str) -> Path:
    """Where the project whose Pulumi.yaml is `project` keeps the configuration of `stack`; it may not be there."""
    folder = _Node(_read(project)).at("stackConfigDir").text()
    return project.parent / folder / f"{project.stem}.{stack.rsplit('/', 1)[-1]}{project.suffix}"


def stack_names(project: Path) -> list[str]:
    """The stacks for which the project whose Pulumi.yaml is `project` has a configuration file."""
    pattern = stack_file(project, "*")
    skip, end = len(project.stem) + 1, len(project.suffix)
    return sorted(path.name[skip:-end] for path in pattern.parent.glob(pattern.name))


def project_name(project: Path) -> str:
    """The name in the Pulumi.yaml `project`."""
    return _Node(_read(project)).at("name").text()


def project_defaults(project: Path, name: str) -> dict[str, ConfigValue]:
    """What Pulumi.yaml gives to every stack: `config: {key: value}`, `{key: {value: …}}` or `{key: {default: …}}`."""
    found: dict[str, ConfigValue] = {}
    for key, node in _Node(_read(project)).at("config").entries():
        for named in ("value", "default") if isinstance(node.node, yaml.MappingNode) else ("",):
            value = node.at(named) if named else node
            if value.node is not None:
                found[_full(key, name)] = value.config(_full(key, name))
                break
    return found


def stack_configuration(path: Path, name: str) -> dict[str, ConfigValue]:
    """The `config:` of a Pulumi.<stack>.yaml, secrets replaced; empty where there is no such file."""
    if not path.is_file() or not path.read_bytes().strip():
        return {}
    entries = _Node(_read(path)).at("config").entries()
    return {_full(key, name): node.config(_full(key, name)) for key, node in entries}


def _full(key: str, project: str) -> str:
    return key if ":" in key else f"{project}:{key}"


def _hidden(key: str, value: ConfigValue) -> ConfigValue:
    return ConfigValue(placeholder(key), secret=True) if value.secret else value


def _read(path: Path) -> yaml.Node:
    return source.read(path).root


@dataclass(frozen=True, slots=True)
class _Node:
    """A node that can be looked into without asking first whether it is there."""

    node: yaml.Node | None

    def at(self, key: str) -> _Node:
        return next((node for name, node in self.entries() if name == key), _Node(None))

    def entries(self) -> list[tuple[str, _Node]]:
        if not isinstance(self.node, yaml.MappingNode):
            return []
        return [(key.value, _Node(value)) for key, value in self.node.value if isinstance(key, yaml.ScalarNode)]

    def text(self) -> str:
        return self.node.value if isinstance(self.node, yaml.ScalarNode) else ""

    def config(self, key: str) -> ConfigValue:
        """The node as an entry of a stack's configuration. One secret makes the whole entry secret, as in Pulumi."""
        if self.at("secure").node is not None:
            return ConfigValue(placeholder(key), secret=True)
        value, secret = self._value(key)
        if isinstance(value, str):
            return ConfigValue(value)
        return ConfigValue(json.dumps(value), secret=secret, json=True)

    def _value(self, key: str) -> tuple[Value, bool]:
        """The plain value, and whether a secret inside was replaced."""
        if isinstance(self.node, yaml.MappingNode):
            if self.at("secure").node is not None:
                return placeholder(key), True
            found: Mapping[str, tuple[Value, bool]] = {
                name: node._value(f"{key}.{name}") for name, node in self.entries()
            }
            return {name: value for name, (value, _) in found.items()}, any(secret for _, secret in found.values())
        if isinstance(self.node, yaml.SequenceNode):
            items = [_Node(node)._value(f"{key}[{index}]") for index, node in enumerate(self.node.value)]
            return [value for value, _ in items], any(secret for _, secret in items)
        return (source.scalar(self.node) if isinstance(self.node, yaml.ScalarNode) else None), False
