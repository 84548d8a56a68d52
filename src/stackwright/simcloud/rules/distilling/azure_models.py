"""What the models of Azure's own Python SDKs say can be given only when a thing is created: `visibility`.

Read from the source of azure-mgmt wheels, unpacked (MIT; never imported). Those that are generated from TypeSpec carry
what an API description says as `x-ms-mutability`: a field with `create` and without `update` cannot be changed.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from stackwright.simcloud.catalogue.naming import snake
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.rules.distilling.azure_native import modules, one_by_one
from stackwright.simcloud.rules.distilling.distil import Said, Steps
from stackwright.simcloud.rules.distilling.matching import same_types
from stackwright.simcloud.rules.distilling.probing import Verdict

_PROVIDER = re.compile(r"/providers/Microsoft\.(\w+)/")
_DEEPEST = 4
_GIVEN = frozenset({"name", "visibility"})


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a model: its name on the wire, when it may be given, and the model that it holds or lists, if any."""

    name: str
    visibility: frozenset[str]
    model: str

    @property
    def settable(self) -> bool:
        return not self.visibility or bool(self.visibility & {"create", "update"})

    @property
    def verdict(self) -> Verdict:
        return "replace" if "create" in self.visibility and "update" not in self.visibility else "update"


Models = Mapping[str, Mapping[str, Field]]
"""Class → its fields, those of its bases among them, by their names in Python."""


def resources(folder: Path, types: Catalogue) -> Iterator[tuple[str, Said]]:
    """The types of the SDK that one of the unpacked wheels has a model of, by token."""
    found: dict[str, dict[str, Said]] = {}
    for package in sorted(folder.glob("azure/mgmt/*")):
        provider = _provider(package)
        models = read("\n".join(path.read_text("utf-8") for path in sorted(package.glob("models/_models*.py"))))
        found.setdefault(provider, {}).update({f"{provider}_{name}": said for name, said in said_of(models).items()})
    for token in types.tokens():
        kind = types.resource(token)
        near = {name: item for module in modules(types, token) for name, item in found.get(module, {}).items()}
        # What is in the path of a resource is in none of its models: it must not count against a match.
        own = set(kind.inputs if kind else ())
        path = {name for name in own if name.endswith("Name") or name in {"location", "tags", "identity"}}
        inputs = {name: {steps[0] for steps in said} | path for name, said in near.items()}
        for _, name in same_types(types, inputs, [token]):
            yield token, near[name]


def _provider(package: Path) -> str:
    text = "\n".join(path.read_text("utf-8") for path in package.glob("operations/_operations*.py"))
    named = Counter(name.lower() for name in _PROVIDER.findall(text))
    return named.most_common(1)[0][0] if named else ""


def said_of(models: Models) -> Mapping[str, Said]:
    """What is said of each model that is a resource (it has an id, a name and a type) and has something to set."""
    found = {
        snake(name): one_by_one(dict(_said(models, name, (), ())))
        for name, fields in models.items()
        if {"id", "name", "type"} <= fields.keys()
    }
    return {name: said for name, said in found.items() if said}


def _said(models: Models, name: str, at: Steps, seen: tuple[str, ...]) -> Iterator[tuple[Steps, Verdict]]:
    above = (*seen, name)
    for key, field in models[name].items():
        if not field.settable or field.name in {"id", "type", "systemData", "etag"}:
            continue
        if not at and key == "properties" and field.model in models:
            yield from _said(models, field.model, at, above)
            continue
        yield (*at, field.name), field.verdict
        if field.verdict == "update" and field.model in models and field.model not in above and len(at) < _DEEPEST:
            yield from _said(models, field.model, (*at, field.name), above)


def read(text: str) -> Models:
    """The models in the source of a package."""
    classes = {node.name: node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)}
    done: dict[str, Mapping[str, Field]] = {}

    def fields(name: str) -> Mapping[str, Field]:
        if name not in done:
            node = classes[name]
            bases = [base.id for base in node.bases if isinstance(base, ast.Name) and base.id in classes]
            inherited = {key: field for base in bases for key, field in fields(base).items()}
            done[name] = inherited | dict(_own(node))
        return done[name]

    return {name: fields(name) for name in classes}


def _own(node: ast.ClassDef) -> Iterator[tuple[str, Field]]:
    for statement in node.body:
        match statement:
            case ast.AnnAssign(ast.Name(key), annotation, ast.Call(ast.Name("rest_field"), keywords=keywords)):
                given = {item.arg: ast.literal_eval(item.value) for item in keywords if item.arg in _GIVEN}
                yield key, Field(given.get("name", key), frozenset(given.get("visibility", ())), _model(annotation))
            case _:
                pass


def _model(annotation: ast.expr) -> str:
    """The model that an annotation names: `Optional["_models.Sku"]`, `list["_models.Rule"]`; none in a mapping."""
    names = [
        node.value.rpartition(".")[2]
        for node in ast.walk(annotation)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    maps = any(isinstance(node, ast.Name) and node.id == "dict" for node in ast.walk(annotation))
    return names[0] if len(names) == 1 and not maps else ""
