"""A baseline: what policies found on the day on which they were adopted. It is excepted until it is put right.

A file that `stackwright policy check --write-baseline` writes; people read it and do not write in it. An entry is one
thing that one policy says of one resource: should the same policy find something else there, that is new.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from stackwright.errors import Location, ServiceError


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """One finding. `resource` is its URN without the stack: `PROJECT::TYPES::NAME`."""

    policy: str
    resource: str
    what: str
    pack: str
    since: str
    fingerprint: str


def read_baseline(path: Path) -> list[Known]:
    """The findings of a file, in its order.

    Raises:
        ServiceError: it cannot be read, or is no baseline.
    """
    hint = "`stackwright policy check SERVICE --write-baseline FILE` writes one."
    try:
        document: Any = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ServiceError(
            f"the baseline cannot be read: {error.strerror}", where=Location(path, 0), hint=hint
        ) from error
    except ValueError as error:
        raise ServiceError(f"the baseline is not JSON: {error}", where=Location(path), hint=hint) from error
    known: Any = cast("Mapping[str, Any]", document).get("findings") if isinstance(document, Mapping) else None
    if not isinstance(known, list):
        raise ServiceError("this is no baseline: it has no list `findings`", where=Location(path), hint=hint)
    return [_known(entry, number, path, hint) for number, entry in enumerate(cast("list[Any]", known), start=1)]


def _known(entry: object, number: int, path: Path, hint: str) -> Known:
    try:
        found = Known(**cast("dict[str, str]", entry))
        date.fromisoformat(found.since)
    except (TypeError, ValueError) as error:
        message = f"finding {number} of the baseline is none: {error}"
        raise ServiceError(message, where=Location(path), hint=hint) from error
    return found


def write_baseline(path: Path, known: Sequence[Known]) -> None:
    """Write a file that reads back as `known`, in an order that makes for small differences."""
    document = {"findings": [asdict(entry) for entry in sorted(known)]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
