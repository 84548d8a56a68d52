"""What is made in one request may name its own parts by id: they are made with it."""

import pytest

from stackwright.errors import CloudError

GROUP = {"resourceGroupName": "shop"}


def balancer(make, probed: str):
    group = make("azure-native:resources:ResourceGroup", {**GROUP, "location": "westeurope"}, name="group")
    probe = f"{group.id}/providers/Microsoft.Network/loadBalancers/{probed}/probes/tcp"
    rule = {"name": "http", "protocol": "Tcp", "frontendPort": 80, "backendPort": 80, "probe": {"id": probe}}
    inputs = {
        "location": "westeurope",
        "loadBalancerName": "web-lb",
        "probes": [{"name": "tcp", "protocol": "Tcp", "port": 80}],
    }
    return make("azure-native:network:LoadBalancer", {**GROUP, **inputs, "loadBalancingRules": [rule]})


def test_a_rule_names_the_probe_of_its_own_load_balancer(make):
    assert balancer(make, "web-lb").outputs["loadBalancingRules"][0]["probe"]["id"].endswith("/web-lb/probes/tcp")


def test_of_a_load_balancer_that_is_not_there_it_is_refused(make):
    with pytest.raises(CloudError, match="InvalidResourceReference"):
        balancer(make, "other-lb")
