"""How to make the id and the outputs of one type, mostly as data.

A value is a template, a constant, a mapping or list of values, or a function of the subject. In a template, `{…}` is:

    {id} {name} {account} {partition} {region} {project} {subscription} {tenant} {namespace} {location} {zone}
    {in:bucket}          an input, as text; `{in:bucket|name}` falls back to `{name}`
    {generation}         1, and 2 after a replacement
    {hex:17} {hex:17:x}  hexadecimal digits, others for another salt
    {digits:12} {uuid} {uuid:x} {time} {ip} {private}
    {lower:13} {upper:10} {mixed:22}   letters and digits: small ones, capitals, both
    {other:vpcId:arn}    an output of the resource whose id is the input `vpcId`

A template with an input that is not set gives None, and then the generic value is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits
from typing import TypeAlias

from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value

Maker: TypeAlias = Callable[[Subject], Value]
Count: TypeAlias = Callable[[Subject, Properties, frozenset[str]], Properties]
Part: TypeAlias = "Value | Maker | Mapping[str, Part] | list[Part]"
_HOLE = re.compile(r"\{([a-z]+)(?::([^{}]*))?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """`id` is a template or a function. `outputs` are what the cloud adds; an input that is set always wins.

    `planned` are outputs that a preview already knows, because they follow from inputs alone.
    """

    id: str | Callable[[Subject], str] = ""
    outputs: Mapping[str, Part] = field(default_factory=dict[str, Part])
    planned: Mapping[str, Part] = field(default_factory=dict[str, Part])
    unique: bool = False
    """The id is a name that only one resource of an account may have."""
    absent: frozenset[str] = frozenset()
    """Outputs that this cloud leaves out, although the SDK says that they are always there; `outputs` may have them."""
    counting: Count | None = None
    """What an update makes of outputs that count versions: from the old outputs, and the inputs that it changes."""


def make_id(recipe: Recipe, it: Subject) -> str:
    """The id, or empty if the recipe has none or lacks an input for it."""
    if callable(recipe.id):
        return recipe.id(it)
    return str(render(recipe.id, it) or "") if recipe.id else ""


def make(parts: Mapping[str, Part], it: Subject) -> Properties:
    """The values of `parts`, without those that could not be made."""
    made = {name: build(part, it) for name, part in parts.items()}
    return {name: value for name, value in made.items() if value is not None}


def build(part: Part, it: Subject) -> Value:
    """One value."""
    if callable(part):
        return part(it)
    if isinstance(part, str):
        return render(part, it)
    if isinstance(part, Mapping):
        return {name: build(item, it) for name, item in part.items()}
    if isinstance(part, list):
        return [build(item, it) for item in part]
    return part


def render(template: str, it: Subject) -> str | None:
    """The text of a template; None if an input that it needs is not set."""
    missing = False

    def fill(match: re.Match[str]) -> str:
        nonlocal missing
        text = HOLES[match.group(1)](it, match.group(2) or "")
        missing = missing or text is None
        return text or ""

    text = _HOLE.sub(fill, template)
    return None if missing else text


def _input(it: Subject, argument: str) -> str | None:
    name, _, fallback = argument.partition("|")
    value = it.inputs.get(name)
    if value is None:
        return HOLES[fallback](it, "") if fallback else None
    return str(value)


def _hex(it: Subject, argument: str) -> str:
    length, _, salt = argument.partition(":")
    return it.seed.hex(int(length), salt)


def _characters(alphabet: str) -> Callable[[Subject, str], str]:
    def draw(it: Subject, argument: str) -> str:
        length, _, salt = argument.partition(":")
        return it.seed.text(int(length), alphabet, salt)

    return draw


def _digits(it: Subject, argument: str) -> str:
    length, _, salt = argument.partition(":")
    return it.seed.digits(int(length), salt)


def _other(it: Subject, argument: str) -> str | None:
    name, _, output = argument.partition(":")
    value = it.other(it.text(name)).get(output)
    return str(value) if value is not None else None


HOLES: Mapping[str, Callable[[Subject, str], str | None]] = {
    "id": lambda it, _: it.id,
    "name": lambda it, _: it.physical_name,
    "urnname": lambda it, _: it.name,
    "account": lambda it, _: it.identity.account,
    "partition": lambda it, _: it.identity.partition,
    "region": lambda it, _: it.text("region") or it.identity.region,
    "project": lambda it, _: it.text("project") or it.identity.project,
    "subscription": lambda it, _: it.identity.subscription,
    "tenant": lambda it, _: it.identity.tenant,
    "namespace": lambda it, _: it.identity.namespace,
    "location": lambda it, _: it.place,
    "zone": lambda it, _: it.text("zone") or it.identity.zone,
    "generation": lambda it, _: str(it.generation),
    "time": lambda it, _: it.timestamp(),
    "ip": lambda it, salt: guess.public_ip(it, salt),
    "private": lambda it, salt: guess.private_ip(it, salt),
    "uuid": lambda it, salt: it.seed.uuid(salt),
    "hex": _hex,
    "digits": _digits,
    "lower": _characters(f"{ascii_lowercase}{digits}"),
    "upper": _characters(f"{ascii_uppercase}{digits}"),
    "mixed": _characters(f"{ascii_letters}{digits}"),
    "in": _input,
    "other": _other,
}
