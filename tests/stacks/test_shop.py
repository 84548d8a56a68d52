"""The example service is what it claims to be, before anything is deployed. Its whole life is in tests/lifecycle."""

from __future__ import annotations

from ipaddress import ip_network
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from stackwright.service.catalogue import installed
from stackwright.service.loading import load_service
from stackwright.service.model import Reference, SecretSource, Service
from stackwright.service.references import references

NETWORKS = ("network", "network-azure", "network-gcp", "onprem")


@pytest.fixture(scope="module")
def shop() -> Service:
    return load_service(Path(__file__).resolve().parents[2] / "stacks" / "shop", installed())


def test_it_runs_on_every_cloud_and_has_a_part_that_was_there_before(shop: Service) -> None:
    for parts in shop.parts.values():
        assert {part.cloud for part in parts.values()} == {"aws", "azure", "gcp", "private", None}
        assert [name for name, part in parts.items() if part.program] == ["status"]


def test_its_networks_can_be_linked(shop: Service) -> None:
    for parts in shop.parts.values():
        ranges = [ip_network(str(parts[name].inputs["cidr"])) for name in NETWORKS]
        assert not any(one.overlaps(other) for one, other in combinations(ranges, 2))


def test_no_secret_is_written_in_it(shop: Service) -> None:
    for parts in shop.parts.values():
        secrets: Any = parts["web"].inputs["secrets"]
        assert secrets
        assert all(isinstance(value, SecretSource | Reference) for value in secrets.values())


def test_production_is_guarded_and_bigger(shop: Service) -> None:
    dev, prod = shop.environments["dev"], shop.environments["prod"]
    assert not dev.approve
    assert list(prod.approve) == ["sre"]
    assert prod.secrets.startswith("awskms://")
    assert prod.providers["aws"]["allowed_account_ids"]
    assert shop.parts["prod"]["web"].inputs["replicas"] == 6
    assert "replicas" not in shop.parts["dev"]["web"].inputs
    assert shop.parts["dev"]["database"].inputs["deletion_protection"] is False
    assert "deletion_protection" not in shop.parts["prod"]["database"].inputs


def test_the_program_keeps_its_own_stacks(shop: Service) -> None:
    assert {env: parts["status"].stack for env, parts in shop.parts.items()} == {"dev": "dev", "prod": "prod"}
    assert shop.parts["dev"]["status"].project == "status-page"


def test_pulumi_alone_deploys_it_with_explicit_providers_only(repository: Path) -> None:
    folder = repository / "stacks" / "shop"
    project = yaml.safe_load((folder / "Pulumi.yaml").read_text(encoding="utf-8"))
    assert project["config"]["pulumi:disable-default-providers"]["value"] == ["*"]
    code = [line for line in (folder / "__main__.py").read_text(encoding="utf-8").splitlines() if line]
    assert code[1:] == ["from stackwright.program import run", "run()"]


def test_every_environment_is_watched_and_backed_up(shop: Service) -> None:
    for parts in shop.parts.values():
        made_from = {part.blueprint for part in parts.values()}
        assert {"monitoring", "backup", "workload-identity", "hybrid-link", "queue", "worker"} <= made_from
        assert {part.cloud for part in parts.values() if part.blueprint == "web-service"} == {"aws", "azure"}


def test_another_team_s_service_takes_what_it_needs_from_it(repository: Path, shop: Service) -> None:
    reports = load_service(repository / "stacks" / "reports", installed())
    for name, parts in reports.parts.items():
        taken = {reference.part for _, reference, _ in references(dict(parts["collector"].inputs)) if reference.service}
        assert taken == {"onprem", "database", "web"} <= shop.parts[name].keys()
        # References lead to stacks of the same backend.
        assert reports.environments[name].backend == shop.environments[name].backend
