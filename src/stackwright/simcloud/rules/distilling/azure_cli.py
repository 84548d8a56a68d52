"""What Azure's own command line takes when it creates a thing and no longer when it updates it.

Read from the command models of Azure/aaz (MIT), which are generated from Azure's API descriptions: the body of an
update has no property that `x-ms-mutability` lets nobody update. Only commands that read a thing and write it whole
(`PUT`, as pulumi-azure-native does) say that; a body of `PATCH` lacks properties for other reasons.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.rules.distilling.azure_native import modules, one_by_one
from stackwright.simcloud.rules.distilling.distil import Said, Steps
from stackwright.simcloud.rules.distilling.matching import same_types
from stackwright.simcloud.rules.distilling.probing import Verdict

_FOLDER = "Resources/mgmt-plane"
_PROVIDER = re.compile(r".*/providers/microsoft\.(\w+)/([^/]+(?:/\{\}/[^/]+)*)/\{\}")
_PLURALS = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("s", ""))
Fields = Mapping[str, Any]
"""Property → its schema in a command model."""


def resources(clone: Path, types: Catalogue) -> Iterator[tuple[str, Said]]:
    """The types of the SDK that the command line creates and updates, by token."""

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(clone), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, errors="replace").stdout  # noqa: S603 - fixed words

    newest: dict[str, str] = {}
    for path in sorted(git("ls-tree", "-r", "--name-only", "HEAD", _FOLDER).splitlines()):
        if path.endswith(".json"):
            newest[base64.b64decode(path.split("/")[2]).decode()] = path
    found: dict[str, dict[str, Said]] = {}
    for path, file in newest.items():
        match = _PROVIDER.fullmatch(path)
        if match and (said := read(path, json.loads(git("show", f"HEAD:{file}")))):
            name = "_".join([match[1], *map(_singular, match[2].split("/{}/"))])
            found.setdefault(match[1], {})[name] = said
    for token in types.tokens():
        near = {name: item for module in modules(types, token) for name, item in found.get(module, {}).items()}
        inputs = {name: {steps[0] for steps in said} for name, said in near.items()}
        for _, name in same_types(types, inputs, [token]):
            yield token, near[name]


def _singular(name: str) -> str:
    return next((name.removesuffix(end) + to for end, to in _PLURALS if name.endswith(end)), name)


def read(path: str, model: Any) -> Said:  # noqa: ANN401 - a JSON document
    """What the model of the commands at a path says; nothing, unless one creates and one updates by `PUT`."""
    commands = {
        name: [item for group in model["commandGroups"] for item in group["commands"] if item["name"] == name]
        for name in ("create", "update")
    }
    created = next((http for item in commands["create"] for http in _puts(item, path) if _schema(http)), None)
    updated = next((_updated(item) for item in commands["update"] if any(True for _ in _puts(item, path))), None)
    if created is None or updated is None:
        return {}
    request = created["request"]
    said: dict[Steps, Verdict] = {
        (item["name"],): "replace"
        for item in request.get("path", {}).get("params", ())
        if item["name"] != "subscriptionId"
    }
    return one_by_one(said | dict(_compared(_fields(_schema(created)), _fields(updated), ())))


def _puts(command: Any, path: str) -> Iterator[Any]:  # noqa: ANN401 - a JSON document
    for operation in command["operations"]:
        http = operation.get("http", {})
        if http.get("request", {}).get("method") == "put" and re.sub(r"\{\w+\}", "{}", http["path"]).lower() == path:
            yield http


def _schema(http: Any) -> Any:  # noqa: ANN401 - a JSON document
    return http["request"].get("body", {}).get("json", {}).get("schema")


def _updated(command: Any) -> Any:  # noqa: ANN401 - a JSON document
    for operation in command["operations"]:
        if update := operation.get("instanceUpdate"):
            return update["json"].get("schema")
    return None


def _fields(schema: Any) -> Fields:  # noqa: ANN401 - a JSON document
    """The properties of an object, those of flattened ones in it among them."""
    found: dict[str, Any] = {}
    properties: list[Any] = schema.get("props", []) if schema else []
    for item in properties:
        if item.get("clientFlatten"):
            found |= _fields(item)
        elif not item.get("readOnly"):
            found[item["name"]] = item
    return found


def _compared(created: Fields, updated: Fields, at: Steps) -> Iterator[tuple[Steps, Verdict]]:
    for name, item in created.items():
        if name not in updated:
            yield (*at, name), "replace"
            continue
        inner, remaining = _fields(_inside(item)), _fields(_inside(updated[name]))
        if inner and remaining and len(at) < 3:
            yield from _compared(inner, remaining, (*at, name))
        else:
            yield (*at, name), "update"


def _inside(item: Any) -> Any:  # noqa: ANN401 - a JSON document
    """An object, or what a list holds."""
    return item.get("item", item)
