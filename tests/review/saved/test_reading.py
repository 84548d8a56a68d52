"""What a file tells of, by what is in it. tests/lifecycle/test_saved_plans.py records the official CLI's files."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from stackwright.engine.state import urns
from stackwright.errors import StackwrightError, UsageError
from stackwright.review.saved.model import Saved
from stackwright.review.saved.reading import read
from stackwright.wire.values import MASK, UNKNOWN, contains_unknown, is_secret, is_unknown, secret

RECORDED = Path(__file__).resolve().parents[2] / "golden" / "saved"
STANDS = {"room", "bucket", "block", "later", "gate", "topic"}


def recorded(name: str) -> Saved:
    [found] = read((RECORDED / f"{name}.json").read_bytes(), name)
    return found


def custom(saved: Saved) -> dict[str, Any]:
    """By name, what a provider would be asked for."""
    return {urns.name_of(it.urn): it for it in saved.resources if it.custom and not it.is_provider}


@pytest.mark.parametrize("name", ["created", "created-plan", "state"])
def test_what_stands_or_would(name: str) -> None:
    saved = recorded(name)
    assert (saved.project, saved.stack, saved.whole, list(saved.notes)) == ("golden-saved", "dev", True, [])
    found = custom(saved)
    assert found.keys() == {*STANDS, "gone"}
    key = found["topic"].inputs["kmsMasterKeyId"]
    assert is_secret(key)
    assert is_unknown(key), "that it is a secret is known, and nothing else"
    assert is_unknown(found["later"].inputs["policy"]) == (name != "state")
    assert found["later"].property_dependencies["policy"] == [found["bucket"].urn]


def test_both_plans_of_the_official_cli_tell_the_same() -> None:
    preview, plan = recorded("created"), recorded("created-plan")
    assert {name: it.inputs for name, it in custom(preview).items()} == {
        name: it.inputs for name, it in custom(plan).items()
    }


@pytest.mark.parametrize("name", ["created", "created-plan"])
def test_a_default_provider_is_what_the_configuration_says(name: str) -> None:
    saved = recorded(name)
    by_urn = {**saved.providers, **{it.urn: it for it in saved.resources}}
    provider = by_urn[custom(saved)["gate"].provider_urn]
    assert provider.inputs["region"] == "eu-west-1"
    assert json.loads(str(provider.inputs["defaultTags"])) == {"tags": {"owner": "team-test"}}


def test_an_explicit_provider_that_a_plan_leaves_out_may_say_anything() -> None:
    document = json.loads((RECORDED / "created.json").read_text().replace("::default_", "::mine_"))
    [saved] = read(json.dumps(document).encode(), "it")
    [provider] = saved.providers.values()
    assert provider.inputs["defaultTags"] == UNKNOWN


def test_what_is_deleted_is_not_judged_and_what_is_left_out_is_said() -> None:
    some, all_ = recorded("changed"), recorded("changed-whole")
    assert custom(some).keys() == {"gate", "topic"}
    assert not some.whole
    assert "5 resources that stay as they are are not in the plan" in some.notes[0]
    assert "--show-sames" in some.notes[0]
    assert custom(all_).keys() == STANDS
    assert all_.whole


def test_what_stays_keeps_its_outputs_and_what_is_made_anew_does_not() -> None:
    found = custom(recorded("changed-whole"))
    assert found["bucket"].outputs["arn"] == "arn:aws:s3:::golden-bucket"
    assert found["topic"].outputs["name"] == "golden-2"
    assert "arn" not in found["topic"].outputs
    assert found["gate"].outputs["ingress"] == found["gate"].inputs["ingress"]


def test_what_a_program_says_no_more_is_not_left_over_from_the_state() -> None:
    document = json.loads((RECORDED / "changed-whole.json").read_text())
    [step] = [it for it in document["steps"] if it["urn"].endswith("::gate")]
    del step["newState"]["inputs"]["ingress"]
    [saved] = read(json.dumps(document).encode(), "it")
    assert "ingress" not in custom(saved)["gate"].outputs


def test_a_preview_that_failed_is_not_whole() -> None:
    document = json.loads((RECORDED / "created.json").read_text())
    document["diagnostics"] = [{"message": "error: it broke\nhere", "severity": "error"}]
    [saved] = read(json.dumps(document).encode(), "it")
    assert not saved.whole
    assert saved.notes[0].endswith(": error: it broke")


def test_an_update_plan_of_what_stands_says_too_little_and_what_to_save() -> None:
    with pytest.raises(UsageError, match="says only what changes, of 7 of 9 resources") as raised:
        recorded("changed-plan")
    assert raised.value.hint == "Save what would stand: pulumi preview --json --show-sames > plan.json"


LINES = [
    {
        "type": "phase",
        "phase": "preview",
        "service": "shop",
        "environment": "dev",
        "parts": [{"part": "web", "stack": "dev.web", "project": "shop"}],
    },
    {"type": "step", "phase": "preview", "part": "web", "status": "started", "op": "create", "urn": "u"},
    {
        "type": "step",
        "phase": "preview",
        "part": "web",
        "status": "done",
        "op": "create",
        "urn": "urn:pulumi:dev.web::shop::aws:sns/topic:Topic::topic",
        "resourceType": "aws:sns/topic:Topic",
        "provider": "urn:pulumi:dev.web::shop::pulumi:providers:aws::aws::id",
        "new": {"name": "[unknown]", "kmsMasterKeyId": "[secret]", "tags": {"a": ["[unknown]"]}},
    },
    {
        "type": "step",
        "phase": "preview",
        "part": "web",
        "status": "done",
        "op": "delete",
        "urn": "urn:pulumi:dev.web::shop::aws:sns/topic:Topic::gone",
        "resourceType": "aws:sns/topic:Topic",
        "new": None,
    },
]


def as_lines(lines: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def test_our_own_lines() -> None:
    [saved] = read(as_lines(LINES), "it")
    assert (saved.project, saved.stack, saved.environment, saved.part) == ("shop", "dev.web", "dev", "web")
    [topic] = saved.resources
    assert topic.inputs == {"name": UNKNOWN, "kmsMasterKeyId": secret(UNKNOWN), "tags": {"a": [UNKNOWN]}}
    assert topic.custom
    assert not saved.whole
    assert "stackwright policy check shop -e dev" in saved.notes[0]


def test_lines_of_a_run_alone_are_no_plan() -> None:
    with pytest.raises(UsageError, match="tells of a run, and of no preview"):
        read(as_lines([{**LINES[0], "phase": "up"}]), "it")


@pytest.mark.parametrize("name", ["created", "state"])
def test_a_shell_may_gzip_it_or_write_utf_16(name: str) -> None:
    data = (RECORDED / f"{name}.json").read_bytes()
    expected = {it.urn for it in recorded(name).resources}
    for written in (gzip.compress(data), data.decode().encode("utf-16"), b"\xef\xbb\xbf" + data):
        assert {it.urn for it in read(written, "it")[0].resources} == expected


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("", "empty"),
        ("{", "not JSON"),
        ("Previewing update (dev):\n + aws:s3:Bucket", "what Pulumi shows to people"),
        ("[]", "a list"),
        ('"x"', "no object"),
        ('{"terraform_version": "1.9"}', "Terraform"),
        ('{"findings": [], "rules": 3}', "a report of `policy check`"),
        ('{"findings": []}', "a baseline"),
        ('{"version": "2.1.0", "runs": []}', "SARIF"),
        ('{"service": "shop", "environment": "dev", "parts": {}}', "what stackwright prints of a service"),
        ('{"sequence": 0, "timestamp": 1}\n{"sequence": 1, "timestamp": 1}', "an event log of Pulumi's engine"),
        ('{"a": 1, "b": 2}', "JSON with `a`, `b`"),
        ("{}", "JSON with nothing in it"),
    ],
)
def test_anything_else_is_refused_with_what_it_looks_like(text: str, like: str) -> None:
    with pytest.raises(UsageError) as raised:
        read(text.encode(), "it.json")
    assert raised.value.message.startswith("it.json is no state and no plan: it is ")
    assert like in raised.value.message
    assert "pulumi preview --json --show-sames" in str(raised.value.hint)


@pytest.mark.parametrize(
    "text",
    [
        '{"steps": [{"op": "create", "urn": "u", "newState": {"urn": "u"}}]}',
        '{"steps": [3]}',
        '{"steps": [], "changeSummary": 3}',
        '{"steps": [{"op": "create"}, {"newState": {}}]}',
        '{"resourcePlans": {"urn:pulumi:a::b::c::d": {"goal": {"type": 3}, "steps": ["create"]}}}',
        '{"resourcePlans": []}',
        '{"checkpoint": {"latest": 3}}',
        '{"deployment": {"resources": 3}, "version": 3}',
        '{"type": "phase", "phase": "preview", "parts": [{}]}',
        "\x00\xff",
    ],
)
def test_what_is_broken_is_an_error_of_ours(text: str) -> None:
    with pytest.raises(StackwrightError):
        read(text.encode("latin-1"), "it.json")


def test_no_secret_is_read_as_the_word_for_one() -> None:
    for name in ("created", "created-plan", "changed-whole", "state"):
        for resource in recorded(name).resources:
            assert MASK not in json.dumps([resource.inputs, resource.outputs])
            assert not contains_unknown(resource.urn)
