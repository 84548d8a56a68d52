"""The lines are what pulumi v3.260.0 wrote for a program whose outputs hold secrets and unknowns at several depths."""

import json
from typing import Any

import pytest

from stackwright.engine.events import (
    Diagnostic,
    PolicyRemediated,
    PolicyViolated,
    Started,
    StepDone,
    StepFailed,
    StepStarted,
    Summary,
)
from stackwright.engine.pulumi.eventlog import parse, planned_outputs
from stackwright.wire.results import PropertyDiff
from stackwright.wire.values import SECRET, SIGNATURE, UNKNOWN, secret

URN = "urn:pulumi:dev::tiny::pulumi:pulumi:Stack::tiny-dev"
MASKED = {SIGNATURE: SECRET, "ciphertext": "[secret]"}
STATE: dict[str, Any] = {
    "type": "pulumi:pulumi:Stack",
    "urn": URN,
    "id": "",
    "parent": "",
    "inputs": {},
    "outputs": {
        "looks": "[secret]",
        "nested": {"a": [1, {"b": MASKED}], "u": UNKNOWN},
        "secret": MASKED,
        "unknown": UNKNOWN,
    },
    "provider": "",
}
METADATA: dict[str, Any] = {
    "op": "create",
    "urn": URN,
    "type": "pulumi:pulumi:Stack",
    "old": None,
    "new": STATE,
    "detailedDiff": None,
    "logical": True,
    "provider": "",
}


def line(kind: str, event: Any) -> str:
    return json.dumps({"sequence": 7, "timestamp": 1795413180, kind: event})


def test_planned_outputs_keep_unknowns_and_hide_secrets() -> None:
    assert planned_outputs(line("resOutputsEvent", {"metadata": METADATA, "planning": True})) == {
        "looks": "[secret]",
        "nested": {"a": [1, {"b": secret(UNKNOWN)}], "u": UNKNOWN},
        "secret": secret(UNKNOWN),
        "unknown": UNKNOWN,
    }


@pytest.mark.parametrize(
    ("kind", "metadata"),
    [
        ("resourcePreEvent", METADATA),
        ("resOutputsEvent", {**METADATA, "type": "tiny:index:C"}),
        ("resOutputsEvent", {**METADATA, "new": None}),
    ],
)
def test_planned_outputs_come_from_the_stacks_own_outputs_only(kind: str, metadata: Any) -> None:
    assert planned_outputs(line(kind, {"metadata": metadata})) is None


def test_a_step_is_masked() -> None:
    event = parse(line("resOutputsEvent", {"metadata": METADATA, "planning": True}))
    assert isinstance(event, StepDone)
    assert event.planning
    assert event.step.new
    assert event.step.new.outputs["nested"] == {"a": [1, {"b": "[secret]"}], "u": UNKNOWN}
    assert "plaintext" not in repr(event)


def test_no_detailed_diff_is_not_an_empty_one() -> None:
    def detailed(diff: Any) -> Any:
        event = parse(line("resourcePreEvent", {"metadata": {**METADATA, "detailedDiff": diff}}))
        assert isinstance(event, StepStarted)
        return event.step.detailed_diff

    assert detailed(None) is None
    assert detailed({}) == {}
    assert detailed({"tags.a": {"diffKind": "add-replace", "inputDiff": True}}) == {
        "tags.a": PropertyDiff("add-replace", input_diff=True)
    }


def test_the_other_kinds() -> None:
    failed = parse(line("resOpFailedEvent", {"metadata": METADATA, "status": 0, "steps": 0}))
    assert isinstance(failed, StepFailed)
    assert parse(line("preludeEvent", {"config": {"aws:region": "eu-west-1", "shop:key": "[secret]"}})) == Started(
        {"aws:region": "eu-west-1", "shop:key": "[secret]"}
    )
    assert parse(
        line("summaryEvent", {"durationSeconds": 3, "resourceChanges": {"same": 2}, "isPreview": True})
    ) == Summary({"same": 2}, 3.0, preview=True)
    assert parse(
        line("diagnosticEvent", {"message": "<{%reset%}>careful<{%reset%}>\n", "severity": "warning", "urn": URN})
    ) == Diagnostic("warning", "careful", URN)
    assert parse(line("errorEvent", {"error": "assertion failed"})) == Diagnostic("error", "assertion failed")


def test_debug_messages_and_unknown_kinds_are_left_out() -> None:
    assert parse(line("diagnosticEvent", {"message": "RPC", "severity": "debug"})) is None
    assert parse(line("cancelEvent", {})) is None
    assert parse(line("aKindOfTheFuture", {"x": 1})) is None


def test_what_a_policy_says_keeps_its_fields() -> None:
    event = {
        "message": "<{%fg 2%}>no public buckets<{%reset%}>\n",
        "policyName": "no-public-bucket",
        "policyPackName": "acme",
        "policyPackVersion": "1.2.3",
        "severity": "high",
        "enforcementLevel": "mandatory",
        "resourceUrn": URN,
    }
    assert parse(line("policyEvent", event)) == PolicyViolated(
        urn=URN,
        policy="no-public-bucket",
        pack="acme",
        version="1.2.3",
        message="no public buckets",
        level="mandatory",
        severity="high",
    )


def test_a_remedy_is_told_with_both_sides_masked() -> None:
    hidden = {SIGNATURE: SECRET, "ciphertext": "[secret]"}
    event = {
        "policyName": "no-public-bucket",
        "policyPackName": "acme",
        "policyPackVersion": "1.2.3",
        "resourceUrn": URN,
        "before": {"acl": "public", "key": hidden},
        "after": {"acl": "private", "key": hidden},
    }
    assert parse(line("policyRemediationEvent", event)) == PolicyRemediated(
        urn=URN,
        policy="no-public-bucket",
        pack="acme",
        version="1.2.3",
        before={"acl": "public", "key": "[secret]"},
        after={"acl": "private", "key": "[secret]"},
    )
