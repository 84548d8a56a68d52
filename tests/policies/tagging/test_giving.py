"""Tags that somebody knows are given to what lacks them, and nothing that a program says is lost."""

from __future__ import annotations

from typing import Any

import pytest
from stackwright_policies.examples import resources_of
from stackwright_policies.model import UNKNOWN, Example, secret
from stackwright_policies.tagging.required_tags import policy

VALUES = {"owner": "Team Retail", "costCenter": "CC 42", "environment": "dev"}
SETTINGS = {"keys": list(VALUES), "values": VALUES, "manifest": {}, "except": []}
MANIFEST = {
    "service": "shop",
    "part": "web",
    "environment": "dev",
    "owner": "Team Retail",
    "cost-centre": "CC 42",
    "expires": "2027-01-31",
}


def given(token: str, inputs: dict[str, Any], provider: dict[str, Any] | None = None, **settings: Any) -> Any:
    example = Example(why="", type=token, inputs=inputs, provider=provider or {})
    return policy.remedied(resources_of(example)[0], inputs, {**SETTINGS, **settings})


@pytest.mark.parametrize(
    ("token", "place", "expected"),
    [
        ("aws:s3/bucket:Bucket", "tags", VALUES),
        ("azure-native:storage:StorageAccount", "tags", VALUES),
        (
            "gcp:storage/bucket:Bucket",
            "labels",
            {"owner": "team-retail", "cost-center": "cc-42", "environment": "dev"},
        ),
    ],
)
def test_each_cloud_gets_its_own_spelling(token: str, place: str, expected: dict[str, str]) -> None:
    assert given(token, {}) == {place: expected}


def test_kubernetes_keeps_what_is_there() -> None:
    inputs = {"metadata": {"name": "shop", "labels": {"app": "shop"}}}
    labels = {"app": "shop", "owner": "Team-Retail", "cost-center": "CC-42", "environment": "dev"}
    assert given("kubernetes:core/v1:ConfigMap", inputs) == {"metadata": {"name": "shop", "labels": labels}}


def test_a_key_that_differs_by_case_is_left_to_people() -> None:
    tags = given("aws:s3/bucket:Bucket", {"tags": {"Owner": "somebody"}})["tags"]
    assert tags == {"Owner": "somebody", "costCenter": "CC 42", "environment": "dev"}


def test_what_says_nothing_is_replaced_and_what_says_something_is_not() -> None:
    tags = given("aws:s3/bucket:Bucket", {"tags": {"owner": "TBD", "costCenter": "7", "environment": ""}})["tags"]
    assert tags == {**VALUES, "costCenter": "7"}


def test_a_secret_stays_one() -> None:
    tags = secret({"owner": "somebody"})
    found = given("aws:s3/bucket:Bucket", {"tags": tags})["tags"]
    assert found == {**tags, "value": {**VALUES, "owner": "somebody"}}


def test_what_is_not_known_is_left_alone() -> None:
    assert given("aws:s3/bucket:Bucket", {"tags": UNKNOWN}) == {"tags": UNKNOWN}
    assert given("aws:s3/bucket:Bucket", {"tags": {"owner": UNKNOWN}}) == {"tags": {**VALUES, "owner": UNKNOWN}}


def test_an_auto_scaling_group_gets_the_default_tags_of_its_provider() -> None:
    name = {"key": "Name", "value": "shop", "propagateAtLaunch": False}
    owner = {"key": "owner", "value": "team", "propagateAtLaunch": True}
    found = given(
        "aws:autoscaling/group:Group",
        {"tags": [name, {**owner, "value": "tbd"}]},
        {"defaultTags": {"tags": {"owner": "team", "other": "x"}}},
        values={},
    )
    assert found == {"tags": [name, owner]}


@pytest.mark.parametrize(
    ("token", "inputs", "expected"),
    [
        ("aws:s3/bucket:Bucket", {}, {"tags": MANIFEST}),
        ("azure-native:storage:StorageAccount", {}, {"tags": MANIFEST}),
        (
            "gcp:storage/bucket:Bucket",
            {},
            {"labels": {**MANIFEST, "owner": "team-retail", "cost-centre": "cc-42"}},
        ),
        (
            "kubernetes:core/v1:ConfigMap",
            {"metadata": {"labels": {"app": "shop"}}},
            {"metadata": {"labels": {"app": "shop", **MANIFEST, "owner": "Team-Retail", "cost-centre": "CC-42"}}},
        ),
    ],
)
def test_what_the_manifest_knows_is_given_as_each_cloud_takes_it(token: str, inputs: Any, expected: Any) -> None:
    found = given(token, inputs, keys=["owner", "service", "environment"], values={}, manifest=MANIFEST)
    assert found == expected
    assert given(token, found, keys=["owner"], values={}, manifest=MANIFEST) == found


@pytest.mark.parametrize("key", ["CostCenter", "cost_centre", "cost-center"])
def test_a_team_s_own_name_of_what_the_manifest_knows(key: str) -> None:
    tags = given("aws:s3/bucket:Bucket", {}, keys=[key], values={}, manifest={"cost-centre": "42"})["tags"]
    assert tags == {key: "42"}, "and not by two names"


def test_what_a_person_settled_and_what_the_provider_gives_come_before_the_manifest() -> None:
    tags = given(
        "aws:s3/bucket:Bucket",
        {"tags": {"Expiry": "2026-12-31"}},
        {"defaultTags": {"tags": {"service": "store"}}},
        keys=["owner", "service"],
        values={"owner": "somebody"},
        manifest=MANIFEST,
    )["tags"]
    assert tags == {
        "Expiry": "2026-12-31",
        "owner": "somebody",
        "part": "web",
        "environment": "dev",
        "cost-centre": "CC 42",
    }
