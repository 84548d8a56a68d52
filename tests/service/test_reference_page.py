"""docs/reference/service-yaml.md names everything that there is, and its example is right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stackwright.service.catalogue import installed
from stackwright.service.clouds import SETTINGS
from stackwright.service.layout import ENVIRONMENT, OVERRIDE, PART, POLICIES, SERVICE
from stackwright.service.loading import load_service
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


def test_the_example_is_valid(page: str, tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert example
    folder = tmp_path / "stacks" / "shop"
    for name, path in (("shop", folder), ("status-page", folder.parent / "status-page")):
        path.mkdir(parents=True)
        (path / "Pulumi.yaml").write_text(f"name: {name}\nruntime: python\n")
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "PulumiPolicy.yaml").write_text("runtime: python\n")
    # The installed versions are the repository's own, which move on; what the page says of ranges is tested below.
    (folder / "service.yaml").write_text(
        re.sub(r"@\^1|version: ~1.2", lambda m: "" if "@" in m[0] else "version: '*'", example[1])
    )
    assert load_service(folder, installed()).name == "shop"


def test_every_range_in_the_page_is_one(page: str) -> None:
    table = page[page.index("| range | takes |") : page.index("A pre-release such as")]
    ranges = [text for row in table.strip().splitlines()[2:] for text in re.findall(r"`([^`]+)`", row.split("|")[1])]
    assert len(ranges) >= 9
    for text in ranges:
        parse_range(text)
