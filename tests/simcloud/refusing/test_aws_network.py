"""What AWS refuses although the inputs are well-formed, in its own words."""

import pytest

from stackwright.errors import CloudError
from stackwright.simcloud import open_host
from tests.simcloud.made import KEY, urn_of

REGION = {"region": "eu-west-1"}
VPC, SUBNET = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"
BALANCER, GROUP = "aws:lb/loadBalancer:LoadBalancer", "aws:ec2/securityGroup:SecurityGroup"


@pytest.fixture
def vpc(make):
    return make(VPC, {"cidrBlock": "10.0.0.0/16"}, config=REGION).id


@pytest.fixture
def subnet(make, vpc):
    def subnet(block, name="a", **more):
        return make(SUBNET, {"vpcId": vpc, "cidrBlock": block, **more}, name=name, config=REGION)

    return subnet


def test_a_subnet_lies_in_its_vpc(subnet, vpc, make):
    subnet("10.0.255.0/24")
    with pytest.raises(CloudError, match=r"api error InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid."):
        subnet("10.1.0.0/24", name="b")
    with pytest.raises(CloudError, match=r"InvalidSubnet\.Range"):
        subnet("10.0.1.0/29", name="c")
    more = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
    make(more, {"vpcId": vpc, "cidrBlock": "10.1.0.0/16"}, config=REGION)
    subnet("10.1.0.0/24", name="d")


def test_subnets_do_not_overlap_while_they_are_there(subnet):
    first = subnet("10.0.0.0/24")
    with pytest.raises(
        CloudError, match=r"InvalidSubnet\.Conflict: The CIDR '10\.0\.0\.128/25' conflicts with another subnet"
    ):
        subnet("10.0.0.128/25", name="b")
    first.provider.delete(first.urn, first.id, first.inputs, first.outputs)
    subnet("10.0.0.128/25", name="b")


def test_a_subnet_is_in_a_zone_of_its_region(subnet):
    with pytest.raises(CloudError, match=r"Value \(us-east-1a\) for parameter availabilityZone is invalid"):
        subnet("10.0.0.0/24", availabilityZone="us-east-1a")


def test_a_vpc_of_which_nothing_is_known_here_is_not_asked(make):
    make(SUBNET, {"vpcId": "vpc-elsewhere", "cidrBlock": "192.168.0.0/24"}, config=REGION)


@pytest.mark.parametrize(
    ("token", "inputs", "words"),
    [
        (VPC, {"cidrBlock": "10.0.0.0/8"}, "InvalidVpc.Range: The CIDR '10.0.0.0/8' is invalid"),
        ("aws:s3/bucket:Bucket", {"bucket": "My_Bucket"}, "InvalidBucketName: The specified bucket is not valid"),
        ("aws:iam/role:Role", {"name": "a b", "assumeRolePolicy": "{}"}, "specified value for roleName is invalid"),
        ("aws:sqs/queue:Queue", {"name": "orders", "fifoQueue": True}, "must end with .fifo suffix"),
    ],
)
def test_names_and_ranges_keep_their_rules(make, token, inputs, words):
    with pytest.raises(CloudError, match=words):
        make(token, inputs, config=REGION)


def test_what_wants_two_zones_gets_two(subnet, make):
    one = subnet("10.0.0.0/24", availabilityZone="eu-west-1a").id
    two = subnet("10.0.1.0/24", name="b", availabilityZone="eu-west-1b").id
    with pytest.raises(CloudError, match="At least two subnets in two different Availability Zones"):
        make(BALANCER, {"subnets": [one]}, config=REGION)
    make(BALANCER, {"subnets": [one, two]}, config=REGION)
    make(BALANCER, {"subnets": [one], "loadBalancerType": "network"}, name="net", config=REGION)
    with pytest.raises(CloudError, match=r"Current AZ coverage: eu-west-1a\."):
        make("aws:rds/subnetGroup:SubnetGroup", {"subnetIds": [one]}, config=REGION)
    with pytest.raises(CloudError, match="must be in at least two different AZs"):
        make(
            "aws:eks/cluster:Cluster",
            {"roleArn": "arn:aws:iam::123456789012:role/r", "vpcConfig": {"subnetIds": [one]}},
            config=REGION,
        )


def test_security_groups_of_a_vpc_have_names_of_their_own(make, vpc):
    make(GROUP, {"name": "web", "vpcId": vpc}, config=REGION)
    with pytest.raises(CloudError, match=f"The security group 'web' already exists for VPC '{vpc}'"):
        make(GROUP, {"name": "web", "vpcId": vpc}, name="other", config=REGION)


def test_a_vpc_with_subnets_cannot_go(make, subnet):
    vpc = make(VPC, {"cidrBlock": "10.0.0.0/16"}, name="busy", config=REGION)
    inside = make(SUBNET, {"vpcId": vpc.id, "cidrBlock": "10.0.0.0/24"}, config=REGION)
    with pytest.raises(CloudError, match=f"The vpc '{vpc.id}' has dependencies and cannot be deleted"):
        vpc.provider.delete(vpc.urn, vpc.id, vpc.inputs, vpc.outputs)
    inside.provider.delete(inside.urn, inside.id, inside.inputs, inside.outputs)
    vpc.provider.delete(vpc.urn, vpc.id, vpc.inputs, vpc.outputs)


def test_each_can_be_switched_off():
    host = open_host(":memory:", KEY, allowed=["aws-vpc-range"])
    provider = host.connect("aws")
    assert provider.create(urn_of(VPC, "wide"), {"cidrBlock": "10.0.0.0/8"}).id.startswith("vpc-")
    with pytest.raises(CloudError, match="InvalidBucketName"):
        provider.create(urn_of("aws:s3/bucket:Bucket", "b"), {"bucket": "B"})
    host.close()


def test_zones_are_compared_with_the_region_that_was_said_and_with_no_assumed_one(make):
    vpc = make(VPC, {"cidrBlock": "10.0.0.0/16"}).id
    subnet = {"vpcId": vpc, "cidrBlock": "10.0.1.0/24", "availabilityZone": "ap-southeast-2b"}
    with pytest.raises(CloudError, match="Value \\(ap-southeast-2b\\) for parameter availabilityZone is invalid"):
        make(SUBNET, subnet, config=REGION)
    assert make(SUBNET, subnet).id
