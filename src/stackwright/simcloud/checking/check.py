"""Check of one resource: defaults, autoname, validation."""

from __future__ import annotations

from stackwright.simcloud.catalogue.model import Property, ResourceType, Shape
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.checking import documents, kubernetes
from stackwright.simcloud.checking.autoname import Naming, as_asked, autoname, conflicting, ending, naming
from stackwright.simcloud.checking.validate import Validator
from stackwright.simcloud.family import Family
from stackwright.simcloud.identity import Identity
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.urns import Urn
from stackwright.wire.naming import Autonaming
from stackwright.wire.results import CheckFailure, CheckResult
from stackwright.wire.values import SIGNATURE, Properties, Value


def check(
    urn: Urn,
    kind: ResourceType,
    types: Catalogue,
    family: Family,
    identity: Identity,
    olds: Properties,
    news: Properties,
    seed: Seed,
    *,
    lives: bool | None = None,
    asked: Autonaming | None = None,
) -> CheckResult:
    """The inputs as the provider keeps them, and what is wrong with them.

    `lives`: whether objects of this Kubernetes type live in a namespace, where somebody has said it. `asked` is how the
    engine wants what has no name named.

    Raises:
        CloudError: it cannot be named so.
    """
    inputs: Properties = {key: value for key, value in news.items() if value is not None and key != "__defaults"}
    failures: list[CheckFailure] = []
    for name, item in kind.inputs.items():
        if item.default is not None:
            inputs.setdefault(name, item.default)
    if family.name == "kubernetes" and "apiVersion" in kind.inputs:
        inputs = kubernetes.complete(
            urn.type, urn.name, olds, inputs, identity.namespace, seed, lives=lives, asked=asked
        )
        named: list[str] = []
    else:
        named = _name(urn, kind, types, olds, inputs, seed, failures, asked)
    _locate(kind, family, identity, inputs)
    documents.write(kind.token, inputs)
    if not kind.open and family.name != "kubernetes":  # its API server says so itself (`apiserver`)
        failures += Validator(types, family, urn.name).failures(inputs, kind.inputs)
    if family.defaults:
        inputs = _with_defaults(inputs, kind, types, named)
    return CheckResult(inputs, failures)


def _name(
    urn: Urn,
    kind: ResourceType,
    types: Catalogue,
    olds: Properties,
    inputs: Properties,
    seed: Seed,
    failures: list[CheckFailure],
    asked: Autonaming | None,
) -> list[str]:
    """Set the autoname, if there is to be one; gives the properties that were set."""
    rule = naming(kind, types)
    if rule is None or inputs.get(rule.property) is not None or conflicting(rule, inputs):
        return []
    old = olds.get(rule.property)
    if old is not None and _was_default(olds, rule):
        inputs[rule.property] = old
        return [rule.property]
    if asked is not None and (rule.style != "uuid" or asked.mode != "propose"):
        if types.package != "azure-native":
            inputs[rule.property] = as_asked(asked, rule, inputs)
        elif asked.mode == "disable":
            failures.append(CheckFailure(rule.property, f"missing required property '{rule.property}'"))
            return []
        else:
            inputs[rule.property] = asked.name
        return [rule.property]
    try:
        inputs[rule.property] = autoname(urn.name, rule, seed) + ending(rule, inputs)
    except ValueError as error:
        failures.append(CheckFailure(rule.property, str(error)))
    return [rule.property]


def _was_default(olds: Properties, rule: Naming) -> bool:
    """Whether the old name was the provider's choice. azure-native does not note that and keeps any old name."""
    defaults = olds.get("__defaults")
    return not isinstance(defaults, list) or rule.property in defaults


def _locate(kind: ResourceType, family: Family, identity: Identity, inputs: Properties) -> None:
    """azure-native sets the location of the provider where the program gives none."""
    location = kind.inputs.get("location")
    if family.name == "azure-native" and location and not location.required and identity.config.get("location"):
        inputs.setdefault("location", identity.location)


def _with_defaults(inputs: Properties, kind: ResourceType, types: Catalogue, named: list[str]) -> Properties:
    """pulumi-terraform-bridge notes in every object of the inputs which keys it filled in itself."""
    marked = _members(inputs, dict(kind.inputs), types)
    marked["__defaults"] = list[Value](sorted(named))
    return marked


def _members(values: Properties, known: dict[str, Property], types: Catalogue) -> Properties:
    return {key: _marked(value, known[key].shape, types) if key in known else value for key, value in values.items()}


def _marked(value: Value, shape: Shape, types: Catalogue) -> Value:
    if isinstance(value, dict) and SIGNATURE in value:
        return {**value, "value": _marked(value["value"], shape, types)} if "value" in value else value
    if isinstance(value, list) and shape.item:
        return [_marked(item, shape.item, types) for item in value]
    if isinstance(value, dict) and shape.kind == "object":
        return {"__defaults": [], **_members(value, dict(types.object(shape.ref).properties), types)}
    return value
