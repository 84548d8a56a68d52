"""A package's schema, as far as its Python SDK says it: for programs in YAML, which look their types up in it.

Source of the form: `PackageSpec` in pulumi's `pkg/codegen/schema/schema.go` (v3.260). A nested object is of any
type: what is inside it only the clouds check.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from stackwright.simcloud.catalogue.model import Property, ResourceType, Shape
from stackwright.simcloud.catalogue.sdk import Catalogue

_PLAIN: Final = frozenset({"string", "integer", "number", "boolean"})
_ANY: Final = {"$ref": "pulumi.json#/Any"}
_INVOKED: Final = re.compile(r"invoke\('([^']+)'")


def schema(types: Catalogue, text: str | None = None) -> str:
    """The schema as JSON. With `text`, a program's source, only of what it mentions: describing all types of a large
    SDK takes ten seconds or more.
    """
    words = None if text is None else mentions(types.package, text)
    resources = [token for token in types.tokens() if words is None or _name(token) in words]
    functions = _functions(types) if words is None else [each for word in words.values() for each in _tokens(word)]
    provider = types.provider()
    spec: dict[str, Any] = {
        "name": types.package,
        "version": types.version,
        "provider": _resource(provider) if provider else {},
        "resources": {token: _resource(kind) for token in resources if (kind := types.resource(token))},
        "functions": {},
    }
    for token in functions:
        function = types.function(token)
        if function is not None:
            spec["functions"][token] = {"inputs": _object(function.args), "outputs": _object(function.result)}
    return json.dumps(spec)


def mentions(package: str, text: str) -> dict[str, str]:
    """What a source names of a package, `aws:ec2:Vpc`, by its last part in lower case."""
    found = re.findall(rf"\b{re.escape(package)}:[\w/.:-]*\w", text)
    return {_name(word): word for word in found}


def _name(token: str) -> str:
    return token.rpartition(":")[2].lower()


def _tokens(word: str) -> Iterable[str]:
    """The tokens that a short form may stand for (pulumi-yaml, `ResolveFunction` in `pkg/pulumiyaml/packages.go`)."""
    package, _, rest = word.partition(":")
    module, _, name = rest.rpartition(":")
    module = module or "index"
    return (word, f"{package}:{module}:{name}", f"{package}:{module}/{name}:{name}")


def _functions(types: Catalogue) -> list[str]:
    """Every function that the SDK calls."""
    files = sorted(types.root.rglob("*.py"))
    return sorted({token for file in files for token in _INVOKED.findall(file.read_text("utf-8"))})


def _resource(kind: ResourceType) -> dict[str, Any]:
    inputs = _object(kind.inputs)
    return {
        **_object(kind.outputs),
        "inputProperties": inputs["properties"],
        "requiredInputs": inputs.get("required", []),
    }


def _object(properties: Mapping[str, Property]) -> dict[str, Any]:
    required = sorted(name for name, item in properties.items() if item.required)
    return {
        "type": "object",
        "properties": {name: _shape(item.shape) for name, item in properties.items()},
        "required": required,
    }


def _shape(shape: Shape) -> dict[str, Any]:
    if shape.options or shape.kind not in _PLAIN | {"list", "map"}:
        return dict(_ANY)
    if shape.kind == "list":
        return {"type": "array", "items": _shape(shape.item) if shape.item else dict(_ANY)}
    if shape.kind == "map":
        return {"type": "object", "additionalProperties": _shape(shape.item) if shape.item else dict(_ANY)}
    return {"type": shape.kind}
