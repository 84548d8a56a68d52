"""What `pulumi preview --json` prints: a step for each resource, with the state that it is in and that it would have.

Source: `ShowPreviewDigest` in `pkg/backend/display/json.go`, `StepOp` in `pkg/resource/deploy/step.go` (pulumi v3.260).
Secrets are the text "[secret]" in it whatever the options, unknowns the sentinel. It holds no outputs of a new state,
no default provider, and what stays as it is only with `--show-sames`; `changeSummary` counts that all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast

from stackwright.engine.state import urns
from stackwright.engine.state.resource import Resource
from stackwright.review.saved.model import Saved
from stackwright.review.saved.resources import providers_of, resource_of
from stackwright.wire.values import Properties, unmasked

Json = Mapping[str, Any]
_DELETED: Final = "delete"


def saved(document: Json) -> Saved:
    """The resources that would stand.

    Raises:
        ValueError: a step is of another form; the message says how.
    """
    steps: Sequence[Json] = document.get("steps") or ()
    found: dict[str, Resource] = {}
    for step in steps:
        if step.get("newState"):
            resource = _resource(step)
            found[resource.urn] = resource
        elif step["op"] == _DELETED:
            found.pop(str(step["urn"]), None)  # it was refreshed first
    counted: Json = document.get("changeSummary") or {}
    hidden = int(counted.get("same", 0)) - sum(step["op"] == "same" for step in steps)
    errors = [it for it in document.get("diagnostics") or () if it.get("severity") == "error"]
    urn = next(iter(found), "") or next((str(step["urn"]) for step in steps), "")
    resources = list(found.values())
    return Saved(
        project=urns.project_of(urn) if urn else "",
        stack=urns.stack_of(urn) if urn else "",
        resources=resources,
        providers=providers_of(resources, document.get("config") or {}),
        whole=hidden <= 0 and not errors,
        notes=list(_notes(hidden, errors)),
    )


def _notes(hidden: int, errors: Sequence[Json]) -> Iterator[str]:
    if errors:
        first = (str(errors[0].get("message") or "").strip().splitlines() or [""])[0]
        yield f"the preview failed, so some resources may be missing, and the stack is not judged as a whole: {first}"
    if hidden > 0:
        what = "1 resource that stays as it is is" if hidden == 1 else f"{hidden} resources that stay as they are are"
        yield (
            f"{what} not in the plan, so neither they nor the stack as a whole are judged: "
            "save it with `pulumi preview --json --show-sames`"
        )


def _resource(step: Json) -> Resource:
    new: Json = step["newState"]
    old: Json = step.get("oldState") or {}
    inputs = _properties(new, "inputs")
    found = resource_of(new, inputs=inputs, outputs=_properties(new, "outputs"))
    if not found.outputs:
        found.outputs = _planned(inputs, old if old.get("id") == found.id or not found.id else {}, str(step["op"]))
    return found


def _planned(inputs: Properties, old: Json, op: str) -> Properties:
    """What it would output, as far as that follows: its inputs, and for what is not made anew what it had."""
    if op not in ("same", "update"):
        return inputs
    before = _properties(old, "inputs")
    kept = {key: value for key, value in _properties(old, "outputs").items() if key in inputs or key not in before}
    return {**kept, **inputs}


def _properties(state: Json, key: str) -> Properties:
    return cast("Properties", unmasked(dict(state.get(key) or {})))
