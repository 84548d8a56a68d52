"""What was there before a rehearsal: resources that a program reads by their ids."""

from __future__ import annotations

import re

from stackwright.simcloud.catalogue.model import ResourceType
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.checking.kubernetes import AUTONAMED
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values.fill import fill
from stackwright.simcloud.values.outputs import final
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value

_HOLE = re.compile(r"\\\{(?:in:)?(\w+)[^{}]*\\\}")


def named_by(recipe: Recipe | None, id: str) -> Properties:
    """The inputs that an id is made of: a role is known by its name, a storage account by the end of its path."""
    template = recipe.id if recipe and isinstance(recipe.id, str) else ""
    whole = re.fullmatch(_form(template), id, re.IGNORECASE) if "{in:" in template else None
    return dict(whole.groupdict()) if whole else {}


def _form(template: str) -> str:
    """The form of the ids that a template makes: one name alone may be anything, else each is a piece of a path."""
    piece = ".+" if template.startswith("{in:") and template.endswith("}") and template.count("{") == 1 else "[^/]+"
    seen: set[str] = set()

    def group(match: re.Match[str]) -> str:
        again = match[1] in seen or not match[0].startswith(r"\{in:")
        seen.add(match[1])
        return piece if again else f"(?P<{match[1]}>{piece})"

    return _HOLE.sub(group, re.escape(template))


def remembered(package: str, kind: ResourceType, id: str, names: Properties) -> Properties:
    """Old inputs for which a provider keeps these names where a program gives none, as if it had chosen them."""
    if package == "kubernetes" and "metadata" in kind.inputs:
        return {"metadata": {"name": id.rpartition("/")[2], "annotations": {AUTONAMED: "true"}}}
    return {**names, **({} if package == "azure-native" else {"__defaults": list[Value](sorted(names))})}


def supposed_inputs(package: str, kind: ResourceType, id: str, given: Properties) -> Properties:
    """What can be told of its inputs: an object of Kubernetes has its name and namespace in its id."""
    if package != "kubernetes" or "metadata" not in kind.inputs:
        return dict(given)
    namespace, slash, name = id.rpartition("/")
    metadata: dict[str, Value] = {"name": name, **({"namespace": namespace} if slash else {})}
    _, api, own = kind.token.split(":")
    made: Properties = {"apiVersion": api.removeprefix("core/"), "kind": own, "metadata": metadata, **given}
    if kind.token == "kubernetes:core/v1:Service" and id != "default/kubernetes":  # noqa: S105 - a type
        # Services of others are mostly read for the address of their load balancer.
        made.setdefault("spec", {"type": "LoadBalancer"})
    return made


def supposed(it: Subject, kind: ResourceType, types: Catalogue, recipe: Recipe | None, given: Properties) -> Properties:
    """Its outputs: those that are never absent, texts too, since nobody here gave them. `given` keep their marks."""
    outputs = final(it, kind, types, recipe, given)
    for name, item in kind.outputs.items():
        if item.required and outputs.get(name) in (None, "") and it.package != "kubernetes":
            outputs[name] = fill(it, item, types)
    if it.package == "azure-native" and "location" in kind.outputs:
        outputs["location"] = outputs.get("location") or it.identity.location
    return outputs
