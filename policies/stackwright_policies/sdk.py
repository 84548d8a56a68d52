"""What the installed cloud SDKs say of their types, for tables that are kept in files.

A policy runs beside programs in any language, so it cannot count on an SDK being there, and reading four of them takes
seconds. So `tagging/derive.py` and `gcp/derive.py` write what they find here into a file, and tests compare it with the
SDKs that are installed.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

_TABLE: Final = re.compile(r'resource_modules="""(.*?)"""', re.DOTALL)
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])([A-Z])|(?<=[A-Z])([A-Z])(?=[a-z])")


def version(package: str) -> str:
    """The version of the installed SDK.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    return str(json.loads((_root(package) / "pulumi-plugin.json").read_text("utf-8"))["version"])


def classes(package: str) -> Iterator[tuple[str, Path, str]]:
    """Token, file and class of every resource, from the table that the SDK registers with Pulumi."""
    root = _root(package)
    table = _TABLE.search((root / "__init__.py").read_text("utf-8"))
    modules: list[dict[str, Any]] = json.loads(table[1]) if table else []
    for module in modules:
        folder = root.joinpath(*module["fqn"].split(".")[1:])
        for token, name in module["classes"].items():
            files = (folder / f"{_snake(name)}.py", folder / f"{name}.py")
            file = next((file for file in files if file.is_file()), None) or _search(folder, name)
            yield token, file, name


@cache
def tokens(package: str) -> frozenset[str]:
    """The tokens of all its resources; none where the SDK is not installed, or has no such table."""
    try:
        table = _TABLE.search((_root(package) / "__init__.py").read_text("utf-8"))
    except (ModuleNotFoundError, OSError):
        return frozenset()
    modules: list[dict[str, Any]] = json.loads(table[1]) if table else []
    return frozenset(token for module in modules for token in module["classes"])


def source_of(token: str) -> Path:
    """The file of the installed SDK that holds a resource's class."""
    return next(file for known, file, _ in classes(token.partition(":")[0]) if known == token)


def signature(file: Path, name: str) -> str:
    """The parameters of a resource's arguments class (`InitArgs` where another class has the plain name)."""
    text = file.read_text("utf-8")
    found = re.search(rf"class {name}(?:Init)?Args:\n    def __init__\((.*?)\):\n", text, re.DOTALL)
    return found[1] if found else ""


def _root(package: str) -> Path:
    spec = importlib.util.find_spec(f"pulumi_{package.replace('-', '_')}")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the SDK pulumi-{package} is not installed")
    return Path(spec.origin).parent


def _search(folder: Path, name: str) -> Path:
    """The file of a class whose name is not spelt the usual way."""
    return next(file for file in sorted(folder.glob("*.py")) if f"class {name}(" in file.read_text("utf-8"))


def _snake(name: str) -> str:
    return _CAPITAL.sub(lambda letter: f"_{letter[0]}", name).lower()
