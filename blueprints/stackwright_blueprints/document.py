"""A blueprint as a page of Markdown: what docs/blueprints holds, always as the code says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, cast

from stackwright_blueprints.model import Blueprint, BlueprintError
from stackwright_blueprints.schema import Schema

_NAMES: Final = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
_UNITS: Final = {"string": "characters", "array": "items", "object": "entries"}
_LENGTHS: Final = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
}
_CLOUDS: Final = {"aws": "AWS", "azure": "Azure", "gcp": "GCP", "private": "private cloud"}


def examples(blueprint: Blueprint) -> Mapping[str, str]:
    """The text of each example, by name: the `.yaml` files in `examples`, beside the module that builds it."""
    package = blueprint.build.partition(":")[0].rpartition(".")[0]
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise BlueprintError(f"{blueprint}: {package} is no package, so it has no folder `examples`")
    folder = Path(found.submodule_search_locations[0]) / "examples"
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}


def markdown(blueprint: Blueprint) -> str:
    """The whole page."""
    return "\n".join([*_head(blueprint), *_inputs(blueprint), *_outputs(blueprint), *_tail(blueprint)]) + "\n"


def _head(blueprint: Blueprint) -> Iterator[str]:
    yield f"# {blueprint.title}: `{blueprint}`\n"
    yield f"{blueprint.description}\n"
    clouds = ", ".join(_CLOUDS[cloud] for cloud in blueprint.clouds or blueprint.reaches)
    runs = "Clouds" if blueprint.clouds else "Joins parts on"
    yield f"Owner: {blueprint.owner}. Lifecycle: {blueprint.lifecycle}. {runs}: {clouds}."
    if blueprint.replaced_by:
        yield f"\nReplaced by [`{blueprint.replaced_by}`]({blueprint.replaced_by}.md)."


def _inputs(blueprint: Blueprint) -> Iterator[str]:
    schema = blueprint.input_schema()
    yield "\n## Inputs\n"
    yield (
        "A value may be a reference such as `${database.url}`, unless it is *written out*: then it decides which "
        "resources there are.\n"
    )
    yield "| input | type | default | |"
    yield "|---|---|---|---|"
    for name, said in cast("Mapping[str, Schema]", schema["properties"]).items():
        default = f"`{_written(said['default'])}`" if "default" in said else ""
        if name in schema.get("required", ()):
            default = "**required**"
        yield f"| `{name}` | {_type(said)} | {default} | {_about(said)} |"


def _outputs(blueprint: Blueprint) -> Iterator[str]:
    schema = blueprint.output_schema()
    yield "\n## Outputs\n"
    yield "| output | type | |"
    yield "|---|---|---|"
    for name, said in cast("Mapping[str, Schema]", schema["properties"]).items():
        absent = "" if name in schema.get("required", ()) else " May be absent."
        yield f"| `{name}` | {_type(said)} | {_about(said)}{absent} |"


def _tail(blueprint: Blueprint) -> Iterator[str]:
    yield "\n## Examples\n"
    yield "Each one is deployed, changed and destroyed on simulated clouds by `make test`."
    for name, text in examples(blueprint).items():
        yield f"\n### {name}\n\n```yaml\n{text.strip()}\n```"
    if blueprint.upgrade_notes:
        yield "\n## Versions\n"
        for version, note in blueprint.upgrade_notes.items():
            yield f"- **{version}**: {note}"


def _about(said: Schema) -> str:
    notes = [
        "*Secret.*" if said.get("x-secret") else "",
        "*A change replaces it.*" if said.get("x-immutable") else "",
        "*On the part's own cloud.*" if said.get("x-same-cloud") else "",
        "*Written out.*" if said.get("x-plain") else "",
        f"**Deprecated:** {said['x-deprecated']}." if said.get("x-deprecated") else "",
    ]
    return " ".join([str(said.get("description", "")), *filter(None, notes)]).replace("|", "\\|")


def _type(said: Schema) -> str:
    if "x-part" in said:
        names: str | Sequence[str] = said["x-part"]
        known = (names,) if isinstance(names, str) else names
        return (
            f"a part made from {' or '.join(f'`{name}`' for name in known)}" if known[1:] else f"the part `{known[0]}`"
        )
    if "anyOf" in said:
        return " or ".join(_type(option) for option in said["anyOf"])
    if "enum" in said:
        return " \\| ".join(f"`{_written(value)}`" for value in said["enum"])
    kind = str(said.get("type", ""))
    if kind == "array":
        name = f"list of {_type(said['items'])}"
    elif kind == "object":
        name = _mapping(said)
    else:
        name = _NAMES.get(kind, kind or "anything")
    return ", ".join(filter(None, [name, _range(said, kind)]))


def _mapping(said: Schema) -> str:
    if "properties" in said:
        return f"mapping with {', '.join(f'`{name}`' for name in said['properties'])}"
    inner = cast("Schema | bool | None", said.get("additionalProperties"))
    return f"mapping to {_type(inner)}" if isinstance(inner, dict) and inner else "mapping"


def _range(said: Schema, kind: str) -> str:
    keys = _LENGTHS.get(kind, ("minimum", "maximum"))
    low, high = said.get(keys[0]), said.get(keys[1])
    unit = f" {_UNITS[kind]}" if kind in _UNITS else ""
    if kind == "string" and low == 1 and high is None:
        return "not empty"
    if low is not None and high is not None:
        return f"{low} to {high}{unit}"
    if low is not None:
        return f"at least {low}{unit}"
    return f"at most {high}{unit}" if high is not None else ""


def _written(value: object) -> str:
    """As YAML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Any]", value).items()
        return "{" + ", ".join(f"{key}: {_written(item)}" for key, item in items) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(_written(item) for item in cast('Sequence[Any]', value))}]"
    return str(value) if value != "" else '""'
