"""AWS data sources: what was created here is found, what AWS keeps itself is known, the rest is made up alike."""

import json

import pytest

from stackwright.errors import CloudError
from stackwright.wire.values import reveal

REGION = {"region": "eu-west-1"}
VPC, SUBNET, GROUP = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:ec2/securityGroup:SecurityGroup"


@pytest.fixture
def ask(host):
    provider = host.connect("aws")
    provider.configure(REGION)

    def ask(function, **args):
        module, _, name = function.rpartition("/")
        return provider.invoke(f"aws:{module}/{name}:{name}", args).value

    return ask


def test_the_default_network_hangs_together(ask):
    vpc = ask("ec2/getVpc", default=True)
    found = ask("ec2/getSubnets", filters=[{"name": "vpc-id", "values": [vpc["id"]]}])
    subnets = [ask("ec2/getSubnet", id=own) for own in found["ids"]]
    assert [item["availabilityZone"] for item in subnets] == ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
    assert [item["cidrBlock"] for item in subnets] == ["172.31.0.0/20", "172.31.16.0/20", "172.31.32.0/20"]
    assert {item["vpcId"] for item in subnets} == {vpc["id"]}
    assert ask("ec2/getVpc")["id"] == ask("ec2/getVpc", id=vpc["id"])["id"] == vpc["id"]
    assert ask("ec2/getSecurityGroup", name="default", vpcId=vpc["id"])["name"] == "default"
    assert ask("ec2/getRouteTable", vpcId=vpc["id"])["routeTableId"] == vpc["mainRouteTableId"]


def test_what_was_created_is_found_by_tag_filter_and_id(ask, make):
    vpc = make(VPC, {"cidrBlock": "10.0.0.0/16", "tags": {"Name": "core"}}, config=REGION)
    inputs = {"vpcId": vpc.id, "cidrBlock": "10.0.1.0/24", "tags": {"tier": "private"}}
    subnet = make(SUBNET, inputs, config=REGION)
    assert ask("ec2/getVpc", tags={"Name": "core"})["cidrBlock"] == "10.0.0.0/16"
    assert ask("ec2/getVpc", filters=[{"name": "tag:Name", "values": ["co*"]}])["id"] == vpc.id
    assert ask("ec2/getVpc", default=True)["id"] != vpc.id
    asked = [{"name": "vpc-id", "values": [vpc.id]}]
    assert ask("ec2/getSubnets", filters=asked, tags={"tier": "private"})["ids"] == [subnet.id]
    group = make(GROUP, {"name": "web", "vpcId": vpc.id}, config=REGION)
    assert ask("ec2/getSecurityGroup", name="web", vpcId=vpc.id)["id"] == group.id
    with pytest.raises(CloudError, match="no matching EC2 Security Group found"):
        ask("ec2/getSecurityGroup", name="none")


def test_a_network_that_stands_elsewhere_is_made_up_once(ask):
    vpc = ask("ec2/getVpc", tags={"Name": "shared"})
    assert vpc["default"] is False
    subnets = ask("ec2/getSubnets", filters=[{"name": "vpc-id", "values": [vpc["id"]]}])["ids"]
    assert len(set(subnets)) == 3
    assert subnets == ask("ec2/getSubnets", filters=[{"name": "vpc-id", "values": [vpc["id"]]}])["ids"]


def test_managed_policies_of_cloudfront_have_their_real_ids(ask):
    optimized = ask("cloudfront/getCachePolicy", name="Managed-CachingOptimized")
    assert optimized["id"] == "658327ea-f89d-4fab-a63d-7e88639e58f6"
    assert ask("cloudfront/getCachePolicy", id=optimized["id"])["name"] == "Managed-CachingOptimized"
    with pytest.raises(CloudError, match="no matching CloudFront CachePolicy"):
        ask("cloudfront/getCachePolicy", name="Managed-CachingOptimised")


def test_the_cluster_and_zone_that_were_created_are_the_ones_that_are_found(ask, make):
    cluster = make(
        "aws:eks/cluster:Cluster",
        {"name": "apps", "roleArn": "arn:aws:iam::123456789012:role/r", "vpcConfig": {"subnetIds": []}},
        config=REGION,
    )
    found = ask("eks/getCluster", name="apps")
    assert found["endpoint"] == cluster.outputs["endpoint"]
    assert found["certificateAuthorities"] == [cluster.outputs["certificateAuthority"]]
    assert ask("eks/getCluster", name="elsewhere")["endpoint"].startswith("https://")
    zone = make("aws:route53/zone:Zone", {"name": "example.com"}, config=REGION)
    assert ask("route53/getZone", name="example.com.")["zoneId"] == zone.id
    assert ask("route53/getZone", name="example.org")["zoneId"] == ask("route53/getZone", name="example.org.")["id"]


def test_a_secret_version_is_what_was_put_in_or_looks_like_one(ask, make):
    secret = make("aws:secretsmanager/secret:Secret", {"name": "db"}, config=REGION)
    make("aws:secretsmanager/secretVersion:SecretVersion", {"secretId": secret.id, "secretString": "hunter22"})
    assert reveal(ask("secretsmanager/getSecretVersion", secretId=secret.id)["secretString"]) == "hunter22"
    elsewhere = reveal(ask("secretsmanager/getSecretVersion", secretId="prod/db")["secretString"])
    assert {"username", "password", "host"} <= json.loads(elsewhere).keys()


def test_images_and_public_parameters_have_the_form_of_images(ask):
    own = ask("ec2/getAmi", owners=["amazon"], filters=[{"name": "name", "values": ["al2023-ami-2023.*-x86_64"]}])
    assert own["imageId"].startswith("ami-")
    assert own["ownerId"] == "137112412989"
    name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
    assert reveal(ask("ssm/getParameter", name=name)["value"]).startswith("ami-")
    recommended = ask("ssm/getParameter", name="/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended")
    assert json.loads(reveal(recommended["value"]))["image_id"].startswith("ami-")


def test_images_differ_between_regions(ask):
    given = {"owners": ["amazon"], "mostRecent": True}
    here, there = (ask("ec2/getAmi", **given, **where)["id"] for where in ({}, {"region": "us-east-1"}))
    assert here != there


def test_what_was_put_into_a_bucket_is_found_there(ask, make):
    kind = "aws:s3/bucketObjectv2:BucketObjectv2"
    make(kind, {"bucket": "b", "key": "in/a.json", "content": "{}"}, config=REGION)
    assert ask("s3/getObjects", bucket="b", prefix="in/")["keys"] == ["in/a.json"]
    assert ask("s3/getObject", bucket="b", key="in/a.json")["body"] == "{}"


def test_what_aws_offers_to_everybody(ask):
    iot = ask("iot/getEndpoint", endpointType="iot:Data-ATS")["endpointAddress"]
    assert iot.endswith("-ats.iot.eu-west-1.amazonaws.com")
    stack = "64bit Amazon Linux 2023 {} running Python 3.11"
    wanted = f"^{stack.format('(.*)')}$"
    assert ask("elasticbeanstalk/getSolutionStack", nameRegex=wanted)["name"] == stack.format("v4.7.2")
    assert ask("cloudtrail/getServiceAccount")["arn"] == "arn:aws:iam::859597730677:root"
    with pytest.raises(CloudError, match="unsupported AWS Region"):
        ask("elb/getServiceAccount", region="me-central-1")


def test_networks_that_are_asked_for_by_tag_and_stand_elsewhere_are_made_up(ask):
    (own,) = ask("ec2/getVpcs", tags={"env": "prod"})["ids"]
    assert ask("ec2/getVpc", id=own)["id"] == own
    assert ask("eks/getAddonVersion", addonName="coredns", kubernetesVersion="1.34")["version"].startswith("v1.")


def test_the_newest_image_of_just_anybody_is_not_given(ask):
    anybody = {"mostRecent": True, "filters": [{"name": "name", "values": ["web-*"]}]}
    with pytest.raises(CloudError, match="Most Recent Image Not Filtered"):
        ask("ec2/getAmi", **anybody)
    assert ask("ec2/getAmi", **anybody, allowUnsafeFilter=True)["id"].startswith("ami-")
