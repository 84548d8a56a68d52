"""What `stackwright preview --json` prints, line by line: the resources that would change, part by part.

What stays as it is has no line, and no line says what a resource depends on (docs/reference/json.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, cast

from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource
from stackwright.errors import UsageError
from stackwright.review.saved.model import Saved
from stackwright.review.saved.resources import providers_of, resource_of
from stackwright.wire.values import Properties, unmasked

Json = Mapping[str, Any]
TYPES: Final = frozenset({"phase", "part", "step", "summary"})
"""Types of lines by which they are known."""


def saved(lines: Sequence[Json], name: str) -> list[Saved]:
    """The stacks of a preview, in its order.

    Raises:
        UsageError: they are of something else than a preview.
        ValueError: a line is of another form; the message says how.
    """
    begun = [line for line in lines if line["type"] == "phase" and line.get("phase") == "preview"]
    if not begun:
        hint = "Save a preview: stackwright preview SERVICE --json > plan.jsonl"
        raise UsageError(f"{name} tells of a run, and of no preview", hint=hint)
    phase = begun[-1]
    note = (
        "what stays as it is has no line, so neither that nor any stack as a whole is judged; for all of it: "
        f"stackwright policy check {phase['service']} -e {phase['environment']}"
    )
    stacks = [_stack(part, phase, lines) for part in phase["parts"]]
    return [replace(it, notes=[note]) if it is stacks[0] else it for it in stacks]


def _stack(part: Json, phase: Json, lines: Sequence[Json]) -> Saved:
    found: dict[str, Resource] = {}
    for line in lines:
        if (line["type"], line.get("phase"), line.get("part")) != ("step", "preview", part["part"]):
            continue
        if line["status"] != "started" and line.get("new") is not None:
            found[line["urn"]] = _resource(line)
    resources = list(found.values())
    return Saved(
        project=part["project"],
        stack=part["stack"],
        environment=phase["environment"],
        part=part["part"],
        resources=resources,
        providers=providers_of(resources, {}),
        whole=False,
    )


def _resource(line: Json) -> Resource:
    urn, token = line["urn"], line["resourceType"]
    inputs = cast("Properties", unmasked(dict(line["new"])))
    custom = bool(line.get("provider")) or urns.is_provider_type(token)
    state = {"urn": urn, "type": token, "custom": custom, "sourcePosition": line.get("position")}
    return resource_of(
        {**state, **{key: line.get(key) for key in ("parent", "provider")}}, inputs=inputs, outputs=inputs
    )
