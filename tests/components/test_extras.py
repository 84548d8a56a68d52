"""What a component imports for a cloud is what the cloud's extra installs: followed through the source, not by luck."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

COMPONENTS = Path(__file__).parents[2] / "components" / "stackwright_components"
CLOUDS = ("aws", "azure", "gcp", "private")
MODULES = sorted(path for cloud in CLOUDS for path in COMPONENTS.glob(f"*/{cloud}.py"))


def _file(module: str) -> Path | None:
    path = COMPONENTS.parent.joinpath(*module.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _sdks(path: Path) -> set[str]:
    """The SDKs that a module imports, directly or through others of the components."""
    found, waiting, seen = set[str](), [path], set[Path]()
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        for module in _imported(current):
            if module.startswith("pulumi_"):
                found.add(module.partition(".")[0].replace("_", "-"))
            elif module.startswith("stackwright_components") and (file := _file(module)):
                waiting.append(file)
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_extra_brings_what_its_cloud_s_components_import(module: Path, repository: Path) -> None:
    extras = tomllib.loads((repository / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert _sdks(module) <= {Requirement(it).name for it in extras[module.stem]}
