"""Asks `stackwright_policies.permissions`, in a process of its own: nothing of that package is imported here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource
from stackwright.errors import EngineError
from stackwright.review.permissions.document import Document
from stackwright.wire.values import RESOURCE, SIGNATURE, UNKNOWN, Value

_MODULE: Final = "stackwright_policies.permissions"
_LIMIT: Final = 120.0
_LAST_LINES: Final = 12


def ask(parts: Mapping[str, Sequence[Resource]]) -> Document:
    """What the resources of stacks, by part, say of permissions. Their secrets are neither asked about nor answered.

    Raises:
        EngineError: it cannot be asked, or its program raises.
    """
    known = {one.urn: one for found in parts.values() for one in found}
    asked = {"resources": [_asked(one, part, known) for part, found in parts.items() for one in _real(found)]}
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter
            [sys.executable, "-m", _MODULE],
            input=json.dumps(asked),
            env=dict(os.environ),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise EngineError(f"{_MODULE} did not end within {_LIMIT:g} s") from error
    if done.returncode != 0:
        said = "\n  ".join(done.stderr.strip().splitlines()[-_LAST_LINES:])
        raise EngineError(f"permissions cannot be read\n  {said}", hint="Is stackwright_policies installed?")
    return json.loads(done.stdout)


def _real(resources: Sequence[Resource]) -> list[Resource]:
    """Those that are in a cloud, and stay there."""
    return [one for one in resources if one.custom and not one.is_provider and not one.delete]


def _asked(one: Resource, part: str, known: Mapping[str, Resource]) -> dict[str, Any]:
    provider = known.get(one.provider_urn) if one.provider else None
    properties = {"id": one.id or UNKNOWN, **one.inputs, **one.outputs}
    return {
        "type": one.type,
        "urn": one.urn,
        "name": urns.name_of(one.urn),
        "part": part,
        "properties": {key: _plain(value) for key, value in properties.items() if not key.startswith("__")},
        "provider": provider.inputs if provider else None,
        "depends": one.property_dependencies,
    }


def _plain(value: Value) -> Value:
    """A reference to a resource as its id."""
    if isinstance(value, dict):
        if value.get(SIGNATURE) == RESOURCE:
            return value.get("urn") if value.get("id") is None else value["id"] or UNKNOWN
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
