"""Keys and secrets expire on a day that deployments of one year agree on."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from stackwright_components.azure_expiry import expiry

DAYS = st.dates(date(2024, 1, 1), date(2090, 12, 31))


@given(DAYS, st.integers(1, 5))
def test_it_is_the_last_second_of_a_year(today: date, years: int) -> None:
    last = datetime.fromtimestamp(expiry(today, years), UTC)
    assert last == datetime(today.year + years, 12, 31, 23, 59, 59, tzinfo=UTC)


@given(DAYS, DAYS)
def test_deployments_of_one_year_agree(one: date, other: date) -> None:
    assert (expiry(one) == expiry(other)) == (one.year == other.year)
