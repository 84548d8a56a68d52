"""Resources of plans, and the providers that plans leave out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource, from_json
from stackwright.wire.values import UNKNOWN, Properties, Value, unmasked

_KEYS: Final = (
    *("urn", "type", "custom", "id", "parent", "protect", "external", "dependencies", "propertyDependencies"),
    *("provider", "additionalSecretOutputs", "ignoreChanges", "sourcePosition", "stackTrace"),
)
"""What of a resource can matter to a policy, or to who reads what it says. A plan may hold more."""
_READ: Final = ("defaultLabels", "defaultTags", "namespace", "zone")
"""Settings of providers that change what policies say of resources."""


def resource_of(state: Mapping[str, Any], *, inputs: Properties, outputs: Properties) -> Resource:
    """A resource by its state, as Pulumi writes that.

    Raises:
        ValueError: it is none; the message says why.
    """
    known = {key: cast("Value", state[key]) for key in _KEYS if state.get(key) is not None}
    resource = from_json(known)
    resource.inputs, resource.outputs = inputs, outputs
    return resource


def providers_of(resources: Iterable[Resource], config: Mapping[str, Any]) -> dict[str, Resource]:
    """The providers that resources name and a plan does not tell of, by URN.

    A default provider is what the stack's configuration says of its package. Of any other one nothing is known.
    """
    resources = list(resources)
    told = {it.urn for it in resources}
    named = {it.provider_urn for it in resources if it.provider} - told
    return {urn: _provider(urn, config) for urn in sorted(named) if urns.is_urn(urn)}


def _provider(urn: str, config: Mapping[str, Any]) -> Resource:
    token = urns.type_of(urn)
    package = urns.provider_package(token)
    if urns.is_default_provider(urn):
        inputs = {
            key.partition(":")[2]: unmasked(value) for key, value in config.items() if key.startswith(f"{package}:")
        }
    else:
        inputs = cast("Properties", dict.fromkeys(_READ, UNKNOWN))
    return Resource(urn=urn, type=token, custom=True, inputs=inputs, outputs=dict(inputs))
