"""A service as it would be if its file said something else: for one environment, in memory, checked like the file.

A change travels to the programs of a rehearsal as text, in the variable `VARIABLE`; outside of one nobody looks at it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast

from stackwright.errors import InvalidInput, Location, UsageError
from stackwright.service.inputs import Inputs, merge, read_input
from stackwright.service.loading import neighbours
from stackwright.service.model import BlueprintInfo, Catalogue, Input, Part, Reference, Service, Template
from stackwright.service.schemas import Schema, schema_at
from stackwright.service.source import Faults, read_words
from stackwright.service.validation import check_service
from stackwright.service.versions import resolve

VARIABLE: Final = "STACKWRIGHT_CHANGES"


@dataclass(frozen=True, slots=True)
class Changes:
    """What is said in place of the file: `settings` such as `web.replicas=6`, in order, and parts to do `without`."""

    settings: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def then(self, later: Changes) -> Changes:
        """Both, one after the other."""
        return Changes(self.settings + later.settings, self.without + later.without)

    @property
    def text(self) -> str:
        return json.dumps({"settings": self.settings, "without": self.without})


UNCHANGED: Final = Changes()


def changes_of(text: str) -> Changes:
    """Reads what `Changes.text` wrote; nothing is changed where it is empty."""
    told = cast("dict[str, list[str]]", json.loads(text)) if text else {}
    return Changes(tuple(told.get("settings", ())), tuple(told.get("without", ())))


def changed(service: Service, environment: str, changes: Changes, catalogue: Catalogue) -> Service:
    """The service as if the overrides of `environment` said what `changes` say.

    Mappings are merged, all else is replaced, and null takes back, as in the file. What refers to a part that is taken
    out goes with it: the smallest mapping entry or list item that may be left out.

    Raises:
        InvalidInput: it would be no valid service; every fault, none with a secret in it.
        UsageError: a part is named that there is not; or nothing is said of one.
    """
    if changes == UNCHANGED:
        return service
    faults, parts = Faults(), dict(service.parts[environment])
    for setting in changes.settings:
        part = service.part(environment, setting.partition("=")[0].partition(".")[0])
        parts[part.name] = _set(parts[part.name], setting, faults)
    for name in changes.without:
        service.part(environment, name)
        parts.pop(name, None)
    for name in changes.without:
        parts = {other: _cut(part, name, catalogue, faults) for other, part in parts.items()}
    _raise(faults)

    checked = check_service(
        replace(service, parts={**service.parts, environment: parts}),
        catalogue,
        faults,
        declared={name for known in service.parts.values() for name in known},
        environments={environment},
        neighbour=neighbours(),
    )
    _raise(faults)
    return checked


def _raise(faults: Faults) -> None:
    if faults.found:
        raise InvalidInput(faults.sorted())


def _set(part: Part, setting: str, faults: Faults) -> Part:
    """One setting: `PART.INPUT[.KEY…]=VALUE`, VALUE as YAML; an empty one is null."""
    path, equals, value = setting.partition("=")
    _, *keys = path.split(".") if part.blueprint else path.split(".", 1)  # keys of a configuration may hold dots
    option = f"--then-set {path}"  # without the value, which may be a secret that has no place there
    if not equals or not keys or not all(keys):
        raise UsageError(f"{option} says nothing", hint="Write --then-set PART.INPUT=VALUE, such as web.replicas=6.")
    over = read_input(read_words(option, value.strip() or "null"), tuple(keys), faults)
    merged = merge(Inputs(part.inputs, part.places, part.written), over)
    return replace(part, inputs=merged.values, places=merged.places, written=merged.written)


def _cut(part: Part, gone: str, catalogue: Catalogue, faults: Faults) -> Part:
    """The part without what it takes from `gone`."""
    after = tuple(other for other in part.after if other != gone)
    if part.blueprint is None:
        return replace(part, after=after)
    schema = _schema(catalogue, part)
    inputs: dict[str, Input] = {}
    for name, value in part.inputs.items():
        left = _without(value, gone, schema_at(schema, (name,)))
        if not isinstance(left, _Gone):
            inputs[name] = left
        elif name in schema.get("required", ()):
            faults.add(
                f"part '{part.name}' cannot do without '{gone}': its input '{name}' needs it",
                Location(Path(f"--then-without {gone}"), 0, 0),
                f"Take it out, too: --then-without {part.name}; or give it another: --then-set {part.name}.{name}=…",
            )
    return replace(part, inputs=inputs, after=after)


def _schema(catalogue: Catalogue, part: Part) -> Schema:
    blueprint: BlueprintInfo = resolve(catalogue, part.blueprint or "", part.version, where=part.where)
    return blueprint.input_schema()


class _Gone:
    """What is left of a value that refers to a part that is taken out."""


_GONE: Final = _Gone()


def _without(value: Input, gone: str, schema: Schema | None) -> Input | _Gone:
    if isinstance(value, Reference):
        return _GONE if _is_of(value, gone) else value
    if isinstance(value, Template):
        return _GONE if any(isinstance(piece, Reference) and _is_of(piece, gone) for piece in value.pieces) else value
    if isinstance(value, list):
        items = [_without(item, gone, schema_at(schema or {}, (0,))) for item in value]
        return [item for item in items if not isinstance(item, _Gone)]
    if isinstance(value, dict):
        inner = {key: _without(item, gone, schema_at(schema or {}, (key,))) for key, item in value.items()}
        left: Mapping[str, Input] = {key: item for key, item in inner.items() if not isinstance(item, _Gone)}
        required = (schema or {}).get("required", ())
        return _GONE if any(key in required for key in inner.keys() - left.keys()) else dict(left)
    return value


def _is_of(reference: Reference, part: str) -> bool:
    return reference.service is None and reference.part == part
