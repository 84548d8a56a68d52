"""Renamed stacks, and what of them is shown in clear."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stackwright.engine.protocol import Stack
from stackwright.engine.state.access import States
from stackwright.engine.state.rewriting import renamed
from stackwright.engine.state.store import MemoryStore
from stackwright.errors import EngineError, SecretsError
from stackwright.wire.values import RESOURCE, SECRET, SIGNATURE

ROOT = "urn:pulumi:dev.old::shop::pulumi:pulumi:Stack::shop-dev.old"
PROVIDER = "urn:pulumi:dev.old::shop::pulumi:providers:aws::eu"
BUCKET = "urn:pulumi:dev.old::shop::my:Box$aws:s3/bucket:Bucket::logs"
BOX = "urn:pulumi:dev.old::shop::my:Box::box"
OTHER = "urn:pulumi:prod.old::shop::aws:s3/bucket:Bucket::logs"


def deployment() -> Any:
    resources = [
        {"urn": ROOT, "custom": False, "type": "pulumi:pulumi:Stack", "outputs": {"elsewhere": OTHER}},
        {"urn": PROVIDER, "custom": True, "id": "1", "type": "pulumi:providers:aws", "parent": ROOT},
        {"urn": BOX, "custom": False, "type": "my:Box", "parent": ROOT},
        {
            "urn": BUCKET,
            "custom": True,
            "id": "logs-1",
            "type": "aws:s3/bucket:Bucket",
            "parent": BOX,
            "provider": f"{PROVIDER}::1",
            "dependencies": [BOX],
            "propertyDependencies": {"of": [BOX], "none": []},
            "deletedWith": BOX,
            "inputs": {"of": {SIGNATURE: RESOURCE, "urn": BOX}},
            "outputs": {"key": {SIGNATURE: SECRET, "plaintext": f'{{"{SIGNATURE}":"{RESOURCE}","urn":"{BOX}"}}'}},
        },
    ]
    pending = [{"resource": dict(resources[3]), "type": "updating"}]
    return {"version": 3, "deployment": {"manifest": {}, "resources": resources, "pending_operations": pending}}


def test_every_urn_of_the_stack_follows_and_no_other() -> None:
    before = deployment()
    after = renamed(before, "shop", "dev.old", "dev.new")
    assert before == deployment(), "the argument is left alone"
    assert json.dumps(before).replace("dev.old", "dev.new").replace("prod.new", "prod.old") == json.dumps(after)


def stack(name: str, phrase: str = "correct horse") -> Stack:
    environment = {"PULUMI_CONFIG_PASSPHRASE": phrase}
    return Stack(
        name=name,
        project="shop",
        directory=Path("/srv"),
        backend="file:///srv",
        environment=environment,
        inherit_environment=False,
    )


@pytest.fixture
def states() -> States:
    found = States(MemoryStore())
    found.import_(stack("dev.old"), deployment())
    return found


def test_a_renamed_stack_is_the_same_under_its_new_name(states: States) -> None:
    states.import_(stack("dev.web"), {"version": 3, "deployment": {"manifest": {}}})
    before = states.export(stack("dev.old"), show_secrets=True)
    states.rename(stack("dev.old"), "dev.new")
    assert states.stacks(stack("dev.any")) == ["dev.new", "dev.web"]
    after = states.export(stack("dev.new"), show_secrets=True)
    assert before is not None
    assert after is not None
    expected: Any = renamed(before, "shop", "dev.old", "dev.new")
    found: Any = after
    assert found["deployment"]["resources"] == expected["deployment"]["resources"]
    assert found["deployment"]["secrets_providers"] == expected["deployment"]["secrets_providers"]


def test_nothing_is_renamed_over_another_stack(states: States) -> None:
    states.import_(stack("dev.web"), {"version": 3, "deployment": {"manifest": {}}})
    with pytest.raises(EngineError, match=r"already a stack organization/shop/dev\.web"):
        states.rename(stack("dev.old"), "dev.web")
    with pytest.raises(EngineError, match=r"there is no stack organization/shop/dev\.none"):
        states.rename(stack("dev.none"), "dev.new")
    assert states.stacks(stack("dev.old")) == ["dev.old", "dev.web"]


def test_secrets_are_shown_only_to_who_asks_and_has_the_key(states: States) -> None:
    hidden, shown = states.export(stack("dev.old")), states.export(stack("dev.old"), show_secrets=True)
    assert "plaintext" not in json.dumps(hidden)
    assert "ciphertext" not in json.dumps(shown)
    key: Any = shown
    assert json.loads(key["deployment"]["resources"][3]["outputs"]["key"]["plaintext"])["urn"] == BOX
    with pytest.raises(SecretsError, match="incorrect passphrase"):
        states.export(stack("dev.old", "wrong"), show_secrets=True)
