"""When keys and secrets in a vault expire: on a day that deployments of one year agree on."""

from __future__ import annotations

from datetime import UTC, date, datetime


def expiry(today: date, years: int = 1) -> int:
    """The end of the year that comes `years` after this one, in seconds since 1970.

    Whoever deploys twice in a year plans no change. A vault still gives out an expired secret, and says that it is one:
    https://learn.microsoft.com/azure/key-vault/secrets/about-secrets#secret-attributes
    """
    return int(datetime(today.year + years + 1, 1, 1, tzinfo=UTC).timestamp()) - 1


def today() -> date:
    return datetime.now(UTC).date()
