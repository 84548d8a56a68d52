"""Which packages a Pulumi program brings along as folders, and what runs them.

`Pulumi.yaml` names them in `packages:` (a name, and a path that begins with `.` or `/`) or in `plugins: {providers:
[{name, path}]}`; the folder has a `PulumiPlugin.yaml`. Source: `sdk/go/common/workspace/project.go` (pulumi v3.260).
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import yaml

from stackwright.engine.serving import folder as running
from stackwright.engine.serving import module
from stackwright.errors import EngineError, Location

_FILES: Final = ("PulumiPlugin.yaml", "PulumiPlugin.yml")


@dataclass(frozen=True, slots=True)
class Manifest:
    """A plugin: the interpreter, the program that it runs, and what comes before the engine's address."""

    name: str
    folder: Path
    interpreter: str
    program: str
    arguments: tuple[str, ...] = ()


def paths(project: Mapping[str, Any], root: Path) -> dict[str, Path]:
    """The folders of the packages that a `Pulumi.yaml` in `root` names, by package."""
    found: dict[str, Path] = {}
    packages: Any = project.get("packages")
    if isinstance(packages, dict):
        for name, spec in cast("dict[str, Any]", packages).items():
            source: Any = cast("dict[str, Any]", spec).get("source") if isinstance(spec, dict) else spec
            if isinstance(source, str) and source.startswith((".", "/")):
                found[name] = root / source
    plugins: Any = project.get("plugins")
    providers: Any = cast("dict[str, Any]", plugins).get("providers") if isinstance(plugins, dict) else None
    for spec in cast("list[Any]", providers) if isinstance(providers, list) else ():
        if isinstance(spec, dict) and "name" in spec and "path" in spec:
            named = cast("dict[str, Any]", spec)
            found[str(named["name"])] = root / str(named["path"])
    return found


def programs(project: Mapping[str, Any], root: Path) -> dict[str, Path]:
    """Those of `paths` that hold a program, in any language, and no binary; absolute."""
    return {name: folder.resolve() for name, folder in paths(project, root).items() if _file(folder)}


def _file(folder: Path) -> Path | None:
    return next((folder / file for file in _FILES if (folder / file).is_file()), None)


def read(name: str, folder: Path, variables: Mapping[str, str]) -> Manifest:
    """How to run the plugin in `folder`; `variables` are those of the program, which may name its Python.

    Raises:
        EngineError: there is none, or it is written in another language.
    """
    path = _file(folder)
    if path is None:
        raise EngineError(
            f"the package {name} is to be in {folder}, which holds no {_FILES[0]}",
            hint="Only plugins that are programs can be rehearsed, not binaries.",
        )
    try:
        data: Any = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise EngineError(f"{path.name} cannot be read: {error}", where=Location(path)) from error
    runtime: Any = cast("dict[str, Any]", data).get("runtime") if isinstance(data, dict) else None
    described = cast("dict[str, Any]", runtime) if isinstance(runtime, dict) else {"name": runtime}
    if described.get("name") != "python":
        raise EngineError(
            f"the package {name} is written for {described.get('name') or 'no runtime'}, and the embedded engine runs "
            "those in Python",
            hint="The official CLI runs it: stackwright simulate -- pulumi up",
            where=Location(path),
        )
    interpreter = _interpreter(folder, described.get("options") or {}, variables)
    if (folder / "__main__.py").is_file():
        return Manifest(name, folder, interpreter, running(folder))
    return Manifest(name, folder, interpreter, module("pulumi.run.plugin"), (_distribution(name, folder),))


def _distribution(name: str, folder: Path) -> str:
    try:
        data = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
        return str(data["project"]["name"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError(
            f"the package {name} in {folder} has neither a __main__.py nor a pyproject.toml with a project's name"
        ) from error


def _interpreter(folder: Path, options: Any, variables: Mapping[str, str]) -> str:  # noqa: ANN401 - as it is written
    """Its virtual environment's Python; where it has none, the program's, or our own."""
    virtual = cast("dict[str, Any]", options).get("virtualenv") if isinstance(options, dict) else None
    if virtual:
        python = (folder / str(virtual)).expanduser() / "bin" / "python"
        if python.is_file():
            return str(python)
    return variables.get("PULUMI_PYTHON_CMD") or sys.executable
