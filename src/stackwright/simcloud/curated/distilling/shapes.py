"""One type's id and outputs as templates of recipes, from an example and the form of its ARN."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from stackwright.simcloud.catalogue.model import ResourceType
from stackwright.simcloud.catalogue.naming import snake
from stackwright.simcloud.curated.distilling import drawn
from stackwright.simcloud.curated.distilling.arns import Form
from stackwright.simcloud.curated.distilling.examples import Example, Piece

_PLACES: Final = {"account": "account", "accountid": "account", "catalogid": "account", "awsaccountid": "account"}
_PARTS: Final = {"Partition": "{partition}", "Region": "{region}", "Account": "{account}"}
_REGION: Final = re.compile(r"[a-z]{2}-[a-z]+-\d")
_ACCOUNT: Final = re.compile(r"\d{12}")
_OWN: Final = frozenset({"resourceid", "resourcename", "resource", "id", "name", "identifier", "uuid"})
"""Holes of the reference that stand for the thing itself, whatever it is."""


def shape(kind: ResourceType, example: Example | None, form: Form | None) -> dict[str, str]:
    """The templates by output, `id` among them; without what nothing is known of."""
    found: dict[str, str] = {}
    if example and not example.alone.startswith("arn:"):
        own = _id(kind, example, found)
        arn = _arn(kind, form, "", {**found, "id": own or ""}) if form else None
    else:
        own = arn = _arn(kind, form, example.alone if example else "", found) if form else None
        own = own if example else None
    if own:
        found["id"] = own
    if arn:
        found |= dict.fromkeys(_own(kind, "arn"), "{id}" if arn == own else arn)
    return found


def _computed(kind: ResourceType) -> list[str]:
    return [name for name in kind.outputs if name not in kind.inputs]


def _own(kind: ResourceType, ending: str) -> list[str]:
    """Outputs that are the type's own id or ARN: `arn`, `agentArn` of an `AgentAgent`."""
    words = _fold(kind.token.rpartition(":")[2])
    plain = {name: _fold(name) for name in _computed(kind)}
    return [name for name, fold in plain.items() if fold.endswith(ending) and words.endswith(fold.removesuffix(ending))]


def _fold(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", snake(name))


def _id(kind: ResourceType, example: Example, found: dict[str, str]) -> str | None:
    made = [_piece(kind, piece, found, alone=bool(example.alone)) for piece in example.pieces]
    return None if None in made else example.separator.join(piece for piece in made if piece)


def _piece(kind: ResourceType, piece: Piece, found: dict[str, str], *, alone: bool) -> str | None:
    """An input, a place, or something drawn: then the output that has it has it, too."""
    given = _given(kind, piece.name)
    if given or _place(piece):
        return given or _place(piece)
    if alone and (owner := _setting_of(kind)):
        return owner
    output = _output(kind, piece.name)
    template = drawn.form(piece.example, "" if alone else output or snake(piece.name))
    if template is None:
        named = alone and not output and not drawn.placeholder(piece.example)
        return _name(kind) if named and _fold(piece.name) not in {"arn", "uuid"} else None
    ids = [output] if output else _own(kind, "id") if alone else []
    found |= dict.fromkeys(ids, "{id}" if alone else template)
    return template


def _output(kind: ResourceType, name: str) -> str:
    """The output that the documentation calls `name`: "alias ID" is `agentAliasId`. Empty if there is none."""
    plain, computed = _fold(name), _computed(kind)
    exact = next((each for each in computed if _fold(each) == plain), "")
    ending = (each for each in computed if plain.endswith("id") and plain != "id" and _fold(each).endswith(plain))
    return exact or next(ending, "")


def _place(piece: Piece) -> str | None:
    if _REGION.fullmatch(piece.example):
        return "{region}"
    return "{account}" if _fold(piece.name) in _PLACES or _ACCOUNT.fullmatch(piece.example) else None


def _given(kind: ResourceType, name: str) -> str | None:
    """The template of the input that the documentation calls `name`, if there is one."""
    found = _input(kind, name)
    fallback = _PLACES.get(_fold(name))
    return f"{{in:{found}|{fallback}}}" if found and fallback else f"{{in:{found}}}" if found else None


def _input(kind: ResourceType, name: str) -> str | None:
    """The input called `name`: `function_name` is `name` of a `Function`, `WORKGROUP-NAME` is `workgroup`."""
    plain = _fold(name)
    if not plain or plain in {"id", "arn"}:
        return None
    inputs = {_fold(own): own for own, item in kind.inputs.items() if item.shape.kind == "string"}
    mine = _fold(kind.token.rpartition(":")[2])
    return next((inputs[each] for each in _spellings(plain, mine) if each in inputs), None)


def _spellings(plain: str, mine: str) -> Iterator[str]:
    """How an input may be called that stands for `plain`, the likeliest first."""
    yield plain
    for length in range(len(mine), 2, -1):
        for own in (mine[-length:], mine[:length]):
            if plain.startswith(own) and len(plain) > length and plain != f"{own}id":
                yield plain.removeprefix(own)
    for ending, others in (("name", ("identifier",)), ("identifier", ("id", "name")), ("id", ("identifier",))):
        stem = plain.removesuffix(ending)
        if stem not in (plain, "", mine):
            yield stem
            yield from (f"{stem}{other}" for other in others)


def _name(kind: ResourceType) -> str | None:
    """The input that is the name of the thing: `name`, `domainName` of a `Domain`, the only text that it needs."""
    mine = _fold(kind.token.rpartition(":")[2])
    if "name" in kind.inputs:
        return "{in:name}"
    stems = {own: re.sub(r"(name|identifier|id)$", "", _fold(own)) for own in kind.inputs}
    named = {own: stem for own, stem in stems.items() if stem and stem != _fold(own)}
    close = [own for own, stem in named.items() if mine.endswith(stem) or stem.endswith(mine)]
    owner = [own for own, stem in named.items() if mine.startswith(stem)]
    needed = [own for own in _needed(kind) if own.endswith(("Name", "Identifier")) or mine.endswith(_fold(own))]
    return next((f"{{in:{own}}}" for own in [*close, *owner, *needed]), None)


def _needed(kind: ResourceType) -> list[str]:
    return [own for own, item in kind.inputs.items() if item.required and item.shape.kind == "string"]


def _setting_of(kind: ResourceType) -> str | None:
    """The input that names the thing that a type is a setting of: it has its id, and nothing that AWS computes."""
    owners = [own for own in _needed(kind) if own.endswith(("Id", "Identifier"))]
    return f"{{in:{owners[0]}}}" if len(owners) == 1 and not set(_computed(kind)) - {"tagsAll"} else None


def _arn(kind: ResourceType, form: Form, sample: str, found: Mapping[str, str]) -> str | None:
    """The template of the ARN; None where nobody knows what is in one of its holes."""
    examples = (form.read(sample) if sample else None) or {}
    holes = form.holes()
    made = {hole: _hole(kind, hole, examples.get(hole, ""), holes, found) for hole in holes}
    if None in made.values() or "*" in form.arn:
        return None
    return re.sub(r"\$\{(\w+)\}", lambda match: _PARTS.get(match[1]) or str(made[match[1]]), form.arn)


def _hole(kind: ResourceType, hole: str, sample: str, holes: Sequence[str], found: Mapping[str, str]) -> str | None:
    own = _fold(hole) in _OWN
    output = next((name for name in found if _fold(name) == _fold(hole) and name != "id"), None)
    if output:
        return found[output]
    if not own and (given := _given(kind, hole)):
        return given
    if hole != holes[-1]:
        return None
    whole = found.get("id", "")
    if whole and len(re.findall(r"\{", whole)) == 1:
        return "{id}"
    if template := drawn.form(sample, "arn") if sample else None:
        return template
    mine = _fold(kind.token.rpartition(":")[2])
    called = own or mine.endswith(_fold(hole).removesuffix("name"))
    return _name(kind) if called and not drawn.placeholder(sample or "name") and not whole else None
