"""What looks wrong and is not: nothing is refused that a real cloud might take."""

from __future__ import annotations

import pytest

from stackwright.simcloud import SimulatedHost
from stackwright.simcloud.provider import SimulatedProvider
from tests.simcloud.made import urn_of
from tests.simcloud.refusing.scenes import Act, Stage, change, create, delete
from tests.simcloud.refusing.scenes_aws import ATTACHMENT, BUCKET, GROUP, ROLE, SUBNET, VPC, group, role, vpc
from tests.simcloud.refusing.scenes_azure import NIC, RG, STANDARD, STORAGE, VNET, vnet
from tests.simcloud.refusing.scenes_azure import SUBNET as AZURE_SUBNET
from tests.simcloud.refusing.scenes_azure import group as resource_group
from tests.simcloud.refusing.scenes_google import ADDRESS, CLUSTER, network, web

ELSEWHERE = "/subscriptions/s/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub/subnets/shared"
INLINE = {
    **RG,
    "virtualNetworkName": "main",
    "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
    "subnets": [{"name": "web", "addressPrefix": "10.0.0.0/24"}],
}
RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
PORT = {"type": "ingress", "protocol": "tcp", "fromPort": 80, "toPort": 80}


def _nic(subnet: str) -> Act:
    return create("nic", NIC, {**RG, "ipConfigurations": [{"name": "a", "subnet": {"id": subnet}}]})


@pytest.mark.parametrize(
    "acts",
    [
        pytest.param(
            [create("s", SUBNET, {"vpcId": "vpc-0a1b2c3d", "cidrBlock": "192.168.0.0/24"})], id="VPC elsewhere"
        ),
        pytest.param(
            [vpc, create("s", SUBNET, {"vpcId": "${vpc}", "ipv6CidrBlock": "2001:db8::/64", "ipv6Native": True})],
            id="IPv6 alone",
        ),
        pytest.param(
            [
                vpc,
                group,
                create("r", RULE, {**PORT, "securityGroupId": "${group}", "sourceSecurityGroupId": "${group}"}),
                delete("group"),
            ],
            id="a group that names itself",
        ),
        pytest.param(
            [
                vpc,
                create(
                    "g",
                    GROUP,
                    {"vpcId": "${vpc}", "ingress": [{"protocol": "-1", "fromPort": 0, "toPort": 0, "self": True}]},
                ),
                delete("g"),
            ],
            id="a group for itself, inline",
        ),
        pytest.param(
            [role, create("p", "aws:iam/instanceProfile:InstanceProfile", {"role": "${role}"}), delete("role")],
            id="a role in an instance profile",
        ),
        pytest.param(
            [
                create("r", ROLE, {"assumeRolePolicy": "{}", "forceDetachPolicies": True}),
                create("a", ATTACHMENT, {"role": "${r}", "policyArn": "p"}),
                delete("r"),
            ],
            id="policies are detached",
        ),
        pytest.param(
            [
                create("b", BUCKET, {"forceDestroy": True}),
                create("o", "aws:s3/bucketObject:BucketObject", {"bucket": "${b}", "key": "k", "content": ""}),
                delete("b"),
            ],
            id="objects go with the bucket",
        ),
        pytest.param(
            [create("v", VPC, {"cidrBlock": "10.0.0.0/16"}, region="eu-west-1") for _ in range(1)]
            + [
                create(f"{region}{n}", VPC, {"cidrBlock": "10.0.0.0/16"}, region=region)
                for region in ("us-east-1", "ap-south-1")
                for n in range(5)
            ],
            id="quotas are of a region",
        ),
        pytest.param(
            [create("v", VPC, {"cidrBlock": "10.0.0.0/16"}, region="eusc-de-east-1")],
            id="a region of another partition",
        ),
        pytest.param([resource_group, _nic(ELSEWHERE)], id="a subnet in a group of others"),
        pytest.param([create("v", VNET, INLINE), _nic("${v}/subnets/web")], id="a subnet of its network"),
        pytest.param(
            [resource_group, create("v", VNET, INLINE), _nic("${v}/subnets/web")], id="the same in a group made here"
        ),
        pytest.param(
            [create("s", AZURE_SUBNET, {**RG, "virtualNetworkName": "hub", "addressPrefix": "10.9.0.0/24"})],
            id="a network elsewhere",
        ),
        pytest.param(
            [
                vnet,
                create("s", AZURE_SUBNET, {**RG, "virtualNetworkName": "main", "addressPrefix": "10.0.0.0/24"}),
                change("s", {"addressPrefix": "10.0.0.0/25"}),
            ],
            id="a subnet does not overlap itself",
        ),
        pytest.param(
            [create("s", STORAGE, {**RG, **STANDARD, "location": "mexicocentral2"})], id="a location of tomorrow"
        ),
        pytest.param(
            [create("s", STORAGE, {**RG, **STANDARD, "location": "West Europe"})], id="a location as people write it"
        ),
        pytest.param(
            [
                resource_group,
                create("d", "azure-native:resources:Deployment", {**RG, "properties": {"mode": "Incremental"}}),
                _nic("${group}/providers/Microsoft.Network/virtualNetworks/v/subnets/s"),
            ],
            id="a template may have made it",
        ),
        pytest.param(
            [
                resource_group,
                create(
                    "site",
                    "azure-native:web:WebApp",
                    {
                        **RG,
                        "name": "site",
                        "siteConfig": {
                            "appSettings": [{"name": "A", "value": "${group}/providers/Microsoft.KeyVault/vaults/none"}]
                        },
                    },
                ),
            ],
            id="a setting is any text",
        ),
        pytest.param([create("a", ADDRESS, {"region": "projects/p/regions/europe-west1"})], id="a region by its path"),
        pytest.param(
            [
                create("c", CLUSTER, {"name": "c", "location": "europe-west1-b", "deletionProtection": False}),
                delete("c"),
            ],
            id="a cluster without protection",
        ),
        pytest.param(
            [
                network,
                web,
                create(
                    "two",
                    "gcp:compute/subnetwork:Subnetwork",
                    {"name": "two", "network": "default", "ipCidrRange": "10.0.0.0/24", "region": "europe-west1"},
                ),
            ],
            id="ranges are of a network",
        ),
    ],
)
def test_it_is_done(host: SimulatedHost, acts: list[Act]) -> None:
    Stage(host).play(*acts)


def test_what_was_only_read_is_not_measured(host: SimulatedHost) -> None:
    """Its range is made up here; whoever reads it knows the right one."""
    provider = host.connect("aws")
    provider.configure({"region": "eu-west-1"})
    assert isinstance(provider.inner, SimulatedProvider)
    read = provider.suppose(urn_of(VPC, "main"), "vpc-0123456789abcdef0", {})
    Stage(host).play(create("s", SUBNET, {"vpcId": read.id, "cidrBlock": "172.31.96.0/20"}))


def test_a_lifted_protection_lets_go(host: SimulatedHost) -> None:
    stage = Stage(host)
    stage.play(create("c", CLUSTER, {"name": "c", "location": "europe-west1", "deletionProtection": True}))
    assert host.lift_protection() == [urn_of(CLUSTER, "c")]
    stage.play(delete("c"))
    assert host.lift_protection() == []
