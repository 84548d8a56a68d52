"""A sample of all types of all SDKs lives a life, whether it has a recipe or not."""

import pytest

from stackwright.simcloud import open_host
from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.refusing import KINDS
from tests.simcloud.made import KEY, urn_of

STEP = 60
PLAIN = {"string": "text", "integer": 1, "number": 1.5, "boolean": True, "any": {}, "asset": {}, "map": {}}
DEEPEST = 12


def least(properties, types, depth=0):
    """The least inputs that a type takes."""
    return {name: value_of(item.shape, types, depth) for name, item in properties.items() if item.required}


def value_of(shape, types, depth):
    if shape.members:
        return shape.members[0]
    if shape.kind == "object" and depth < DEEPEST:
        return least(types.object(shape.ref).properties, types, depth + 1)
    if shape.kind == "list" and shape.item and depth < DEEPEST:
        return [value_of(shape.item, types, depth + 1)]
    return PLAIN.get(shape.kind, [])


def sample():
    for package in ("aws", "azure-native", "gcp", "kubernetes", "openstack", "random"):
        tokens = [token for token in catalogue(package).tokens() if token.count("meta/v1:Status") == 0]
        yield from tokens[:: STEP if len(tokens) > STEP else 1]


@pytest.fixture
def host():
    """Takes anything: the least that an SDK lets through is not what a cloud takes."""
    host = open_host(":memory:", KEY, allowed=KINDS)
    yield host
    host.close()


@pytest.mark.parametrize("token", list(sample()))
def test_a_type_lives_and_a_second_run_changes_nothing(host, token):
    package = token.partition(":")[0]
    types = catalogue(package)
    kind = types.resource(token)
    inputs = least(kind.inputs, types)
    provider = host.connect(package)
    if token == "azure-native:storage:StorageAccount":
        inputs["accountName"] = "shop"
    urn = urn_of(token, "web")
    checked = provider.check(urn, {}, inputs, seed=b"one")
    assert checked.failures == []
    preview = provider.create(urn, checked.inputs, preview=True)
    created = provider.create(urn, checked.inputs)
    assert created.id
    assert set(preview.outputs) >= set(created.outputs)
    assert {name for name in created.outputs if name not in kind.outputs and name not in kind.inputs} == set()
    again = provider.check(urn, checked.inputs, inputs, seed=b"two")
    found = provider.diff(urn, created.id, checked.inputs, created.outputs, again.inputs)
    assert found.changes.name == "NONE"
    assert provider.read(urn, created.id, {}, {}).outputs == created.outputs
