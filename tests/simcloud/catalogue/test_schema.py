"""The schema of a package, as its Python SDK says it."""

from __future__ import annotations

import json

from stackwright.simcloud.catalogue.schema import mentions, schema
from stackwright.simcloud.catalogue.sdk import catalogue

PROGRAM = """
variables: {zones: {fn::invoke: {function: "aws:getAvailabilityZones"}}}
resources:
  net: {type: aws:ec2:Vpc, properties: {cidrBlock: 10.0.0.0/16}}
  pet: {type: random:RandomPet}
"""


def test_what_a_program_names_is_found_whatever_its_form():
    assert mentions("aws", PROGRAM) == {"getavailabilityzones": "aws:getAvailabilityZones", "vpc": "aws:ec2:Vpc"}
    assert mentions("kubernetes", "type: kubernetes:apps/v1:Deployment") == {
        "deployment": "kubernetes:apps/v1:Deployment"
    }
    assert mentions("azure-native", PROGRAM) == {}


def test_a_program_is_given_the_types_that_it_names():
    found = json.loads(schema(catalogue("aws"), PROGRAM))
    assert (found["name"], list(found["resources"])) == ("aws", ["aws:ec2/vpc:Vpc"])
    vpc = found["resources"]["aws:ec2/vpc:Vpc"]
    assert vpc["inputProperties"]["cidrBlock"] == {"type": "string"}
    assert vpc["inputProperties"]["tags"] == {"type": "object", "additionalProperties": {"type": "string"}}
    assert vpc["requiredInputs"] == []
    assert {"arn", "cidrBlock"} <= set(vpc["required"])
    (token, zones), *others = found["functions"].items()
    assert (token, others) == ("aws:index/getAvailabilityZones:getAvailabilityZones", [])
    assert zones["outputs"]["properties"]["names"] == {"type": "array", "items": {"type": "string"}}


def test_a_whole_package_has_every_type():
    types = catalogue("random")
    found = json.loads(schema(types))
    assert sorted(found["resources"]) == types.tokens()
    assert "length" in found["resources"]["random:index/randomPassword:RandomPassword"]["requiredInputs"]
