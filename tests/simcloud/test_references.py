"""A resource where its id is meant: `role=role`."""

import pytest

from stackwright.wire.values import RESOURCE, SIGNATURE, UNKNOWN, lowered
from tests.simcloud.made import urn_of

ROLE = {SIGNATURE: RESOURCE, "urn": "urn:pulumi:dev::shop::aws:iam/role:Role::web", "id": "web-1", "packageVersion": ""}


def test_a_resource_is_its_id(make):
    made = make("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {"role": ROLE, "policyArn": "arn:aws:iam::aws:x"})
    assert made.inputs["role"] == "web-1"
    assert made.id == "web-1/arn:aws:iam::aws:x"


@pytest.mark.parametrize("id", ["", UNKNOWN])
def test_one_that_is_not_there_yet_is_unknown(host, id):
    urn = urn_of("aws:lb/loadBalancer:LoadBalancer", "web")
    subnets = [{**ROLE, "id": id}]
    assert host.connect("aws").check(urn, {}, {"subnets": subnets}, seed=b"").inputs["subnets"] == [UNKNOWN]


def test_a_component_has_no_id_but_its_urn():
    component = {SIGNATURE: RESOURCE, "urn": "urn:pulumi:dev::shop::acme:Network::main"}
    assert lowered({"network": component}) == {"network": component["urn"]}


def test_a_function_is_asked_with_ids(host, make):
    role = make("aws:iam/role:Role", {"name": "web-1", "assumeRolePolicy": "{}"})
    provider = host.connect("aws")
    found = provider.invoke("aws:iam/getRole:getRole", {"name": ROLE})
    assert found.value["arn"] == role.outputs["arn"]
