"""The loss of a zone."""

import pytest

from stackwright.simcloud.zones import zone_of
from tests.simcloud.rehearsed import Rehearsed


@pytest.mark.parametrize(
    ("properties", "zone"),
    [
        ({"availabilityZone": "eu-west-1a"}, "eu-west-1a"),
        ({"zone": "europe-west1-b", "zones": ["1"]}, "europe-west1-b"),
        ({"location": "westeurope", "zones": ["1"]}, "westeurope-1"),
        ({"location": "westeurope", "zones": ["1", "2"]}, ""),
        ({"availabilityZones": ["eu-west-1a"]}, ""),
        ({"subnetId": "subnet-1"}, "eu-west-1b"),
        ({"subnetId": "subnet-2"}, ""),
        ({}, ""),
    ],
)
def test_in_which_zone_something_is(properties, zone) -> None:
    others = {"subnet-1": {"availabilityZone": "eu-west-1b"}}
    assert zone_of(properties, lambda subnet: others.get(subnet, {})) == zone


def subnets() -> None:
    import pulumi_aws as aws

    vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
    for index, zone in enumerate("ab"):
        subnet = aws.ec2.Subnet(
            f"subnet-{zone}", vpc_id=vpc.id, cidr_block=f"10.0.{index}.0/24", availability_zone=f"eu-west-1{zone}"
        )
        aws.ec2.NatGateway(f"nat-{zone}", subnet_id=subnet.id, connectivity_type="private")


def test_what_is_in_a_lost_zone_is_unhealthy_until_it_is_back(tmp_path) -> None:
    bench = Rehearsed(tmp_path, subnets)
    bench.up()
    with bench.clouds() as host:
        there, faults = host.lose_zone("eu-west-1a")
    assert [each.urn.rpartition("::")[2] for each in there] == ["subnet-a", "nat-a"]

    assert bench.refresh().result == "succeeded"
    unhealthy = {name for name, each in bench.resources().items() if each.get("initErrors")}
    assert unhealthy == {"subnet-a", "nat-a"}
    assert bench.up().result == "failed"
    with bench.clouds() as host:
        host.faults.clear(*(fault.number for fault in faults))
    assert bench.up().changes["update"] == 2
    assert bench.refresh().changes == {"same": 6}


def test_nothing_can_be_made_in_a_lost_zone(tmp_path) -> None:
    bench = Rehearsed(tmp_path, subnets)
    with bench.clouds() as host:
        assert host.lose_zone("eu-west-1b")[0] == []
    assert "zone eu-west-1b is not available" in str(bench.up().error)
    assert "subnet-b" not in bench.held()
