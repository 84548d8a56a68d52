"""Values in words."""

from __future__ import annotations

import pytest

from stackwright.deploy.differences import show, whole
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
