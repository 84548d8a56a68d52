"""Switches and numbers as programs write them: Pulumi passes text on as text."""

from __future__ import annotations

import math

import pytest
from stackwright_policies.model import UNKNOWN, secret
from stackwright_policies.resource import View, changed, steps
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


def test_what_is_inside_a_secret_is_secret_and_what_stands_beside_it_is_not() -> None:
    view = View({"open": "a", "hidden": secret({"list": [secret("b"), "c"]}), "later": secret(UNKNOWN)})
    assert not view.secret
    assert not view.get("open").secret
    assert view.get("hidden", "list").secret
    assert [item.secret for item in view.get("hidden", "list").items()] == [True, True]
    assert view.get("later").secret, "before it is known"


def test_an_output_value_says_itself_whether_it_is_secret() -> None:
    output = {"4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4", "value": "a"}
    assert not View(output).secret
    assert View({**output, "secret": True}).secret


def test_a_block_of_which_there_is_one_may_be_a_list() -> None:
    """Pulumi's bridge to Terraform's providers takes both."""
    view = View({"block": [{"inner": [{"on": True}]}], "two": [{"on": True}, {"on": True}], "later": [UNKNOWN]})
    assert view.get("block", "inner", "on").flag()
    assert view.get("block", "inner", "on").path == "block[0].inner[0].on"
    assert view.get("two", "on").absent
    with pytest.raises(NotKnown, match=r"later\[0\]"):
        view.get("later", "on")


def test_what_is_changed_inside_of_such_a_list_stays_there() -> None:
    raw = {"block": [{"on": False, "name": "a"}], "two": [{"x": 1}, {"x": 2}]}
    assert changed(raw, ["block", "on"], True) == {**raw, "block": [{"on": True, "name": "a"}]}
    assert changed(raw, steps("two[1].x"), 3) == {**raw, "two": [{"x": 1}, {"x": 3}]}
