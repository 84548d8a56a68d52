"""Checkpoints as text: `{"version": 3, "checkpoint": {"stack": …, "latest": <deployment>}}`.

Source: `pkg/resource/stack/{checkpoint,deployment}.go`, `sdk/go/common/apitype/core.go` (pulumi v3.260). Version 3 is
written, version 4 where a feature asks for it, as Pulumi does; anything not understood is refused, never dropped.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, cast

from stackwright.engine.protocol import Deployment
from stackwright.engine.state import integrity
from stackwright.engine.state.resource import Operation, OperationType, Resource, Snapshot, from_json, to_json
from stackwright.engine.state.secrets import Passphrase, Vault
from stackwright.errors import StateError
from stackwright.wire.values import Properties, Value

WRITTEN_BY: Final = "v3.260.0+stackwright"
"""The manifest's version: whose format this is, and who wrote it. Valid SemVer, as the official CLI expects."""
FEATURES: Final = frozenset({"hooks", "replaceWith", "taint"})
"""What of version 4 is understood. Others (views, snippets …) would be lost, so they are refused."""

_compact = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
_deployment_keys = frozenset({"manifest", "secrets_providers", "resources", "pending_operations", "metadata"})


@dataclass(frozen=True, slots=True)
class Stored:
    """A checkpoint as it was read: still encrypted. `latest` is None where nothing was ever deployed."""

    version: int
    features: tuple[str, ...]
    latest: dict[str, Value] | None

    @property
    def salt(self) -> str | None:
        """The state of its passphrase secrets provider, or None where it has none.

        Raises:
            StateError: another secrets provider guards it.
        """
        providers = cast("dict[str, Any] | None", (self.latest or {}).get("secrets_providers"))
        if not providers:
            return None
        if providers.get("type") != "passphrase":
            raise StateError(
                f"the stack's secrets are guarded by {providers.get('type')!r}",
                hint="the embedded engine knows passphrases only; use --engine pulumi",
            )
        return cast("dict[str, str]", providers.get("state") or {}).get("salt")

    def export(self) -> Deployment | None:
        """What `pulumi stack export` prints."""
        if self.latest is None:
            return None
        result: Deployment = {"version": self.version, "deployment": self.latest}
        if self.features:
            result["features"] = list(self.features)
        return result


def parse(data: bytes, name: str) -> Stored:
    """Read a checkpoint file, gzipped or not. `name` says which stack, for messages.

    Raises:
        StateError: it is not JSON, or of a version or with features that are not understood.
    """
    try:
        document = json.loads(unpacked(data))
        version = int(document["version"])
        checkpoint = cast("dict[str, Any]", document["checkpoint"])
        latest = cast("dict[str, Value] | None", checkpoint.get("latest"))
        features = tuple(cast("list[str]", document.get("features") or []))
        if latest is not None and not isinstance(latest, dict):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError("latest")
    except (ValueError, KeyError, TypeError, AttributeError, OSError, EOFError) as error:
        raise StateError(
            f"the state of {name} is not a checkpoint that can be read",
            hint="nothing was changed; Pulumi keeps the previous one beside it as .json.bak and under .pulumi/backups",
        ) from error
    _understood(version, features, name)
    return Stored(version, features, latest)


def unpacked(data: bytes) -> bytes:
    """A checkpoint file's text; it may be gzipped (`PULUMI_SELF_MANAGED_STATE_GZIP`)."""
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def parse_deployment(deployment: Deployment, name: str) -> Stored:
    """Read what `pulumi stack export` prints.

    Raises:
        StateError: as for `parse`.
    """
    latest = deployment.get("deployment")
    version = deployment.get("version")
    features = tuple(cast("list[str]", deployment.get("features") or []))
    if not isinstance(latest, dict) or not isinstance(version, int):
        raise StateError(f"this is not a deployment of {name}: it needs `version` and `deployment`")
    _understood(version, features, name)
    return Stored(version, features, latest)


def _understood(version: int, features: Iterable[str], name: str) -> None:
    if version not in {3, 4}:
        raise StateError(f"the state of {name} has version {version}; only 3 and 4 are understood")
    unknown = sorted(set(features) - FEATURES)
    if unknown:
        raise StateError(
            f"the state of {name} uses features that the embedded engine does not know: {', '.join(unknown)}",
            hint="use --engine pulumi for this stack",
        )


def load(stored: Stored, vault: Vault, name: str) -> Snapshot:
    """The snapshot that a checkpoint holds, decrypted and checked.

    Raises:
        StateError: it is not sound.
        SecretsError: a secret cannot be decrypted.
    """
    latest = stored.latest
    if latest is None:
        return Snapshot()
    unknown = latest.keys() - _deployment_keys
    if unknown:
        raise StateError(f"the state of {name} has parts that are not understood: {', '.join(sorted(unknown))}")
    manifest = cast("dict[str, str]", latest.get("manifest") or {})
    if manifest.get("magic", "") != _magic(manifest.get("version", "")):
        raise StateError(f"the state of {name} was changed by hand: its magic cookie is wrong")
    try:
        resources = [_open(item, vault) for item in _list(latest, "resources")]
        operations = [
            Operation(_open(cast("Value", item["resource"]), vault), cast("OperationType", item["type"]))
            for item in cast("list[dict[str, Any]]", _list(latest, "pending_operations"))
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise StateError(f"the state of {name} cannot be read: {error}") from error
    integrity.verify(resources)
    return Snapshot(
        resources=resources,
        operations=operations,
        salt=stored.salt,
        metadata=cast("dict[str, Value]", latest.get("metadata") or {}),
    )


def outputs(stored: Stored, vault: Callable[[], Vault]) -> Properties | None:
    """The stack's outputs alone; the vault is asked for only if there are any. None if nothing was deployed."""
    for item in _list(stored.latest or {}, "resources"):
        data = cast("dict[str, Any]", item)
        if data.get("type") == "pulumi:pulumi:Stack" and not data.get("parent") and not data.get("delete"):
            raw = cast("Properties", data.get("outputs") or {})
            return cast("Properties", vault().open(data["urn"], raw)) if raw else {}
    return None if stored.latest is None else {}


def dump(snapshot: Snapshot, vault: Vault, stack: str, *, time: datetime | None = None) -> str:
    """The checkpoint file's text. `stack` is the fully qualified name (`organization/<project>/<stack>`)."""
    snapshot = integrity.normalised(snapshot)
    deployment = [f'"manifest":{_compact(_manifest(time or datetime.now(UTC)))}']
    salt = vault.manager.state if vault.manager else snapshot.salt
    if salt is not None:
        deployment.append(f'"secrets_providers":{_compact({"type": "passphrase", "state": {"salt": salt}})}')
    if snapshot.resources:
        deployment.append(f'"resources":[{",".join([item.text or text(item, vault) for item in snapshot.resources])}]')
    if snapshot.operations:
        entries = ",".join(
            f'{{"resource":{text(item.resource, vault)},"type":{_compact(item.type)}}}' for item in snapshot.operations
        )
        deployment.append(f'"pending_operations":[{entries}]')
    deployment.append(f'"metadata":{_compact(snapshot.metadata)}')
    features = _features(snapshot)
    head = f'"version":4,"features":{_compact(features)}' if features else '"version":3'
    return f'{{{head},"checkpoint":{{"stack":{_compact(stack)},"latest":{{{",".join(deployment)}}}}}}}'


def empty(stack: str) -> str:
    """The file of a stack to which nothing was ever deployed, as `pulumi stack init` writes it."""
    return f'{{"version":3,"checkpoint":{{"stack":{_compact(stack)}}}}}'


def text(resource: Resource, vault: Vault) -> str:
    """The resource's JSON, secrets encrypted; made once and kept until the resource changes."""
    if resource.text is None:
        data = to_json(resource)
        for key in ("inputs", "outputs", "replacementTrigger"):
            if key in data:
                data[key] = vault.seal(resource.urn, data[key])
        resource.text = _compact(data)
    return resource.text


def _open(item: Value, vault: Vault) -> Resource:
    data = dict(cast("dict[str, Value]", item))
    for key in ("inputs", "outputs", "replacementTrigger"):
        if data.get(key):
            data[key] = vault.open(cast("str", data.get("urn", "")), data[key])
    return from_json(data)


def _features(snapshot: Snapshot) -> list[str]:
    features: set[str] = set()
    for resource in snapshot.resources:
        if resource.replace_with:
            features.add("replaceWith")
        if resource.taint:
            features.add("taint")
        if resource.resource_hooks:
            features.add("hooks")
    return sorted(features)


def _manifest(time: datetime) -> dict[str, Value]:
    return {"time": timestamp(time), "magic": _magic(WRITTEN_BY), "version": WRITTEN_BY}


def _magic(version: str) -> str:
    return hashlib.sha256(version.encode()).hexdigest() if version else ""


def timestamp(time: datetime) -> str:
    """RFC 3339 with an explicit zone, as Go writes times."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _list(data: dict[str, Value], key: str) -> list[Value]:
    value = data.get(key) or []
    if not isinstance(value, list):
        raise StateError(f"`{key}` of the state is not a list")
    return value


def manager_for(stored: Stored | None, phrase: Callable[[], str], config_salt: str | None = None) -> Passphrase:
    """The secrets manager of a stack: its checkpoint's, else its configuration file's, else a new one.

    Raises:
        SecretsError: no passphrase, or the wrong one.
    """
    salt = (stored.salt if stored else None) or config_salt
    return Passphrase(phrase(), salt) if salt else Passphrase.new(phrase())
