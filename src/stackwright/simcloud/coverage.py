"""Which types have curated values, and which only generic ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stackwright.errors import UsageError
from stackwright.simcloud.catalogue.sdk import catalogue, installed
from stackwright.simcloud.curated.find import curated


@dataclass(frozen=True, slots=True)
class Coverage:
    """Type tokens, sorted."""

    generic: Sequence[str]
    curated: Sequence[str]


def coverage(what: Iterable[str]) -> Coverage:
    """The types of packages, of checkpoint files, or of every checkpoint below a folder.

    Raises:
        UsageError: a name is neither an installed package nor a file nor a folder; or a file is no checkpoint.
    """
    tokens: set[str] = set()
    for name in what:
        path = Path(name)
        if path.is_dir():
            for file in sorted(path.rglob(".pulumi/stacks/**/*.json")):
                tokens.update(_types_in(file))
        elif path.is_file():
            tokens.update(_types_in(path))
        elif installed(name):
            tokens.update(catalogue(name).tokens())
        else:
            raise UsageError(
                f"{name!r} is neither an installed SDK nor a state",
                hint="give a package such as aws, a checkpoint file, or the folder of a rehearsal",
            )
    return Coverage(
        generic=sorted(token for token in tokens if curated(token) is None),
        curated=sorted(token for token in tokens if curated(token) is not None),
    )


def _types_in(file: Path) -> Iterator[str]:
    """The types of the custom resources of a checkpoint or an exported deployment; no providers, no built-ins."""
    try:
        document: Any = json.loads(file.read_bytes())
        state: Any = document.get("checkpoint", document)
        deployment: Any = state.get("latest") or state.get("deployment") or {}
        resources: Any = deployment.get("resources") or []
        types = [(str(item["type"]), bool(item.get("custom"))) for item in resources]
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise UsageError(f"{file} is no checkpoint: {error}") from error
    for token, custom in types:
        if custom and not token.startswith(("pulumi:", "pulumi-nodejs:", "pulumi-python:")):
            yield token
