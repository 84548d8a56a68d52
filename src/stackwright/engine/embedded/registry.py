"""Provider resources: which connection serves which reference, and how a provider resource itself is handled.

Source: `pkg/resource/deploy/providers/registry.go` and `default_providers.go` (pulumi v3.260). A connection is opened
by Check and configured by Create, Update or Same.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from typing import Any, Final, cast

from packaging.version import InvalidVersion, Version

from stackwright.engine.embedded.connections import Connection
from stackwright.engine.embedded.faults import Bail
from stackwright.engine.goal import Goal
from stackwright.engine.plugins.host import DYNAMIC
from stackwright.engine.provider import Provider, ProviderHost
from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource
from stackwright.wire.results import Changes, CheckResult, CreateResult, DiffResult
from stackwright.wire.values import UNKNOWN, Properties, contains_secret, revealed, secret

_INTERNAL: Final = "__internal"


class Registry:
    """The connections of one run, by provider reference."""

    def __init__(self, host: ProviderHost, builtins: Provider) -> None:
        self._host = host
        self._builtins = builtins
        self._configured: dict[str, Connection] = {}
        self._checked: dict[str, Connection] = {}
        self._aliases: dict[str, str] = {}

    def get(self, reference: str) -> Connection | None:
        return self._configured.get(reference)

    def alias(self, urn: str, former: str) -> None:
        self._aliases[urn] = former

    def cancel(self) -> None:
        for connection in (*self._configured.values(), *self._checked.values()):
            connection.provider.cancel()

    def check(self, urn: str, olds: Properties, news: Properties) -> CheckResult:
        """Open a connection and let it check its configuration."""
        connection = self._open(urn, news)
        result = connection.provider.check_config(urn, open_configuration(olds), open_configuration(news))
        if result.failures:
            return result
        self._checked[urn] = connection
        inputs = _hidden_like(dict(result.inputs), news)
        for key in ("version", _INTERNAL):
            if key in news:
                inputs[key] = news[key]
        return CheckResult(inputs)

    def diff(self, urn: str, id: str, old_inputs: Properties, old_outputs: Properties, news: Properties) -> DiffResult:
        connection = self._checked.get(urn) or self._configured[urns.reference(urn, id)]
        result = diff_config(connection, urn, old_inputs, old_outputs, news)
        if result.changes is Changes.UNKNOWN:
            return DiffResult(Changes.NONE if old_outputs == filtered(news) else Changes.SOME)
        return result

    def create(self, urn: str, inputs: Properties, *, preview: bool) -> CreateResult:
        connection = self._checked.pop(urn)
        id_ = UNKNOWN if preview else str(uuid.uuid4())
        connection.configure(filtered(inputs))
        self._set(urn, id_, connection)
        return CreateResult(id_, filtered(inputs))

    def update(self, urn: str, id: str, news: Properties) -> Properties:
        connection = self._checked.pop(urn)
        connection.configure(filtered(news))
        self._set(urn, id, connection)
        return filtered(news)

    def same(self, resource: Resource) -> None:
        """Configure the connection of a provider that did not change, or that only the old state has."""
        reference = urns.reference(resource.urn, resource.id)
        if reference in self._configured:
            return
        connection = self._checked.pop(resource.urn, None) or self._open(resource.urn, resource.inputs)
        connection.configure(filtered(resource.inputs))
        self._set(resource.urn, resource.id, connection)

    def _open(self, urn: str, inputs: Properties) -> Connection:
        package = urns.provider_package(urns.type_of(urn))
        if package == "pulumi":
            return Connection(self._builtins)
        version = inputs.get("version")
        return Connection(self._host.connect(package, version if isinstance(version, str) else None))

    def _set(self, urn: str, id: str, connection: Connection) -> None:
        self._configured[urns.reference(urn, id)] = connection
        former = self._aliases.get(urn)
        if former:
            self._configured[urns.reference(former, id)] = connection


def filtered(inputs: Properties) -> Properties:
    """A provider's configuration without what only the engine reads."""
    return {key: value for key, value in inputs.items() if key != _INTERNAL}


def open_configuration(inputs: Properties) -> Properties:
    """The same without secret marks: a provider that is not configured yet cannot say that it knows them."""
    return revealed(filtered(inputs))


def diff_config(
    connection: Connection, urn: str, old_inputs: Properties, old_outputs: Properties, news: Properties
) -> DiffResult:
    """What the provider makes of a change of its configuration."""
    before, outputs, after = map(open_configuration, (old_inputs, old_outputs, news))
    return connection.provider.diff_config(urn, before, outputs, after)


def _hidden_like(values: Properties, like: Properties) -> Properties:
    """`values`, secret where `like` is (`annotateSecrets` in `provider_plugin.go`)."""
    return {key: secret(value) if contains_secret(like.get(key)) else value for key, value in values.items()}


def with_version(inputs: Properties, version: str, url: str) -> Properties:
    """A provider's inputs with the version of its package, and where its plugin comes from."""
    internal: Properties = {"pluginDownloadURL": url} if url else {}
    result: Properties = {**inputs, _INTERNAL: internal}
    if version:
        result["version"] = version
    return result


def default_goal(package: str, version: str, url: str, config: Mapping[str, tuple[str, bool]]) -> Goal:
    """The registration of a package's default provider: the stack's configuration for that package, and a version.

    `config` maps full keys to (value, whether it is secret).
    """
    inputs: Properties = {
        key.partition(":")[2]: secret(value) if hidden else value
        for key, (value, hidden) in config.items()
        if key.partition(":")[0] == package
    }
    if package == DYNAMIC:  # what a dynamic provider is told is the whole configuration, by full key
        inputs = {key: secret(value) if hidden else value for key, (value, hidden) in config.items()}
    if version or url:
        inputs = with_version(inputs, version, url)
    return Goal(type=urns.PROVIDER_PREFIX + package, name=default_name(version, url), custom=True, inputs=inputs)


def default_name(version: str, url: str) -> str:
    """`default_7_51_0`; without a version just `default` (`ProviderRequest.DefaultName`)."""
    name = "default"
    if version:
        core, _, build = version.partition("+")
        core, _, pre = core.partition("-")
        parts = [*core.split("."), *(pre.split(".") if pre else ()), *(build.split(".") if build else ())]
        name += "".join(f"_{part}" for part in parts)
    if url:  # `tokens.IntoQName`
        name += "_" + "/".join(re.sub(r"[^A-Za-z0-9_.-]", "_", part) for part in url.split("/") if part)
    return name


def checked_version(version: str) -> str:
    """
    Raises:
        Bail: it is not a version.
    """
    try:
        Version(version)
    except InvalidVersion:
        raise Bail(f"{version!r} is not a version that a provider can have") from None
    return version


def denied(package: str, config: Mapping[str, tuple[str, bool]]) -> bool:
    """Whether `pulumi:disable-default-providers` forbids this package's default provider.

    Raises:
        Bail: the setting is not a JSON list of names.
    """
    if package == "pulumi":
        return False
    key = "pulumi:disable-default-providers"
    text = config[key][0] if key in config else ""
    if not text:
        return False
    try:
        names = json.loads(text)
    except ValueError:
        names = None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in cast("list[Any]", names)):
        raise Bail(f"pulumi:disable-default-providers must be a JSON list of package names, not {text}")
    return any(name.strip() in {"*", package} for name in cast("list[str]", names))
