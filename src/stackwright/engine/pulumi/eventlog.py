"""The lines of `--event-log` as typed events.

Found with pulumi v3.260: in an event log an unknown is the sentinel itself (at any depth, no `output<string>`), and a
secret is `{SIGNATURE: SECRET, "ciphertext": "[secret]"}`, so that it can be told from the text "[secret]". A secret
unknown looks like any other secret. Large texts of assets are elided, nulls are dropped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from stackwright.engine.events import (
    Diagnostic,
    Event,
    OpType,
    PolicyRemediated,
    PolicyViolated,
    Severity,
    Started,
    Step,
    StepDone,
    StepFailed,
    StepStarted,
    StepState,
    Summary,
)
from stackwright.wire.results import PropertyDiff
from stackwright.wire.values import UNKNOWN, Properties, Value, is_secret, masked, secret

STACK: Final = "pulumi:pulumi:Stack"
Json = Mapping[str, Any]


def parse(line: str) -> Event | None:
    """One line as an event; None for what has no type of its own, and for the engine's own debug messages.

    Raises:
        ValueError: the line is not a JSON object.
    """
    event: Json = json.loads(line)
    for kind, read in _READERS.items():
        if kind in event:
            return read(event[kind])
    return None


def planned_outputs(line: str) -> Properties | None:
    """The outputs that `line` gives the root stack, in wire form; None if it is about something else.

    Unknowns are sentinels. What a secret would be is not in the log, so it is a secret unknown.
    """
    if '"resOutputsEvent"' not in line or STACK not in line:
        return None
    metadata: Json = json.loads(line).get("resOutputsEvent", {}).get("metadata", {})
    state: Json | None = metadata.get("new")
    if metadata.get("type") != STACK or not state:
        return None
    return {key: _hidden(value) for key, value in cast("Properties", state.get("outputs") or {}).items()}


def _hidden(value: Value) -> Value:
    if isinstance(value, list):
        return [_hidden(item) for item in value]
    if isinstance(value, dict):
        if is_secret(value):
            return secret(UNKNOWN)
        return {key: _hidden(item) for key, item in value.items()}
    return value


def _prelude(event: Json) -> Event:
    return Started({key: _plain(value) for key, value in event.get("config", {}).items()})


def _started(event: Json) -> Event:
    return StepStarted(_step(event["metadata"]), event.get("planning", False))


def _done(event: Json) -> Event:
    return StepDone(_step(event["metadata"]), event.get("planning", False))


def _failed(event: Json) -> Event:
    return StepFailed(_step(event["metadata"]))


def _diagnostic(event: Json) -> Event | None:
    severity: Severity = event["severity"]
    if severity == "debug":
        return None
    return Diagnostic(severity, _plain(event["message"]), event.get("urn", ""), event.get("ephemeral", False))


def _stdout(event: Json) -> Event | None:
    message = _plain(event["message"])
    return Diagnostic("info", message) if message else None


def _policy(event: Json) -> Event:
    return PolicyViolated(
        urn=event.get("resourceUrn", ""),
        policy=event.get("policyName", ""),
        pack=event.get("policyPackName", ""),
        version=event.get("policyPackVersion", ""),
        message=_plain(event["message"]),
        level=event.get("enforcementLevel", "advisory"),
        severity=event.get("severity", ""),
    )


def _remediation(event: Json) -> Event:
    return PolicyRemediated(
        urn=event.get("resourceUrn", ""),
        policy=event.get("policyName", ""),
        pack=event.get("policyPackName", ""),
        version=event.get("policyPackVersion", ""),
        before=_shown(event.get("before")),
        after=_shown(event.get("after")),
    )


def _internal(event: Json) -> Event:
    return Diagnostic("error", _plain(event["error"]))


def _summary(event: Json) -> Event:
    changes = cast("dict[OpType, int]", event.get("resourceChanges") or {})
    return Summary(dict(changes), float(event.get("durationSeconds", 0)), event.get("isPreview", False))


_READERS: Final[Mapping[str, Callable[[Json], Event | None]]] = {
    "resourcePreEvent": _started,
    "resOutputsEvent": _done,
    "resOpFailedEvent": _failed,
    "diagnosticEvent": _diagnostic,
    "preludeEvent": _prelude,
    "summaryEvent": _summary,
    "policyEvent": _policy,
    "policyRemediationEvent": _remediation,
    "stdoutEvent": _stdout,
    "errorEvent": _internal,
}


def _step(metadata: Json) -> Step:
    detailed: Json | None = metadata.get("detailedDiff")
    return Step(
        op=metadata["op"],
        urn=metadata["urn"],
        type=metadata["type"],
        old=_state(metadata.get("old")),
        new=_state(metadata.get("new")),
        keys=tuple(metadata.get("keys") or ()),
        diffs=tuple(metadata.get("diffs") or ()),
        detailed_diff=None
        if detailed is None
        else {path: PropertyDiff(diff["diffKind"], diff["inputDiff"]) for path, diff in detailed.items()},
        logical=metadata.get("logical", False),
        provider=metadata.get("provider", ""),
    )


def _state(state: Json | None) -> StepState | None:
    if state is None:
        return None
    return StepState(
        urn=state["urn"],
        type=state["type"],
        custom=state.get("custom", False),
        delete=state.get("delete", False),
        id=state.get("id", ""),
        parent=state.get("parent", ""),
        protect=state.get("protect", False),
        external=state.get("external", False),
        retain_on_delete=state.get("retainOnDelete", False),
        inputs=_shown(state.get("inputs")),
        outputs=_shown(state.get("outputs")),
        provider=state.get("provider", ""),
        init_errors=tuple(state.get("initErrors") or ()),
    )


def _shown(values: Properties | None) -> Properties:
    return {key: masked(value) for key, value in (values or {}).items()}


_COLOURS: Final = re.compile(r"<\{%[^%]*%\}>")


def _plain(text: str) -> str:
    """`text` without Pulumi's colour tags and without surrounding blank lines."""
    return _COLOURS.sub("", text).strip("\n")
