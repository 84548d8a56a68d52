"""Laws of the small pieces: conversion, paths, comparison, deletion order, names."""

from __future__ import annotations

from pathlib import Path

import pytest
from google.protobuf import json_format
from hypothesis import given, settings
from hypothesis import strategies as st

from stackwright.engine.embedded import diff, paths
from stackwright.engine.embedded.assets import hashed
from stackwright.engine.embedded.faults import Bail
from stackwright.engine.embedded.graph import Graph
from stackwright.engine.embedded.registry import default_name
from stackwright.engine.embedded.requests import duration
from stackwright.engine.state import urns
from stackwright.engine.state.access import parse_reference
from stackwright.engine.state.resource import Resource
from stackwright.engine.state.store import StackId
from stackwright.errors import CloudError
from stackwright.wire.results import PropertyDiff
from stackwright.wire.structs import plain, struct, without_outputs
from stackwright.wire.values import ARCHIVE, ASSET, OUTPUT, SIGNATURE, UNKNOWN, Properties, Value, secret

LEAVES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(max_size=6)
VALUES: st.SearchStrategy[Value] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=10,
)
PROPERTIES: st.SearchStrategy[Properties] = st.dictionaries(st.text(max_size=4), VALUES, max_size=4)


@settings(max_examples=200, deadline=None)
@given(PROPERTIES)
def test_structs_hold_what_is_put_into_them(properties: Properties) -> None:
    message = struct(properties)

    assert plain(message) == properties
    if not any(word in str(message) for word in ("inf", "nan")):
        assert json_format.MessageToDict(message) == properties


def test_whole_numbers_come_back_as_integers() -> None:
    values = plain(struct({"whole": 3.0, "half": 2.5, "huge": 1e300}))

    assert [type(value) for value in values.values()] == [int, float, float]


def test_output_values_become_what_they_hold() -> None:
    dependencies: set[str] = set()
    value: Value = {
        "a": {SIGNATURE: OUTPUT, "value": 1, "dependencies": ["x"]},
        "b": [{SIGNATURE: OUTPUT, "secret": True, "dependencies": ["y"]}],
    }

    assert without_outputs(value, dependencies) == {"a": 1, "b": [secret(UNKNOWN)]}
    assert dependencies == {"x", "y"}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("root", ("root",)),
        ("root.nested", ("root", "nested")),
        ('root["nested"]', ("root", "nested")),
        ("root.double.nest", ("root", "double", "nest")),
        ('root["double"].nest', ("root", "double", "nest")),
        ("root.array[0]", ("root", "array", 0)),
        ("root.array[100].x", ("root", "array", 100, "x")),
        ('root["key with \\"escaped\\" quotes"]', ("root", 'key with "escaped" quotes')),
        ('["root key with a ."][1]', ("root key with a .", 1)),
        ("a[*].b", ("a", "*", "b")),
    ],
)
def test_property_paths(text: str, path: tuple[str | int, ...]) -> None:
    assert paths.parse(text) == path


@pytest.mark.parametrize("text", ["", "root[", 'root["nested', "root[abc]", "."])
def test_what_is_no_property_path(text: str) -> None:
    with pytest.raises(ValueError, match="property path"):
        paths.parse(text)


@given(st.lists(st.text(min_size=1, max_size=5) | st.integers(0, 9), min_size=1, max_size=4))
def test_a_path_is_read_as_it_is_written(steps: list[str | int]) -> None:
    path = tuple(steps)
    if path[0] != "*" and "*" not in path:
        assert paths.parse(paths.text(path)) == path


@pytest.mark.parametrize(
    ("path", "old", "new", "expected", "done"),
    [
        ("a", {"a": 1}, {"a": 2, "b": 3}, {"a": 1, "b": 3}, True),
        ("a", {"a": 1}, {"b": 3}, {"a": 1, "b": 3}, True),
        ("a", {}, {"a": 2}, {}, True),
        ("a.b", {"a": {"b": 1}}, {"a": {"b": 2, "c": 3}}, {"a": {"b": 1, "c": 3}}, True),
        ("a.b", {"a": {"b": 1}}, {}, {}, False),
        ("a.b", {}, {"a": {"b": 1}}, {"a": {}}, True),
        ("a.b.c", {"a": {}}, {"a": 1}, {"a": 1}, False),
        ("a[*].b", {"a": [{"b": 1}, {"b": 1}]}, {"a": [2, {"b": 2}]}, {"a": [2, {"b": 2}]}, False),
        ("a[0]", {"a": [1, 2]}, {"a": [3, 4]}, {"a": [1, 4]}, True),
        ("a[1]", {"a": [1]}, {"a": [3, 4]}, {"a": [3, 4]}, False),
        ("a[*]", {"a": [1, 2]}, {"a": [3, 4]}, {"a": [1, 2]}, True),
        ("a.*", {"a": {"x": 1}}, {"a": {"y": 2}}, {"a": {"x": 1}}, True),
        ("a[*].b", {"a": [{"b": 1}, {"b": 2}]}, {"a": [{"b": 3}, {"b": 4}]}, {"a": [{"b": 1}, {"b": 2}]}, True),
        ("a.b", {"a": secret({"b": 1})}, {"a": {"b": 2}}, {"a": {"b": secret(1)}}, True),
        ("a.b", {"a": {"b": 1}}, {"a": secret({"b": 2})}, {"a": secret({"b": 1})}, True),
    ],
)
def test_ignored_changes_are_reset(
    path: str, old: Properties, new: Properties, expected: Properties, done: bool
) -> None:
    result, failed = paths.ignoring(new, old, [path])

    assert result == expected
    assert (failed == []) is done


@given(PROPERTIES, PROPERTIES)
def test_a_detailed_diff_is_empty_exactly_where_nothing_changed(old: Properties, new: Properties) -> None:
    def bare(properties: Properties) -> Properties:
        return {key: value for key, value in properties.items() if value is not None}

    assert diff.detailed(old, old, input_diff=True) == {}
    turned = diff.detailed(new, old, input_diff=True)
    forward = diff.detailed(old, new, input_diff=True)
    assert turned.keys() == forward.keys()
    if forward == {} and not any(isinstance(value, dict | list) for value in old.values()):
        assert diff.equal(bare(old), bare(new))


def test_a_diff_names_the_deepest_place() -> None:
    old: Properties = {"gone": 1, "list": [1, {"a": 1}], "kind": "x", "type": [1]}
    new: Properties = {"new": 1, "list": [1, {"a": 2}, 3], "kind": "x", "type": {"a": 1}}

    assert diff.detailed(old, new, input_diff=False) == {
        "gone": PropertyDiff("delete"),
        "list[1].a": PropertyDiff("update"),
        "list[2]": PropertyDiff("add"),
        "new": PropertyDiff("add"),
        "type": PropertyDiff("update"),
    }


def test_assets_are_equal_by_content() -> None:
    one: Value = {SIGNATURE: ASSET, "hash": "x", "path": "a"}

    assert diff.equal(one, {SIGNATURE: ASSET, "hash": "x", "text": "b"})
    assert not diff.equal(one, {SIGNATURE: ASSET, "hash": "y", "path": "a"})


def test_hashes_are_pulumis(tmp_path: Path) -> None:
    text: Properties = {SIGNATURE: ASSET, "text": "hi"}
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "x").write_text("hi")

    hashes = hashed(
        {
            "asset": dict(text),
            "map": {SIGNATURE: ARCHIVE, "assets": {"x": dict(text)}},
            "folder": {SIGNATURE: ARCHIVE, "path": "folder"},
        },
        tmp_path,
    )

    # Taken from a checkpoint that the official CLI 3.260 wrote.
    assert hashes["asset"]["hash"] == "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4"  # type: ignore[index, call-overload]
    archive = "79beaa86f5e0bc5a046a51b5241edc60e88a383c453170e4e716f0cffeb3f0e1"
    assert hashes["map"]["hash"] == hashes["folder"]["hash"] == archive  # type: ignore[index, call-overload]


def resource(name: str, *dependencies: str, parent: str = "") -> Resource:
    urn = f"urn:pulumi:dev::shop::a:b:C::{name}"
    return Resource(
        urn, "a:b:C", True, dependencies=[f"urn:pulumi:dev::shop::a:b:C::{on}" for on in dependencies], parent=parent
    )


@settings(deadline=None)
@given(st.lists(st.sets(st.integers(0, 20), max_size=3), max_size=15))
def test_nothing_is_deleted_before_what_depends_on_it(edges: list[set[int]]) -> None:
    resources = [resource(str(i), *(str(on) for on in sorted(ons) if on < i)) for i, ons in enumerate(edges)]
    order = [item for group in Graph(resources).deletion_order(resources) for item in group]

    assert sorted(map(id, order)) == sorted(map(id, resources))
    position = {item.urn: index for index, item in enumerate(order)}
    for item in resources:
        assert all(position[item.urn] < position[on] for on in item.dependencies)


def test_parents_outlive_their_children() -> None:
    parent = resource("p")
    child = resource("c", parent=parent.urn)

    assert Graph([parent, child]).deletion_order([parent, child]) == [[child], [parent]]


@pytest.mark.parametrize(
    ("version", "url", "name"),
    [
        ("", "", "default"),
        ("7.51.0", "", "default_7_51_0"),
        ("1.0.0-alpha.1+sha.5", "", "default_1_0_0_alpha_1_sha_5"),
        ("1.0.0", "https://example.com/a", "default_1_0_0_https_/example.com/a"),
    ],
)
def test_names_of_default_providers(version: str, url: str, name: str) -> None:
    assert default_name(version, url).replace("___", "_") == name.replace("___", "_")


@pytest.mark.parametrize(("text", "seconds"), [("30s", 30), ("1h30m", 5400), ("1.5m", 90), ("250ms", 0.25)])
def test_durations(text: str, seconds: float) -> None:
    assert duration(text) == seconds


@pytest.mark.parametrize("text", ["", "10", "ten minutes", "5x"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(Bail, match="customTimeout"):
        duration(text)


def test_urns_are_taken_apart_and_put_together() -> None:
    urn = urns.create("dev", "shop", "my:Group$my:Inner", "aws:s3/bucket:Bucket", "a::b")

    assert urn == "urn:pulumi:dev::shop::my:Group$my:Inner$aws:s3/bucket:Bucket::a::b"
    assert (urns.name_of(urn), urns.type_of(urn)) == ("a::b", "aws:s3/bucket:Bucket")
    assert urns.create("dev", "shop", urns.STACK_TYPE, "a:b:C", "x") == "urn:pulumi:dev::shop::a:b:C::x"
    with pytest.raises(ValueError, match="not a provider reference"):
        urns.parse_reference(f"{urn}::id")


def test_stack_references() -> None:
    assert parse_reference("organization/shop/dev.web", "x") == StackId("shop", "dev.web")
    assert parse_reference("dev", "x") == StackId("x", "dev")
    for wrong in ("a/b/c/d", "acme/x", "organization//dev", ""):
        with pytest.raises(CloudError):
            parse_reference(wrong, "x")
