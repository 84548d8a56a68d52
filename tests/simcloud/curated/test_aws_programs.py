"""What programs compute from outputs of AWS: addresses inside ranges, names of hosts, ids that others share."""

from __future__ import annotations

import base64
import ipaddress
import re

import pytest

from stackwright.simcloud.curated.aws import standing
from stackwright.simcloud.seed import Seed

REGION = {"region": "eu-west-1"}
ACCOUNT = "123456789012"
CODE = {"role": "arn:aws:iam::123456789012:role/r", "runtime": "python3.12", "handler": "a.b"}

FORMS = [
    ("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"}, "ipv6CidrBlock", ""),
    (
        "aws:msk/serverlessCluster:ServerlessCluster",
        {"clusterName": "c", "vpcConfigs": [], "clientAuthentication": {}},
        "bootstrapBrokersSaslIam",
        r"boot-\w{8}\.c1\.kafka-serverless\.eu-west-1\.amazonaws\.com:9098",
    ),
    ("aws:elb/loadBalancer:LoadBalancer", {"name": "c", "listeners": []}, "dnsName", r"c-\d{10}\.eu-west-1\.elb\..*"),
    ("aws:elb/loadBalancer:LoadBalancer", {"listeners": []}, "zoneId", "Z32O12XQLNTSW2"),
    ("aws:lb/loadBalancer:LoadBalancer", {"loadBalancerType": "network"}, "zoneId", "Z2IFOLAFXWLO4F"),
    (
        "aws:elasticbeanstalk/environment:Environment",
        {"application": "a", "name": "w"},
        "cname",
        r"w\.eba-\w{8}\.eu-west-1\.elasticbeanstalk\.com",
    ),
    (
        "aws:redshiftserverless/workgroup:Workgroup",
        {"workgroupName": "w", "namespaceName": "n"},
        "endpoints.0.address",
        rf"w\.{ACCOUNT}\.eu-west-1\.redshift-serverless\.amazonaws\.com",
    ),
    ("aws:neptune/cluster:Cluster", {}, "endpoint", r"tf-\d{26}\.cluster-\w{12}\.eu-west-1\.neptune\..*"),
    (
        "aws:rds/cluster:Cluster",
        {"engine": "mysql", "manageMasterUserPassword": True},
        "masterUserSecrets.0.secretArn",
        r".*:secret:rds!cluster-.*",
    ),
    (
        "aws:rds/proxy:Proxy",
        {"name": "p", "auths": [], "engineFamily": "MYSQL", "roleArn": "r", "vpcSubnetIds": []},
        "endpoint",
        r"p\.proxy-\w{12}\.eu-west-1\.rds\.amazonaws\.com",
    ),
    ("aws:kms/key:Key", {"multiRegion": True}, "keyId", r"mrk-[0-9a-f]{32}"),
    ("aws:kms/replicaKey:ReplicaKey", {"primaryKeyArn": "arn:aws:kms:us-east-1:1:key/mrk-1"}, "keyId", "mrk-1"),
    ("aws:iam/serviceLinkedRole:ServiceLinkedRole", {"awsServiceName": "ecs.amazonaws.com"}, "name", ".*RoleForECS"),
    (
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        {"url": "https://a.example", "clientIdLists": ["b"]},
        "thumbprintLists.0",
        "[0-9a-f]{40}",
    ),
    (
        "aws:cognito/resourceServer:ResourceServer",
        {"identifier": "https://api", "userPoolId": "p", "scopes": [{"scopeName": "read", "scopeDescription": "r"}]},
        "scopeIdentifiers.0",
        "https://api/read",
    ),
    ("aws:appconfig/environment:Environment", {"applicationId": "abc1234"}, "environmentId", r"\w{7}"),
    ("aws:lambda/function:Function", CODE, "responseStreamingInvokeArn", ".*/response-streaming-invocations"),
    (
        "aws:ec2/vpnConnection:VpnConnection",
        {"customerGatewayId": "c", "type": "ipsec.1"},
        "tunnel1InsideCidr",
        r"169\.254\.1\.0/30",
    ),
    ("aws:fsx/lustreFileSystem:LustreFileSystem", {"subnetIds": "s"}, "dnsName", r"fs-\w+\.fsx\.eu-west-1\..*"),
    (
        "aws:glue/schema:Schema",
        {"schemaName": "s", "registryArn": "a:registry/r", "dataFormat": "AVRO"},
        "arn",
        rf"arn:aws:glue:eu-west-1:{ACCOUNT}:schema/r/s",
    ),
]


def at(outputs, path):
    for step in path.split("."):
        outputs = outputs[int(step) if step.isdigit() else step]
    return outputs


@pytest.mark.parametrize(("token", "inputs", "path", "form"), FORMS)
def test_outputs_have_the_forms_of_aws(host, token, inputs, path, form):
    provider = host.connect("aws")
    provider.configure(REGION)
    urn = f"urn:pulumi:dev::shop::{token}::web"
    checked = provider.check(urn, {}, inputs, seed=b"")
    assert re.fullmatch(form, at(provider.create(urn, checked.inputs).outputs, path))


def test_a_vpc_has_the_ipv6_range_that_it_asks_for(make):
    vpc = make("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16", "assignGeneratedIpv6CidrBlock": True})
    assert ipaddress.ip_network(vpc.outputs["ipv6CidrBlock"]).prefixlen == 56


def test_an_instance_stands_in_the_default_subnet_of_its_zone(make):
    subnet = standing.subnet(ACCOUNT, "eu-west-1b")
    made = make("aws:ec2/instance:Instance", {"ami": "a", "subnetId": subnet}, config=REGION).outputs
    assert made["availabilityZone"] == "eu-west-1b"
    assert ipaddress.ip_address(made["privateIp"]) in ipaddress.ip_network("172.31.16.0/20")


def test_an_instance_has_the_address_of_its_interface(make):
    vpc = make("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"}, config=REGION)
    subnet = make("aws:ec2/subnet:Subnet", {"vpcId": vpc.id, "cidrBlock": "10.0.1.0/24"}, config=REGION)
    interface = make(
        "aws:ec2/networkInterface:NetworkInterface", {"subnetId": subnet.id, "privateIps": ["10.0.1.50"]}, config=REGION
    )
    inputs = {"ami": "a", "primaryNetworkInterface": {"networkInterfaceId": interface.id}}
    made = make("aws:ec2/instance:Instance", inputs, config=REGION).outputs
    assert (made["privateIp"], made["subnetId"]) == ("10.0.1.50", subnet.id)
    assert made["primaryNetworkInterfaceId"] == interface.id


def test_disks_beside_the_first_have_volumes(make):
    made = make("aws:ec2/instance:Instance", {"ebsBlockDevices": [{"deviceName": "/dev/sdf", "volumeSize": 5}]})
    (disk,) = made.outputs["ebsBlockDevices"]
    assert (disk["deviceName"], disk["volumeSize"], disk["volumeId"][:4]) == ("/dev/sdf", 5, "vol-")


def test_a_snapshot_is_as_large_as_its_volume(make):
    volume = make("aws:ebs/volume:Volume", {"availabilityZone": "eu-west-1a", "size": 30})
    assert make("aws:ebs/snapshot:Snapshot", {"volumeId": volume.id}).outputs["volumeSize"] == 30


def test_replicas_of_a_table_have_arns_of_their_regions(make):
    given = {"name": "table", "replicas": [{"regionName": "us-west-2"}], "attributes": [], "hashKey": "id"}
    (replica,) = make("aws:dynamodb/table:Table", given, config=REGION).outputs["replicas"]
    assert replica["arn"] == f"arn:aws:dynamodb:us-west-2:{ACCOUNT}:table/table"


def test_each_change_of_a_launch_template_is_a_version(make):
    made = make("aws:ec2/launchTemplate:LaunchTemplate", {"instanceType": "t3.small"})
    counts = []
    for change in ({"tags": {"a": "b"}}, {"instanceType": "m5.large"}):
        news = {**made.inputs, **change}
        planned = made.provider.update(made.urn, made.id, made.inputs, made.outputs, news, preview=True)
        done = made.provider.update(made.urn, made.id, made.inputs, made.outputs, news)
        counts.append((planned["latestVersion"] == 1, done["latestVersion"], done["defaultVersion"]))
        made.provider.update(made.urn, made.id, news, done, news)
    assert counts[0] == (True, 1, 1)
    assert counts[1][0] is False
    assert counts[1][1:] == (2, 1)


def test_a_published_function_has_a_version_for_each_change(make):
    made = make("aws:lambda/function:Function", {**CODE, "publish": True})
    assert made.outputs["version"] == "1"
    news = {**made.inputs, "runtime": "python3.13"}
    done = made.provider.update(made.urn, made.id, made.inputs, made.outputs, news)
    assert (done["version"], done["qualifiedArn"][-2:]) == ("2", ":2")


def test_the_hash_of_code_is_base64_of_32_bytes(make):
    assert len(base64.b64decode(make("aws:lambda/function:Function", CODE).outputs["codeSha256"], validate=True)) == 32


def test_a_login_to_a_registry_can_be_decoded(host):
    provider = host.connect("aws")
    provider.configure(REGION)
    answered = provider.invoke("aws:ecr/getCredentials:getCredentials", {"registryId": ACCOUNT}).value
    user, _, password = base64.b64decode(answered["authorizationToken"]["value"]).decode().partition(":")
    assert user == "AWS"
    assert password


def test_a_region_kept_as_a_secret_makes_no_arn_one(make):
    made = make("aws:ssm/parameter:Parameter", {"type": "String", "name": "r", "value": "eu-west-1"}, config=REGION)
    assert made.outputs["arn"] == f"arn:aws:ssm:eu-west-1:{ACCOUNT}:parameter/r"


@pytest.mark.parametrize(
    ("annotations", "form"),
    [
        ({}, r"a[0-9a-f]{31}-\d{9}\.eu-west-1\.elb\.amazonaws\.com"),
        (
            {"service.beta.kubernetes.io/aws-load-balancer-type": "nlb"},
            r"k8s-default-web-\w{10}-\w{16}\.elb\.eu-west-1\..*",
        ),
    ],
)
def test_a_service_on_eks_is_reached_by_the_name_of_a_load_balancer(make, annotations, form):
    server = f"https://{Seed('c').hex(32).upper()}.gr7.eu-west-1.eks.amazonaws.com"
    inputs = {"metadata": {"name": "web", "namespace": "default", "annotations": annotations}}
    inputs |= {"spec": {"type": "LoadBalancer", "ports": [{"port": 80}]}}
    config = {"kubeconfig": f'{{"clusters": [{{"cluster": {{"server": "{server}"}}}}]}}'}
    (ingress,) = make("kubernetes:core/v1:Service", inputs, config=config).outputs["status"]["loadBalancer"]["ingress"]
    assert re.fullmatch(form, ingress["hostname"])
    assert "ip" not in ingress
