from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.refusing import closed


def test_every_set_is_of_an_input_of_the_sdk_and_has_its_default():
    types = catalogue("gcp")
    for token, sets in closed.sets("google").items():
        inputs = types.resource(token).inputs
        for path, members in sets.items():
            properties, *steps = inputs, *path.replace("[]", "").split(".")
            for step in steps[:-1]:
                shape = properties[step].shape
                properties = types.object((shape.item or shape).ref).properties
            usual = properties[steps[-1]].usual
            assert usual is None or usual in members, f"{token} {path}"


def test_no_case_is_told_apart(make):
    rule = {"name": "lb", "ipProtocol": "tcp", "loadBalancingScheme": "INTERNAL"}
    assert make("gcp:compute/forwardingRule:ForwardingRule", rule).id
