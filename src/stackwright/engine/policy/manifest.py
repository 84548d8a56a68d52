"""PulumiPolicy.yaml: which version a pack has, and what runs it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import yaml

from stackwright.errors import EngineError, Location

FILE: Final = "PulumiPolicy.yaml"
_VARIABLE: Final = "PULUMI_PYTHON_CMD"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`interpreter` is the Python that runs the pack, `version` empty where the file does not say."""

    folder: Path
    version: str
    interpreter: str


def read(folder: Path, variables: Mapping[str, str]) -> Manifest:
    """The manifest of the pack in `folder`; `variables` are those of the program, which may name its Python.

    Raises:
        EngineError: there is none, it cannot be read, or another language's runtime is needed.
    """
    path = folder / FILE
    try:
        data: Any = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise EngineError(
            f"there is no policy pack in {folder}: {error.strerror}", hint=f"A pack's folder holds a {FILE}."
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise EngineError(f"{FILE} cannot be read: {error}", where=Location(path)) from error
    known: Mapping[str, Any] = cast("Mapping[str, Any]", data) if isinstance(data, Mapping) else {}
    runtime: Any = known.get("runtime")
    named: Any = cast("Mapping[str, Any]", runtime) if isinstance(runtime, Mapping) else {"name": runtime}
    if named.get("name") != "python":
        raise EngineError(
            f"the policy pack in {folder} is written for {named.get('name') or 'no runtime'}; the embedded engine runs "
            "those in Python",
            hint="Use --engine pulumi for it.",
            where=Location(path),
        )
    options: Any = named.get("options") or {}
    return Manifest(folder, str(known.get("version") or ""), _interpreter(folder, options, variables))


def _interpreter(folder: Path, options: Mapping[str, Any], variables: Mapping[str, str]) -> str:
    """As `pulumi-language-python` chooses (sdk/python/toolchain); without its virtual environment, our own Python."""
    if variables.get(_VARIABLE):
        return variables[_VARIABLE]
    virtual = options.get("virtualenv")
    if virtual:
        python = (folder / str(virtual)).expanduser() / "bin" / "python"
        if python.is_file():
            return str(python)
    return sys.executable
