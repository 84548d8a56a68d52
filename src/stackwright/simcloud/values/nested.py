"""What a cloud adds inside of what a program gave: the id of a subnet that was given with its network."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.catalogue.model import ResourceType, Shape
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.values.fill import fill
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import SIGNATURE, UNKNOWN, Properties, Value, reveal

_DEEPEST = 5
_PLAIN = frozenset({"string", "integer", "number", "boolean"})


def completed(it: Subject, outputs: Properties, kind: ResourceType, types: Catalogue) -> Properties:
    """`outputs` with all that the SDK says is never absent from the objects in them, and without what it says is never
    in them: passwords and the like, which Azure takes and does not give back.
    """

    def complete(value: Value, shape: Shape, path: str, id: str, depth: int) -> Value:
        if isinstance(value, list) and shape.item:
            return [complete(item, shape.item, f"{path}.{index}", id, depth) for index, item in enumerate(value)]
        if not _whole(value, shape) or not isinstance(value, dict) or depth >= _DEEPEST:
            return value
        own = f"{id}/{value['name']}" if isinstance(value.get("name"), str) else ""
        made: dict[str, Value] = {}
        known = types.object(shape.ref).properties
        for name, item in known.items():
            if name in value:
                made[name] = complete(value[name], item.shape, f"{path}.{name}", f"{own}/{name}", depth + 1)
            elif name == "id" and own and it.service == "network":
                # "subresources" of Microsoft.Network have ids below that of what they are part of
                made[name] = own
            elif item.required and item.shape.kind in _PLAIN:
                made[name] = fill(it, item, types, path, depth)
            elif item.required and item.shape.kind == "list":
                made[name] = []  # what refers to it, and nothing does yet
        return {**{name: item for name, item in value.items() if name in known}, **made} if known else value

    given = kind.inputs.keys() & kind.outputs.keys()
    return {
        name: complete(value, kind.outputs[name].shape, name, f"{it.id}/{name}", 0) if name in given else value
        for name, value in outputs.items()
    }


def planned(outputs: Properties, kind: ResourceType, types: Catalogue) -> Properties:
    """`outputs` of a preview, in which all that a cloud may add to the objects in them is unknown.

    Source: pulumi-azure-native, `provider/pkg/convert`, `PreviewOutputs`.
    """

    def plan(value: Value, shape: Shape, depth: int) -> Value:
        if isinstance(value, list) and shape.item:
            return [plan(item, shape.item, depth) for item in value]
        if not _whole(value, shape) or not isinstance(value, dict) or depth >= _DEEPEST:
            return value
        known = types.object(shape.ref).properties
        return {
            name: plan(value[name], item.shape, depth + 1) if name in value else UNKNOWN for name, item in known.items()
        }

    return {
        name: plan(value, kind.outputs[name].shape, 0) if name in kind.outputs else value
        for name, value in outputs.items()
    }


def veiled(value: Value) -> Value:
    """The same with every plain value unknown."""
    if isinstance(value, dict):
        return {key: veiled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [veiled(item) for item in value]
    return UNKNOWN


def unveiled(value: Value, old: Value) -> Value:
    """`value` with what was unknown of it as it is in `old`, in the same places; what `old` lacks is left out."""
    if value == UNKNOWN:
        return old
    if isinstance(value, dict) and isinstance(old, dict) and SIGNATURE not in value:
        there: Mapping[str, Value] = old
        known = {key: item for key, item in value.items() if item != UNKNOWN or key in there}
        return {key: unveiled(item, reveal(there[key])) if key in there else item for key, item in known.items()}
    if isinstance(value, list) and isinstance(old, list):
        return [unveiled(item, old[index]) if index < len(old) else item for index, item in enumerate(value)]
    return value


def _whole(value: Value, shape: Shape) -> bool:
    """Whether it is an object by itself, and no mere reference to another: `{"id": …}`."""
    return isinstance(value, dict) and shape.kind == "object" and SIGNATURE not in value and value.keys() != {"id"}
