"""Quantities and schedules, by laws and by a few that are easily got wrong."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.simcloud.apiserver import quantities, schedules


@given(st.integers(0, 10**6), st.sampled_from(["", "k", "Ki", "M", "Mi", "G", "Gi", "T", "Ti"]))
def test_a_whole_number_with_a_suffix_is_that_many(number, suffix):
    base = 1024 if suffix.endswith("i") else 1000
    power = " kMGT".index(suffix[0].replace("K", "k")) if suffix else 0
    assert quantities.parse(f"{number}{suffix}") == number * base**power


@given(st.text(max_size=8))
def test_any_text_is_a_quantity_or_is_said_to_be_none(text):
    assert (quantities.parse(text) is None) == bool(quantities.wrong(text))


@pytest.mark.parametrize(
    ("text", "amount"), [("100m", "0.1"), (".5", "0.5"), ("1e3", "1000"), ("1E", "1e18"), ("1E3", "1000"), (0.5, "0.5")]
)
def test_a_quantity_is_read(text, amount):
    assert quantities.parse(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["*/5 * * * *", "0 0 1 JAN SUN", "@every 90m", "0 22 * * 1-5", "5,10 0-6/2 ? * *"])
def test_a_schedule_is_taken(text):
    assert schedules.wrong(text) == ""


@pytest.mark.parametrize(
    "text", ["* * * *", "61 * * * *", "* * 0 * *", "a * * * *", "1-0 * * * *", "@often", "1/2/3 * * * *"]
)
def test_a_schedule_is_not_taken(text):
    assert schedules.wrong(text)
