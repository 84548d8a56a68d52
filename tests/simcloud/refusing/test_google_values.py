def test_no_case_is_told_apart(make):
    rule = {"name": "lb", "ipProtocol": "tcp", "loadBalancingScheme": "INTERNAL"}
    assert make("gcp:compute/forwardingRule:ForwardingRule", rule).id
