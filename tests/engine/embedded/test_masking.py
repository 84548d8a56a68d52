"""Secrets that the engine knows of are in no message, however they are quoted."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.engine.embedded.masking import Hidden
from stackwright.wire.values import UNKNOWN, secret

TEXT = 'k"ey\\ü\twith <all>'


@pytest.mark.parametrize("quote", [str, json.dumps, repr, lambda text: json.dumps(text, ensure_ascii=False)])
def test_quoted_as_programs_quote(quote: type[str]) -> None:
    hidden = Hidden()
    hidden.learn({"a": [{"b": secret({"c": [TEXT]})}]})
    assert hidden.mask(f"it was {quote(TEXT)}!").replace('"', "").replace("'", "") == "it was [secret]!"


def test_short_ones_are_words_unless_a_person_declared_them_secret() -> None:
    hidden = Hidden(["abc", "ab"])
    hidden.learn({"kind": secret("Config")})
    assert hidden.mask("abc ab Config") == "[secret] ab Config"


def test_what_is_inside_an_entry_of_the_configuration_is_masked_too() -> None:
    assert Hidden(['{"inner": ["long enough"]}']).mask("got long enough") == "got [secret]"


def test_the_lines_of_a_longer_text_are_masked_one_by_one() -> None:
    key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nshort\n"
    hidden = Hidden([key])
    assert hidden.mask("line MIIEvQIBADANBgkqhkiG9w0BAQEFAASC") == "line [secret]"
    assert hidden.mask("short") == "short"


def test_an_unknown_is_no_secret_text() -> None:
    hidden = Hidden()
    hidden.learn({"a": secret(UNKNOWN)})
    assert hidden.mask(UNKNOWN) == UNKNOWN


@given(st.text(min_size=8), st.text(), st.text())
def test_nothing_is_left_of_it(text: str, before: str, after: str) -> None:
    hidden = Hidden()
    hidden.learn({"a": secret(text)})
    masked = hidden.mask(before + text + after)
    assert "[secret]" in masked
    assert text not in masked or text in "[secret]"
