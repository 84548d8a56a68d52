"""What a manifest knows of what it deploys, environment by environment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from stackwright.service.catalogue import Blueprints
from stackwright.service.facts import facts_of
from stackwright.service.loading import load_service

SERVICE = """
service: shop
owner: team-retail
cost_centre: CC-42
parts:
  network: {blueprint: network@^1, cloud: aws, inputs: {cidr: 10.10.0.0/16}}
environments:
  dev:
    backend: file://.stackwright/state
    providers: {aws: {region: eu-west-1}}
    expires: 2027-01-31
  prod:
    backend: file://.stackwright/state
    providers: {aws: {region: eu-west-1}}
    cost_centre: "0043"
"""


def test_an_environment_says_it_for_itself(write: Callable[[str], Path], catalogue: Blueprints) -> None:
    service = load_service(write(SERVICE), catalogue)
    dev, prod = service.environments.values()
    assert facts_of(service, dev, "network") == {
        "service": "shop",
        "part": "network",
        "environment": "dev",
        "owner": "team-retail",
        "cost-centre": "CC-42",
        "expires": "2027-01-31",
    }
    assert facts_of(service, prod) == {
        "service": "shop",
        "environment": "prod",
        "owner": "team-retail",
        "cost-centre": "0043",
    }


def test_the_service_says_it_for_all(write: Callable[[str], Path], catalogue: Blueprints) -> None:
    text = SERVICE.replace("cost_centre: CC-42", "expires: 2026-12-31")
    service = load_service(write(text), catalogue)
    assert {name: str(it.expires) for name, it in service.environments.items()} == {
        "dev": "2027-01-31",
        "prod": "2026-12-31",
    }
