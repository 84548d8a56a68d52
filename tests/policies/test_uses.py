"""Whether anything uses a resource, however a program says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from stackwright_policies.model import UNKNOWN
from stackwright_policies.resource import Resource, View
from stackwright_policies.uses import uses
from stackwright_policies.verdicts import NotKnown

DISK = "azure-native:compute:Disk"
MACHINE = "azure-native:compute:VirtualMachine"
PLACES = {MACHINE: ("storageProfile",)}


def resource(token: str, name: str, depends: Mapping[str, Sequence[str]] | None = None, **properties: Any) -> Resource:
    return Resource(type=token, urn=f"urn:{name}", name=name, properties=View(properties), depends=depends or {})


def machine(disk: object, *urns: str) -> Resource:
    depends = {"storageProfile": list(urns)} if urns else {}
    return resource(MACHINE, "web", depends, storageProfile={"dataDisks": [{"managedDisk": {"id": disk}}]})


DATA = resource(DISK, "data", diskName="data")
IDENTIFIER = "/subscriptions/s/resourceGroups/shop/providers/Microsoft.Compute/disks/Data"


def test_what_depends_on_it_uses_it() -> None:
    assert uses([DATA, machine(UNKNOWN, DATA.urn)], PLACES).of(DATA, "diskName")


def test_what_names_it_in_the_last_part_of_a_path_uses_it() -> None:
    assert uses([DATA, machine(IDENTIFIER)], PLACES).of(DATA, "diskName")


def test_another_one_s_name_or_another_type_uses_nothing() -> None:
    assert not uses([DATA, machine("other")], PLACES).of(DATA, "diskName")
    assert not uses([DATA, resource(DISK, "copy", storageProfile=IDENTIFIER)], PLACES).of(DATA, "diskName")


def test_what_comes_from_elsewhere_may_be_it() -> None:
    with pytest.raises(NotKnown, match=r"web\.storageProfile"):
        uses([DATA, machine(UNKNOWN, "urn:elsewhere")], PLACES).of(DATA, "diskName")


def test_what_the_provider_fills_in_is_no_use() -> None:
    assert not uses([DATA, machine(UNKNOWN)], PLACES).of(DATA, "diskName")


def test_a_name_that_is_not_known_may_be_one_that_is_used() -> None:
    unnamed = resource(DISK, "data", diskName=UNKNOWN)
    with pytest.raises(NotKnown, match="diskName"):
        uses([unnamed, machine(IDENTIFIER)], PLACES).of(unnamed, "diskName")
    assert not uses([unnamed], PLACES).of(unnamed, "diskName")
