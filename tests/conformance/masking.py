"""What may differ between two runs of the same thing, replaced by words."""

from __future__ import annotations

import re
from typing import Final

from stackwright.wire.values import UNKNOWNS, Value

_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_AUTONAME: Final = re.compile(r"-[0-9a-f]{7,8}\b")
_DEFAULT: Final = re.compile(r"default_\d+_\d+_\d+")
_DROPPED: Final = frozenset({"created", "modified", "sourcePosition", "stackTrace"})
"""Times, and places in the program: the embedded engine's frames are not the official one's."""


def mask(value: Value) -> Value:
    """`value` without UUIDs (providers' ids), random parts of names, and versions of default providers."""
    if isinstance(value, str):
        text = _UUID.sub(lambda found: found[0] if found[0] in UNKNOWNS else "<uuid>", value)
        return _AUTONAME.sub("-<random>", _DEFAULT.sub("default_<version>", text))
    if isinstance(value, list):
        return [mask(item) for item in value]
    if isinstance(value, dict):
        return {str(mask(key)): mask(item) for key, item in value.items()}
    return value


def masked_resource(resource: dict[str, Value]) -> dict[str, Value]:
    """One resource of a checkpoint; lists without an order of their own are sorted."""
    kept = {key: mask(value) for key, value in resource.items() if key not in _DROPPED}
    dependencies = kept.get("dependencies")
    if isinstance(dependencies, list):
        kept["dependencies"] = sorted(dependencies, key=str)
    of_properties = kept.get("propertyDependencies")
    if isinstance(of_properties, dict):
        kept["propertyDependencies"] = {
            key: sorted(urns, key=str) if isinstance(urns, list) else urns for key, urns in of_properties.items()
        }
    if str(kept["type"]).startswith("pulumi:providers:"):
        for side in ("inputs", "outputs"):
            values = kept.get(side)
            if isinstance(values, dict) and "version" in values:
                kept[side] = {**values, "version": "<version>"}
    return kept
