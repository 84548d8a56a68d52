"""The outputs of a resource: its inputs, what its recipe adds, and generic values for the rest."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.apiserver import defaults
from stackwright.simcloud.catalogue.model import Property, ResourceType
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.curated.recipe import Recipe, build, make
from stackwright.simcloud.packages import CURATED
from stackwright.simcloud.values import nested
from stackwright.simcloud.values.common import common, labels
from stackwright.simcloud.values.fill import fill, likely, unset
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import UNKNOWN, Properties, Value, contains_unknown, is_secret, reveal, revealed, secret

_META = frozenset({"__defaults", "__internal", "__meta"})
_SHORTEST_SECRET = 4
_OWN = "properties"
"""Azure answers with what it calls a resource's properties also where a program gives none."""


def echoed(inputs: Mapping[str, Value]) -> Properties:
    """The inputs as they come back in the outputs, marks and unknowns kept."""
    return {key: _clean(value) for key, value in inputs.items() if key not in _META and value is not None}


def _clean(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _identities(key, _clean(item)) for key, item in value.items() if key not in _META}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value


def _identities(key: str, value: Value) -> Value:
    """Azure takes the ids of managed identities as a list, and answers with a mapping by id, as its SDK declares."""
    if key != "userAssignedIdentities" or not isinstance(value, list):
        return value
    return UNKNOWN if contains_unknown(value) else {str(reveal(item)): {} for item in value}


def final(it: Subject, kind: ResourceType, types: Catalogue, recipe: Recipe | None, inputs: Properties) -> Properties:
    """What the cloud answers once the resource is there. `inputs` carry the marks that `it.inputs` lacks, and lack the
    names that were chosen for it.
    """
    outputs = echoed({**it.inputs, **inputs})
    made = _combined(common(it, kind), make({**recipe.planned, **recipe.outputs}, it) if recipe else {})
    absent = _left_out(it, recipe) if recipe else frozenset[str]()
    fresh = {name: value for name, value in made.items() if name not in absent}
    added = {name: value for name, value in fresh.items() if name not in outputs or _extends(outputs[name], value)}
    for name, value in added.items():
        outputs[name] = _merged(outputs.get(name), value)
    for item in _computed(it, kind, recipe, outputs):
        if item.required:
            taken = item.name in kind.inputs and item.name != _OWN
            value = _absent(it, kind, item, types) if taken else fill(it, item, types)
            if value is not None:
                outputs[item.name] = added[item.name] = value
    if it.package == "azure-native":
        outputs = nested.completed(it, outputs, kind, types)
    if it.package == "kubernetes":
        outputs = defaults.completed(kind, outputs, types, it.seed)
    return _mark(outputs, added, kind, inputs, it)


def _absent(it: Subject, kind: ResourceType, item: Property, types: Catalogue) -> Value:
    """What an input that was not given has in the end."""
    value = unset(it, kind.inputs[item.name], item)
    return likely(it, item, types) if value in ("", 0, None) and it.package not in CURATED else value


def counted(
    it: Subject, recipe: Recipe | None, old_inputs: Properties, old: Properties, inputs: Properties
) -> Properties:
    """The outputs that count versions, as an update from the old inputs and outputs leaves them."""
    if recipe is None or recipe.counting is None:
        return {}
    names = (old_inputs.keys() | inputs.keys()) - _META
    changed = frozenset(name for name in names if reveal(old_inputs.get(name)) != reveal(inputs.get(name)))
    return recipe.counting(it, revealed(old), changed)


def planned(it: Subject, kind: ResourceType, types: Catalogue, recipe: Recipe | None, inputs: Properties) -> Properties:
    """What a preview of a create answers: inputs as they are, unknown for what only the cloud knows.

    A bridged provider plans the constants that it fills in itself; azure-native knows nothing but the inputs.
    """
    outputs = echoed(inputs)
    known = {**labels(it, kind), **(make(recipe.planned, it) if recipe and not it.unknown else {})}
    outputs = _mark({**known, **outputs}, known, kind, inputs, it)
    if it.package == "kubernetes" and not it.unknown and kind.token != defaults.POD:
        # pulumi-kubernetes asks the server for a dry run then (provider/pkg/provider/provider.go, `Create`)
        outputs = defaults.completed(kind, outputs, types, it.seed)
    for name, part in recipe.outputs.items() if recipe else ():
        if name in outputs and it.package != "kubernetes" and _extends(outputs[name], made := build(part, it)):
            outputs[name] = _merged(outputs[name], nested.veiled(made))
        if name in outputs or name not in kind.inputs:
            continue
        if it.package == "kubernetes":
            outputs[name] = UNKNOWN
        elif not kind.outputs[name].required:
            outputs[name] = part if isinstance(part, bool | int) and it.package != "azure-native" else UNKNOWN
    for item in _computed(it, kind, recipe, outputs):
        outputs[item.name] = secret(UNKNOWN) if item.name in kind.secrets else UNKNOWN
    if it.package == "azure-native":
        return {**dict.fromkeys(kind.outputs, UNKNOWN), **nested.planned(outputs, kind, types)}
    return outputs


def replanned(
    it: Subject,
    kind: ResourceType,
    types: Catalogue,
    recipe: Recipe | None,
    old_inputs: Properties,
    old: Properties,
    inputs: Properties,
) -> Properties:
    """What a preview of an update answers: what was computed stays, but for what follows from inputs."""
    result = planned(it, kind, types, recipe, inputs)
    for name, value in old.items():
        kept = name in kind.outputs and name not in inputs
        removed = name in old_inputs and not kind.outputs[name].required if kept else False
        if kept and not removed and (name not in result or reveal(result[name]) == UNKNOWN):
            result[name] = value
        elif name in inputs and name in result and not contains_unknown(inputs[name]):
            result[name] = nested.unveiled(result[name], value)
    for name, value in counted(it, recipe, old_inputs, old, inputs).items():
        result[name] = value if value == reveal(old.get(name)) else UNKNOWN
    return result


def _computed(it: Subject, kind: ResourceType, recipe: Recipe | None, known: Properties) -> list[Property]:
    """The outputs that the cloud fills in. An API server leaves out what nobody set, but for the status."""
    absent = _left_out(it, recipe) if recipe else frozenset[str]()
    return [
        item
        for item in kind.computed(known)
        if item.name not in absent and (it.package != "kubernetes" or item.name not in kind.inputs)
    ]


def _left_out(it: Subject, recipe: Recipe) -> frozenset[str]:
    """What the cloud leaves out of this one: a bucket has the host of a website only if it is one."""
    made = {name for name in recipe.absent & recipe.outputs.keys() if build(recipe.outputs[name], it) is not None}
    return recipe.absent - made


def _combined(first: Properties, second: Properties) -> Properties:
    """Both, the second winning, mappings joined."""
    joined = {**first, **second}
    for name in first.keys() & second.keys():
        joined[name] = _merged(second[name], first[name])
    return joined


def _extends(given: Value, made: Value) -> bool:
    """Whether a recipe may add keys to an input: to a mapping (Kubernetes `metadata`), or to those of a list."""
    if isinstance(given, list) and isinstance(made, list):
        return any(isinstance(item, dict) for item in made)
    return isinstance(given, dict) and isinstance(made, dict) and not is_secret(given)


def _merged(given: Value, made: Value) -> Value:
    """`made`, below everything that was given. A list has as many items as were given."""
    if isinstance(given, list) and isinstance(made, list):
        known = made[: len(given)]
        return [*(_merged(*pair) for pair in zip(given, known, strict=False)), *given[len(known) :]]
    if not isinstance(given, dict) or not isinstance(made, dict) or is_secret(given):
        return made if given is None else given
    merged = dict(given)
    for key, value in made.items():
        merged[key] = _merged(given.get(key), value)
    return merged


def _mark(
    outputs: Properties, added: Mapping[str, Value], kind: ResourceType, inputs: Properties, it: Subject
) -> Properties:
    """Secret are: what the SDK declares, and what contains the text of a secret input. A region kept in a parameter
    does not make every ARN a secret.
    """
    known = {it.identity.region, it.identity.account, it.identity.location, it.identity.project}
    texts = [text for value in inputs.values() for text in _secret_texts(value) if text not in known]
    for name in outputs:
        if name in kind.secrets or (texts and name in added and _mentions(outputs[name], texts)):
            outputs[name] = secret(outputs[name])
    return outputs


def _secret_texts(value: Value, inside: bool = False) -> list[str]:
    if isinstance(value, dict):
        if is_secret(value):
            return _secret_texts(value.get("value"), inside=True)
        return [text for item in value.values() for text in _secret_texts(item, inside)]
    if isinstance(value, list):
        return [text for item in value for text in _secret_texts(item, inside)]
    return [value] if inside and isinstance(value, str) and len(value) >= _SHORTEST_SECRET else []


def _mentions(value: Value, texts: list[str]) -> bool:
    if isinstance(value, str):
        return any(text in value for text in texts)
    if isinstance(value, list):
        return any(_mentions(item, texts) for item in value)
    if isinstance(value, dict):
        return any(_mentions(item, texts) for item in value.values())
    return False
