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
from typing import Any, Final, cast

from stackwright.errors import Location, ServiceError
from stackwright.wire.values import Value


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """One finding. `resource` is its URN without the stack: `PROJECT::TYPES::NAME`."""

    policy: str
    resource: str
    what: str
    pack: str
    since: str
    fingerprint: str


def baseline_schema() -> dict[str, Value]:
    """JSON Schema of a baseline, as `service_schema` is of a service.yaml."""
    entry: dict[str, Value] = {
        name: {"type": "string", "format": "date", "description": description}
        if name == _DAY
        else {"type": "string", "description": description}
        for name, description in _KEYS.items()
    }
    finding: dict[str, Value] = {
        "type": "object",
        "properties": entry,
        "required": list(entry),
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:stackwright:schema:baseline",
        "title": "A baseline: what policies found when they were adopted",
        "type": "object",
        "properties": {"findings": {"type": "array", "items": finding}},
        "required": ["findings"],
    }


_DAY: Final = "since"
_KEYS: Final = {
    "policy": "The policy's id.",
    "resource": "The resource's URN without the stack: PROJECT::TYPES::NAME; empty for the stack as a whole.",
    "what": "What the policy said of it.",
    "pack": "The pack that the policy is in.",
    _DAY: "The day on which it was first in a baseline.",
    "fingerprint": "By which a finding is known from run to run.",
}


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
        wrong = next((key for key, value in asdict(found).items() if not isinstance(value, str)), None)
        if wrong:
            raise ValueError(f"its {wrong} is no text")
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
