"""The configuration of a provider: checked and compared."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.catalogue.model import NONE
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.diffing.compare import REPLACING, UPDATING, changes
from stackwright.simcloud.family import family
from stackwright.wire.results import Changes, CheckFailure, CheckResult, DiffResult, PropertyDiff
from stackwright.wire.values import Properties, reveal

_REPLACING: Mapping[str, frozenset[str]] = {"kubernetes": frozenset({"kubeconfig", "context", "cluster"})}
"""pulumi-kubernetes `DiffConfig`: another cluster means other resources. The rest configure the same ones."""
_ENGINE = frozenset(
    {"version", "pluginDownloadURL", "pluginChecksums", "parameterization", "name", "__internal", "__defaults"}
)
"""What the engine adds to a provider's inputs (`sdk/go/common/resource`, `pkg/resource/deploy/providers`)."""


def check(types: Catalogue, news: Properties) -> CheckResult:
    """A bridged provider refuses keys that it does not know; the others take anything."""
    provider = types.provider() if family(types.package).name == "bridged" else None
    known = provider.inputs.keys() | types.settings() if provider and provider.inputs else NONE.keys()
    failures = [
        CheckFailure(
            key,
            "could not validate provider configuration: Invalid or unknown key."
            f" Check `pulumi config get {types.package}:{key}`.",
        )
        for key in news
        if known and key not in known and key not in _ENGINE
    ]
    return CheckResult(dict(news), failures)


def diff(package: str, olds: Properties, news: Properties) -> DiffResult:
    """Whether a change of configuration replaces the provider, and with it everything that it made."""
    found = changes(_plain(olds), {}, _plain(news))
    replacing = _REPLACING.get(package, frozenset())
    detailed: dict[str, PropertyDiff] = {}
    for path, change in found.items():
        kinds = REPLACING if path in replacing else UPDATING
        detailed[path] = PropertyDiff(kinds[change], input_diff=True)
    if not detailed:
        return DiffResult(Changes.NONE, detailed={})
    return DiffResult(
        Changes.SOME,
        replaces=sorted(path for path in detailed if path in replacing),
        diffs=sorted(detailed),
        detailed=detailed,
    )


def _plain(values: Properties) -> Properties:
    return {key: reveal(value) for key, value in values.items() if key not in _ENGINE}
