"""The blueprint `network`, edited while it stands."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from stackwright_blueprints.fields import BlueprintError
from stackwright_blueprints.network import blueprint
from stackwright_blueprints.network.zones import default_zones

from tests.blueprints.rehearsing import Example, Rehearsal

PLACES = {"aws": "eu-west-1", "azure": "westeurope", "gcp": "europe-west1", "private": ""}
ZONES = {cloud: default_zones(cloud, location)[:2] for cloud, location in PLACES.items()}  # type: ignore[arg-type]
MORE = {**{cloud: default_zones(cloud, PLACES[cloud]) for cloud in ("aws", "azure", "gcp")}, "private": ["nova", "az2"]}
SUBNETS = {
    "aws": "aws:ec2/subnet:Subnet",
    "azure": "azure-native:network:Subnet",
    "gcp": "gcp:compute/subnetwork:Subnetwork",
    "private": "openstack:networking/subnet:Subnet",
}
EXTERNAL = "6f2b2f0c-0d3b-4f6e-8f2a-6d0c6d5a2f11"


def standing(folder: Path, cloud: Any, **inputs: Any) -> Rehearsal:
    given: dict[str, Any] = {"cidr": "10.10.0.0/16", "zones": ZONES[cloud], **inputs}
    if cloud == "private":
        given["external_network_id"] = EXTERNAL
    rehearsal = Rehearsal(folder, Example(blueprint, folder, cloud, PLACES[cloud], given))
    rehearsal.up()
    return rehearsal


def kinds(rehearsal: Rehearsal) -> Counter[tuple[str, str]]:
    """The steps of the last call by operation and short type, but for the stack and the component themselves."""
    return Counter(
        (op, type_.rpartition(":")[2])
        for op, type_, _ in rehearsal.steps().elements()
        if not type_.startswith(("pulumi:pulumi:Stack", "stackwright-components:"))
    )


@pytest.mark.parametrize("cloud", PLACES)
def test_adding_a_zone_leaves_everything_that_stands_where_it_is(cloud: str, tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, cloud)
    before: Any = rehearsal.outputs
    rehearsal.up(zones=MORE[cloud])
    after: Any = rehearsal.outputs
    assert not [step for step in rehearsal.steps() if "delete" in step[0] or "replace" in step[0]]
    assert not [step for step in rehearsal.steps() if step[0] == "update" and step[1] == SUBNETS[cloud]]
    for tier in ("private_subnet_ids", "public_subnet_ids"):
        assert after[tier].items() >= before[tier].items()
        assert sorted(after[tier]) == sorted(MORE[cloud])


def test_from_one_nat_gateway_to_one_per_zone_and_back(tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, "aws", nat="single")
    (first,) = rehearsal.outputs["egress_addresses"]  # type: ignore[misc]

    rehearsal.up(nat="per-zone")
    assert kinds(rehearsal) == {("create", "Eip"): 1, ("create", "NatGateway"): 1, ("update", "Route"): 1}
    assert first in rehearsal.outputs["egress_addresses"]  # type: ignore[operator]

    rehearsal.up(nat="single")
    assert kinds(rehearsal) == {("delete", "Eip"): 1, ("delete", "NatGateway"): 1, ("update", "Route"): 1}
    assert rehearsal.outputs["egress_addresses"] == [first]


@pytest.mark.parametrize(
    ("cloud", "changed"),
    [
        ("aws", {("update", "LogGroup"): 1}),
        ("azure", {("update", "FlowLog"): 1}),
        ("gcp", {("update", "ProjectBucketConfig"): 1}),
        ("private", {}),
    ],
)
def test_another_retention_changes_one_resource_in_place(
    cloud: str, changed: dict[tuple[str, str], int], tmp_path: Path
) -> None:
    rehearsal = standing(tmp_path, cloud)
    rehearsal.up(flow_log_retention_days=14)
    assert kinds(rehearsal) == changed


@pytest.mark.parametrize("cloud", PLACES)
def test_taking_nat_away_keeps_the_subnets(cloud: str, tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, cloud)
    rehearsal.up(nat="none")
    assert not [step for step in rehearsal.steps() if step[1] == SUBNETS[cloud] and step[0] != "update"]
    assert rehearsal.outputs["egress_addresses"] == []


@pytest.mark.parametrize(
    ("cloud", "location", "zones"),
    [
        ("aws", "eu-west-1", ["eu-west-1a", "eu-west-1b", "eu-west-1c"]),
        ("aws", "ca-central-1", ["ca-central-1a", "ca-central-1b", "ca-central-1d"]),
        ("azure", "westeurope", ["1", "2", "3"]),
        ("gcp", "europe-west1", ["europe-west1-b", "europe-west1-c", "europe-west1-d"]),
        ("gcp", "us-central1", ["us-central1-a", "us-central1-b", "us-central1-c"]),
        ("private", "", ["nova"]),
    ],
)
def test_zones_nobody_named(cloud: Any, location: str, zones: list[str]) -> None:
    assert default_zones(cloud, location) == zones


def test_zones_that_cannot_be_known() -> None:
    with pytest.raises(BlueprintError, match="accounts see different zones of us-west-1; name yours"):
        default_zones("aws", "us-west-1")
    with pytest.raises(BlueprintError, match=r"set providers\.gcp\.region"):
        default_zones("gcp", "")


@pytest.mark.parametrize(
    "inputs",
    [
        {},
        {"cidr": "10.0.0.0/24"},
        {"cidr": "10.0.0.0/16", "zones": []},
        {"cidr": "10.0.0.0/16", "nat": "two"},
        {"cidr": "10.0.0.0/16", "flow_log_retention_days": 15},
        {"cidr": "10.0.0.0/16", "zone_slots": {"frankfurt": 8}},
    ],
)
def test_inputs_that_are_refused_before_anything_starts(inputs: dict[str, Any]) -> None:
    assert not Draft202012Validator(blueprint.input_schema()).is_valid(inputs)
