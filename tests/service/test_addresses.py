from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stackwright.errors import InvalidInput
from stackwright.service.addresses import address
from stackwright.service.loading import load_service
from stackwright.service.model import Reference

SERVICE = """
service: {name}
owner: team
parts:
  web: {{program: web}}
  legacy: {{program: ../legacy}}
  live: {{program: ../legacy, stack: production}}
environments:
  dev: {{backend: "file://s"}}
"""


@pytest.fixture
def shop(write: Callable[..., Path]) -> Path:
    for name in ("shop", "billing"):
        folder = write(SERVICE.format(name=name), folder=name)
        (folder / "web").mkdir()
        (folder / "web" / "Pulumi.yaml").write_text(f"name: {name}-web\nruntime: go\n")
    (folder.parent / "legacy").mkdir()
    (folder.parent / "legacy" / "Pulumi.yaml").write_text("name: legacy\nruntime: nodejs\n")
    return folder.parent / "shop"


@pytest.mark.parametrize(
    ("reference", "project", "stack", "known"),
    [
        (Reference("web"), "shop-web", "dev.web", True),
        (Reference("legacy"), "legacy", "dev.shop.legacy", True),
        (Reference("live"), "legacy", "production", True),
        (Reference("web", service="billing"), "billing-web", "dev.web", True),
        (Reference("legacy", service="billing"), "legacy", "dev.billing.legacy", True),
        (Reference("db", service="elsewhere"), "elsewhere", "dev.db", False),
    ],
)
def test_where_a_reference_leads(shop: Path, reference: Reference, project: str, stack: str, known: bool) -> None:
    found = address(load_service(shop, None), "dev", reference)
    assert (found.project, found.stack, found.part is not None) == (project, stack, known)


def test_another_service_that_is_wrong(shop: Path) -> None:
    service = load_service(shop, None)
    (shop.parent / "billing" / "service.yaml").write_text("service: billing\nowner: team\nparts: 3\n")
    with pytest.raises(InvalidInput, match="'parts' must be a mapping") as caught:
        address(service, "dev", Reference("web", service="billing"))
    assert "billing/service.yaml" in str(caught.value)
