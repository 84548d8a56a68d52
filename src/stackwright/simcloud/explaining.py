"""What the simulated cloud knows of a resource type, for a person who wonders what a rehearsal will do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stackwright.errors import UsageError
from stackwright.simcloud import paths
from stackwright.simcloud.catalogue.model import Property, ResourceType, Shape
from stackwright.simcloud.catalogue.sdk import Catalogue, catalogue, installed
from stackwright.simcloud.checking.autoname import Naming, naming
from stackwright.simcloud.curated.find import recipe
from stackwright.simcloud.diffing.diff import DELETED_FIRST
from stackwright.simcloud.family import exclusive, family
from stackwright.simcloud.rules.knowledge import Known, knowledge


@dataclass(frozen=True, slots=True)
class Explanation:
    """A type, its inputs with what is known of each, and what is said of the type as a whole."""

    type: ResourceType
    package: str
    inputs: Mapping[str, Known]
    notes: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        """The same as JSON has it."""
        return {
            "type": self.type.token,
            "sdk": self.package,
            "inputs": {name: self._input(self.type.inputs[name], known) for name, known in self.inputs.items()},
            "outputs": {
                name: {"type": shape(item.shape), "secret": name in self.type.secrets}
                for name, item in self.type.outputs.items()
                if name not in self.type.inputs
            },
            "notes": list(self.notes),
        }

    def _input(self, item: Property, known: Known) -> dict[str, Any]:
        return {
            "type": shape(item.shape),
            "required": item.required,
            "default": item.default,
            "usual": item.usual,
            "secret": item.name in self.type.secrets,
            "change": known.verdict,
            "source": known.source,
            "guessed": known.guessed,
            "rules": [
                {"path": rule.path, "whole": rule.whole, "source": rule.source, "guessed": rule.guessed or rule.general}
                for rule in known.rules
            ],
        }


def explain(token: str, path: str = "") -> Explanation:
    """What is known of a type, or of one of its inputs.

    Raises:
        UsageError: there is no such type or input in the installed SDK; the hint names the nearest.
        CloudError: the SDK of the package cannot be read.
    """
    types = _types(token)
    token = _whole(token, types)
    kind = types.resource(token)
    if kind is None and (what := _else(token, types)):
        raise UsageError(
            f"{token} is {what}", hint="Only resources are changed or replaced: explain one of their types."
        )
    if kind is None:
        raise UsageError(f"{types.package} {types.version} has no type {token}", hint=_meant(token, types.tokens()))
    known = {item.input: item for item in knowledge(token)}
    if path:
        name = paths.top(path)
        if name not in known:
            raise UsageError(f"{token} has no input {name}", hint=_meant(name, list(known)))
        known = {name: known[name]}
    return Explanation(kind, f"{types.package} {types.version}", known, () if path else tuple(_notes(kind, types)))


def _whole(token: str, types: Catalogue) -> str:
    """A token as states have it, of one without the module's file: `aws:s3:Bucket`, `random:RandomPassword`."""
    if types.resource(token):
        return token
    package, *modules, kind = token.split(":")
    file = f"{kind[:1].lower()}{kind[1:]}"
    forms = [f"{package}:{module}/{file}:{kind}" for module in modules or ("index",)]
    return next((form for form in forms if types.resource(form)), token)


def _else(token: str, types: Catalogue) -> str:
    """What a token means that is no resource's."""
    from stackwright.simcloud.components.kubernetes import BUILDERS

    if token in BUILDERS or token in _RENDERED:
        return "a component, made of resources"
    package, *modules, name = token.split(":")
    forms = (token, *(f"{package}:{module}/{name}:{name}" for module in modules))
    return "a function" if any(types.function(form) for form in forms) else ""


_RENDERED = frozenset(
    f"kubernetes:{name}" for name in ("helm.sh/v3:Chart", "kustomize:Directory", "yaml:ConfigFile", "yaml:ConfigGroup")
)
"""Components that the SDK itself builds."""


def _types(token: str) -> Catalogue:
    package = token.partition(":")[0]
    if ":" not in token:
        raise UsageError(
            f"{token!r} is no type", hint="Write it as a state does, aws:s3/bucket:Bucket, or aws:s3:Bucket."
        )
    if installed(package) is None:
        hint = f"What a type has is read from it: pip install pulumi-{package}"
        raise UsageError(f"the SDK of {package} is not installed", hint=hint)
    return catalogue(package)


def _meant(word: str, known: Sequence[str]) -> str:
    """The nearest name; of an input also one with the word in it, of a type one of that class in another module."""
    from stackwright.service.names import nearest, suggest

    if ":" not in word and (within := [item for item in known if word.lower() in item.lower()]):
        return f"Did you mean '{min(within, key=len)}'?"
    if near := nearest(word, known):
        return f"Did you mean '{near}'?"
    ending = word.rpartition(":")[2].lower()
    same = [item for item in known if item.rpartition(":")[2].lower() == ending]
    return suggest(word, same or known)


def shape(it: Shape) -> str:
    """`string`, `list of string`, `map of object`, `string or integer`."""
    if it.kind in {"list", "map"} and it.item:
        return f"{it.kind} of {shape(it.item)}"
    if it.options:
        return " or ".join(dict.fromkeys(shape(option) for option in it.options))
    return it.kind


def _notes(kind: ResourceType, types: Catalogue) -> list[str]:
    found = [_autoname(kind, naming(kind, types)), _order(kind, naming(kind, types))]
    found.append("values: as the cloud makes them" if recipe(kind.token) else "values: of the right shape, made up")
    if exclusive(kind.token):
        found.append("checked: a second one of the same name is refused, as the cloud does")
    found.append("checked: required inputs, their types, and inputs that the type does not have")
    return found


def _autoname(kind: ResourceType, rule: Naming | None) -> str:
    if _package(kind) == "kubernetes":
        return "name: metadata.name, or the resource's name with a random suffix"
    if rule is None:
        return "name: none is made; what must be given must be given"
    how = {
        "random": f"the resource's name{', in lower case' if rule.lower else ''}, {rule.separator!r} and"
        f" {rule.suffix} random digits" + (f", {rule.longest} characters at most" if rule.longest else ""),
        "copy": "the resource's name",
        "uuid": "a UUID",
    }[rule.style]
    return f"name: {rule.property}, or {how}".replace("'' and", "then")


def _order(kind: ResourceType, rule: Naming | None) -> str:
    known = family(_package(kind))
    if known.deletes_first or kind.token in DELETED_FIRST:
        return "replacement: the old one is deleted first"
    if known.name == "kubernetes":
        return "replacement: the old one is deleted first, unless its name is made or changes"
    if rule is None:
        return "replacement: the new one is created first"
    return f"replacement: the new one is created first, unless the program gives its {rule.property}"


def _package(kind: ResourceType) -> str:
    return kind.token.partition(":")[0]
