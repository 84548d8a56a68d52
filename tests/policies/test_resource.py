"""Switches and numbers as programs write them: Pulumi passes text on as text."""

from __future__ import annotations

import math

import pytest
from stackwright_policies.model import UNKNOWN
from stackwright_policies.resource import View
from stackwright_policies.verdicts import NotKnown


@pytest.mark.parametrize(
    ("given", "expected"),
    [(True, True), ("true", True), ("TRUE", True), (False, False), ("false", False), ("", False), (1, False)],
)
def test_a_switch_is_on_as_a_boolean_or_as_text(given: object, expected: bool) -> None:
    assert View(given).flag() is expected
    assert View(given).flag(True) is expected, "what is said outweighs the default"


def test_a_switch_that_is_not_there_is_what_the_cloud_takes() -> None:
    assert View({}).get("on").flag() is False
    assert View({}).get("on").flag(True) is True


@pytest.mark.parametrize(("given", "expected"), [(7, 7), ("7", 7), (7.0, 7), (" 7.5 ", 7.5), (None, 3)])
def test_a_number_is_one_as_text_too(given: object, expected: float) -> None:
    assert View(given).number(3) == expected


def test_words_are_no_number() -> None:
    assert math.isnan(View("seven").number())


def test_neither_is_known_before_its_value_is() -> None:
    for read in (View(UNKNOWN).flag, View(UNKNOWN).number):
        with pytest.raises(NotKnown):
            read()
