"""What may differ between two runs of the same thing, replaced by words."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from stackwright.wire.values import ARCHIVE, ASSET, SIGNATURE, UNKNOWNS, Properties, Value

_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_AUTONAME: Final = re.compile(r"-[0-9a-f]{7,8}\b")
_DEFAULT: Final = re.compile(r"default_\d+_\d+_\d+")
_SERIALIZED: Final = "__provider"
_DROPPED: Final = frozenset({"created", "modified", "sourcePosition", "stackTrace"})
"""Times, and places in the program: the embedded engine's frames are not the official one's."""


def mask(value: Value) -> Value:
    """`value` without UUIDs (providers' ids), random parts of names, versions of default providers, what dynamic
    providers are serialized to, and the empty versions of packages with which Pulumi tells of references to resources.
    """
    if isinstance(value, str):
        return _masked(value)
    if isinstance(value, list):
        return [mask(item) for item in value]
    if isinstance(value, dict):
        shown = {key: _pickled(item) if key == _SERIALIZED else item for key, item in value.items()}
        return {_masked(str(key)): mask(item) for key, item in shown.items() if key != "packageVersion" or item}
    return value


def _pickled(value: Value) -> Value:
    """A dynamic provider, serialized: where its program lies is in it."""
    return {**value, "value": "<provider>"} if isinstance(value, dict) and "value" in value else "<provider>"


@lru_cache(maxsize=1 << 16)
def _masked(text: str) -> str:
    text = _UUID.sub(lambda found: found[0] if found[0] in UNKNOWNS else "<uuid>", text)
    return _AUTONAME.sub("-<random>", _DEFAULT.sub("default_<version>", text))


def elided(value: Value) -> Value:
    """`value` with the hashes of assets and archives, and without what these contain."""
    if isinstance(value, list):
        return [elided(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = value.keys() & {SIGNATURE, "hash"} if value.get(SIGNATURE) in {ASSET, ARCHIVE} else value.keys()
    return {key: elided(item) for key, item in value.items() if key in kept}


def masked_provider(package: str, values: Properties) -> Properties:
    """The configuration of a provider; that it has the version of the SDK that is installed is said so."""
    said = values.get("version")
    return {**values, "version": "<version>"} if said is not None and said == _installed(package) else values


@cache
def _installed(package: str) -> str:
    try:
        return version(f"pulumi-{package}")
    except PackageNotFoundError:
        return ""


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
    package = str(kept["type"]).removeprefix("pulumi:providers:")
    if package != kept["type"]:
        for side in ("inputs", "outputs"):
            values = kept.get(side)
            if isinstance(values, dict):
                kept[side] = masked_provider(package, values)
    return kept
