"""docs/reference/service-yaml.md names everything that there is. That its example is right is seen in tests/docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stackwright.service.clouds import SETTINGS
from stackwright.service.layout import ENVIRONMENT, OVERRIDE, PART, POLICIES, SERVICE
from stackwright.service.versions import parse_range


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "reference" / "service-yaml.md").read_text()


@pytest.mark.parametrize(
    "key",
    sorted({key for record in (SERVICE, PART, OVERRIDE, ENVIRONMENT, POLICIES) for key in record.keys})
    + sorted({name for settings in SETTINGS.values() for name in settings}),
)
def test_every_key_is_explained(page: str, key: str) -> None:
    assert f"`{key}`" in page


def test_every_range_in_the_page_is_one(page: str) -> None:
    table = page[page.index("| range | takes |") : page.index("A pre-release such as")]
    ranges = [text for row in table.strip().splitlines()[2:] for text in re.findall(r"`([^`]+)`", row.split("|")[1])]
    assert len(ranges) >= 9
    for text in ranges:
        parse_range(text)
