"""Values in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stackwright.deploy.differences import properties, show, shown, sides, whole
from stackwright.engine.events import PropertyDiff, Step, StepState
from stackwright.wire.values import ARCHIVE, ASSET, SIGNATURE, Value, secret

PAGE: dict[str, Value] = {SIGNATURE: ASSET, "hash": "982d9e3eb996f559", "path": "./index.html"}
TEXT: Value = {SIGNATURE: ASSET, "hash": "0a1b2c3d4e5f", "text": "hello"}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (PAGE, "asset(file:982d9e3) { ./index.html }"),
        (TEXT, "asset(text:0a1b2c3)"),
        ({SIGNATURE: ARCHIVE, "hash": "ffff0000aa", "path": "./app"}, "archive(file:ffff000) { ./app }"),
        (
            {SIGNATURE: ARCHIVE, "hash": "eeee0000aa", "assets": {"a": PAGE, "b": TEXT}},
            "archive(assets:eeee000) { a, b }",
        ),
        (secret(TEXT), "[secret]"),
    ],
    ids=["file", "text", "folder", "assets", "secret"],
)
def test_assets_are_told_by_kind_digest_and_place(value: Value, words: str) -> None:
    assert whole(value) == words


def test_a_file_that_changed_shows_another_digest() -> None:
    assert (show(PAGE), show({**PAGE, "hash": "1111111"})) == (
        '"asset(file:982d9e3) { ./index.html }"',
        '"asset(file:1111111) { ./index.html }"',
    )


def test_a_changed_file_is_told_as_a_file_and_not_by_what_is_inside_of_the_asset() -> None:
    old = StepState(urn="urn", type="aws:s3:Object", inputs={"source": PAGE})
    new = StepState(
        urn="urn", type="aws:s3:Object", inputs={"source": {**PAGE, "hash": "1111111", "path": "./other.html"}}
    )
    detailed = {path: PropertyDiff(kind="update") for path in ("source.hash", "source.path")}
    step = Step(op="update", urn="urn", type="aws:s3:Object", old=old, new=new, detailed_diff=detailed)
    assert list(properties(step)) == [
        'source: "asset(file:982d9e3) { ./index.html }" → "asset(file:1111111) { ./other.html }"'
    ]
    assert [path for path, _, _ in sides(step)] == ["source"]


def test_long_values_that_begin_alike_are_shown_where_they_differ() -> None:
    start = "https://sqs.eu-west-1.amazonaws.com/123456789012/a-queue-of-the-shop"
    assert shown(f"{start}-1", f"{start}-2") == ('…of-the-shop-1"', '…of-the-shop-2"')
    assert shown("1", "2") == ('"1"', '"2"')
    assert shown(start, f"{start}-2") == ('…-of-the-shop"', '…-of-the-shop-2"')


def test_where_the_provider_names_no_property_inputs_tell() -> None:
    """As of dynamic providers, whose diff may say no more than that there is one."""
    token, urn = "pulumi-python:dynamic:Resource", "urn:pulumi:dev::p::pulumi-python:dynamic:Resource::row"
    old = StepState(urn=urn, type=token, inputs={"__provider": "a", "size": 1, "key": "[secret]", "title": "t"})
    new = StepState(urn=urn, type=token, inputs={"__provider": "b", "size": 2, "key": "[secret]", "title": "t"})
    step = Step(op="update", urn=urn, type=token, old=old, new=new)
    assert list(properties(step)) == ["size: 1 → 2"]
    assert list(properties(replace(step, diffs=("title",)))) == ['title: "t" → "t"']
