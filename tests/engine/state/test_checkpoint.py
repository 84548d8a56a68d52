"""Checkpoints: what is read, what is refused, what is written."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from stackwright.engine.state import checkpoint
from stackwright.engine.state.resource import Operation, Resource, Snapshot
from stackwright.engine.state.secrets import Vault
from stackwright.errors import StateError

STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
PROVIDER = "urn:pulumi:dev::shop::pulumi:providers:toy::default"
THING = "urn:pulumi:dev::shop::toy:index:Thing::thing"


def stack() -> Resource:
    return Resource(STACK, "pulumi:pulumi:Stack", outputs={"z": 1, "a": 2})


def provider() -> Resource:
    return Resource(PROVIDER, "pulumi:providers:toy", custom=True, id="p1")


def thing(**changes: Any) -> Resource:
    values: dict[str, Any] = {"custom": True, "id": "t1", "parent": STACK, "provider": f"{PROVIDER}::p1", **changes}
    return Resource(THING, "toy:index:Thing", **values)


def written(*resources: Resource, **parts: Any) -> dict[str, Any]:
    return json.loads(
        checkpoint.dump(Snapshot(resources=list(resources), **parts), Vault(None), "organization/shop/dev")
    )


def loaded(document: dict[str, Any]) -> Snapshot:
    return checkpoint.load(checkpoint.parse(json.dumps(document).encode(), "dev"), Vault(None), "dev")


def test_a_written_checkpoint_has_pulumis_shape() -> None:
    document = written(stack(), provider(), thing(dependencies=[PROVIDER], inputs={"b": 1, "a": [2.5]}))

    assert document["version"] == 3
    assert "features" not in document
    latest = document["checkpoint"]["latest"]
    assert list(latest) == ["manifest", "resources", "metadata"]
    manifest = latest["manifest"]
    assert manifest["magic"] == hashlib.sha256(manifest["version"].encode()).hexdigest()
    assert latest["resources"][0] == {
        "urn": STACK,
        "custom": False,
        "type": "pulumi:pulumi:Stack",
        "outputs": {"a": 2, "z": 1},
    }
    assert list(latest["resources"][0]["outputs"]) == ["a", "z"]


def test_what_is_written_is_read() -> None:
    resource = thing(
        inputs={"a": {"b": [1, 2.5, None, True, "x"]}},
        property_dependencies={"a": [STACK]},
        init_errors=["not ready"],
        custom_timeouts={"create": 60.0},
        protect=True,
        created="2026-01-01T00:00:00Z",
        source_position="project:///__main__.py#1",
        stack_trace=[{"sourcePosition": "project:///__main__.py#1"}, {}],
        replacement_trigger=["x"],
    )
    pending = Operation(thing(id=""), "creating")

    snapshot = loaded(written(stack(), provider(), resource, operations=[pending]))

    again = snapshot.resources[2]
    again.text = resource.text
    assert all(getattr(again, name) == getattr(resource, name) for name in Resource.__slots__)
    assert [(item.resource.urn, item.type) for item in snapshot.operations] == [(THING, "creating")]


def test_features_ask_for_version_4() -> None:
    document = written(stack(), provider(), thing(replace_with=[STACK]))

    assert (document["version"], document["features"]) == (4, ["replaceWith"])
    assert loaded(document).resources[2].replace_with == [STACK]


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00", b"{", b"[]", b"3", b'{"version":3}', b'{"version":"x","checkpoint":{}}', b"\x1f\x8bnope"],
)
def test_what_is_no_checkpoint_is_refused(data: bytes) -> None:
    with pytest.raises(StateError, match="not a checkpoint that can be read"):
        checkpoint.parse(data, "dev")


@pytest.mark.parametrize("version", [0, 2, 5])
def test_unknown_versions_are_refused(version: int) -> None:
    with pytest.raises(StateError, match=f"has version {version}"):
        checkpoint.parse(json.dumps({"version": version, "checkpoint": {}}).encode(), "dev")


def test_unknown_features_are_refused() -> None:
    with pytest.raises(StateError, match="snippets, views"):
        checkpoint.parse(b'{"version":4,"features":["views","taint","hooks","snippets"],"checkpoint":{}}', "dev")


def test_unknown_parts_and_fields_are_refused_rather_than_dropped() -> None:
    document = written(stack())
    document["checkpoint"]["latest"]["snippets"] = []
    with pytest.raises(StateError, match="snippets"):
        loaded(document)

    document = written(stack())
    document["checkpoint"]["latest"]["resources"][0]["viewOf"] = "x"
    with pytest.raises(StateError, match="viewOf"):
        loaded(document)


def test_a_tampered_manifest_is_refused() -> None:
    document = written(stack())
    document["checkpoint"]["latest"]["manifest"]["magic"] = "x"

    with pytest.raises(StateError, match="magic cookie"):
        loaded(document)


def test_another_secrets_provider_is_refused() -> None:
    document = written(stack())
    document["checkpoint"]["latest"]["secrets_providers"] = {"type": "cloud", "state": {}}

    with pytest.raises(StateError, match="guarded by 'cloud'"):
        loaded(document)


@pytest.mark.parametrize(
    ("resources", "reason"),
    [
        ([thing()], "unknown provider"),
        ([provider(), thing()], "is missing"),
        ([stack(), provider(), thing(dependencies=["urn:pulumi:dev::shop::a:b:C::c"])], "is missing"),
        ([provider(), thing(), stack()], "comes after it"),
        ([stack(), provider(), thing(), thing(id="t2")], "duplicate resource"),
        ([Resource(STACK, "pulumi:pulumi:Stack", id="x")], "has an id"),
    ],
)
def test_an_unsound_state_is_refused(resources: list[Resource], reason: str) -> None:
    with pytest.raises(StateError, match=reason):
        loaded(written(*resources))


def test_an_old_one_waiting_for_deletion_may_share_its_urn() -> None:
    snapshot = loaded(written(stack(), provider(), thing(id="t2"), thing(delete=True)))

    assert [resource.delete for resource in snapshot.resources] == [False, False, False, True]


def test_references_follow_a_renamed_resource() -> None:
    old = "urn:pulumi:dev::shop::my:old:Group::group"
    new = "urn:pulumi:dev::shop::my:new:Group::group"
    group = Resource(new, "my:new:Group", aliases=[old])
    child = Resource(
        "urn:pulumi:dev::shop::my:old:Group$toy:index:Thing::c", "toy:index:Thing", parent=old, dependencies=[old]
    )

    _, written_child = written(group, child)["checkpoint"]["latest"]["resources"]

    assert written_child["parent"] == new
    assert written_child["dependencies"] == [new]
    assert written_child["urn"] == "urn:pulumi:dev::shop::my:new:Group$toy:index:Thing::c"
