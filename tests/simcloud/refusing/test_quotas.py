"""Quotas that take hundreds of resources, asked of a world that only counts."""

from __future__ import annotations

import pytest

from stackwright.simcloud.identity import identity
from stackwright.simcloud.refusing import azure_names
from stackwright.simcloud.refusing.world import Thing
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.values.subject import Subject

STORAGE, GROUP = "azure-native:storage:StorageAccount", "azure-native:resources:ResourceGroup"


class Counting:
    """A world with so many of everything, all in one place."""

    def __init__(self, count: int, place: str) -> None:
        self._count, self._place = count, place

    def of(self, *tokens: str) -> list[Thing]:
        return [Thing(f"id-{n}", tokens[0], "", {"location": self._place}) for n in range(self._count)]

    def count(self, token: str) -> int:
        return len(self.of(token))

    def stands(self, id: str) -> bool:
        return id.startswith("id-")

    def gone(self, id: str) -> bool:
        return not self.stands(id)

    def made(self, id: str) -> bool:
        return self.stands(id)

    def ids_inside(self, path: str) -> list[str]:
        return [thing.id for thing in self.of(path)]

    def ids_anywhere(self, token: str) -> list[str]:
        return [thing.id for thing in self.of(token)]

    def deleted_anywhere(self, token: str) -> list[str]:
        return [token][:0]


def subject(token: str, **inputs: str) -> Subject:
    where = identity("azure-native", {"location": "westeurope"})
    return Subject(
        package="azure-native", token=token, name="web", inputs={**inputs}, identity=where, seed=Seed("urn", 1)
    )


def words(token: str, count: int, place: str = "westeurope") -> list[str]:
    world = Counting(count, place)
    rules = [it for it in azure_names.RULES if it.kind == azure_names.QUOTA and token in it.types]
    return [
        said for it in rules if (said := it.words(subject(token, resourceGroupName="g", location="West Europe"), world))
    ]


@pytest.mark.parametrize(
    ("token", "limit", "said"),
    [
        (STORAGE, 250, "already contains 250 storage accounts and the maximum allowed is 250"),
        (GROUP, 980, "would exceed the quota of '980'"),
    ],
)
def test_a_quota_is_full_when_it_is_full(token: str, limit: int, said: str) -> None:
    assert words(token, limit - 1) == []
    [full] = words(token, limit)
    assert said in full


def test_storage_accounts_are_counted_by_location() -> None:
    assert words(STORAGE, 400, "northeurope") == []
