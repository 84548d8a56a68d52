"""What AWS makes of resources: ids, ARNs and names in its own forms."""

import ipaddress
import re

import pytest

from stackwright.simcloud.curated.aws import standing

REGION = {"region": "eu-west-1"}
ACCOUNT = "123456789012"
VPC, SUBNET = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"

FORMS = [
    ("aws:cloudfront/distribution:Distribution", {"enabled": True}, "id", r"E[A-Z0-9]{13}"),
    ("aws:cloudfront/distribution:Distribution", {}, "arn", rf"arn:aws:cloudfront::{ACCOUNT}:distribution/E\w{{13}}"),
    ("aws:cloudfront/distribution:Distribution", {}, "domainName", r"d[a-z0-9]{13}\.cloudfront\.net"),
    ("aws:cloudfront/distribution:Distribution", {}, "hostedZoneId", "Z2FDTNDATAQYW2"),
    (
        "aws:apigatewayv2/api:Api",
        {"protocolType": "HTTP"},
        "apiEndpoint",
        r"https://\w{10}\.execute-api\.eu-west-1\.amazonaws\.com",
    ),
    ("aws:apigatewayv2/api:Api", {"protocolType": "WEBSOCKET"}, "apiEndpoint", r"wss://.*"),
    ("aws:apigatewayv2/stage:Stage", {"apiId": "abc", "name": "$default"}, "invokeUrl", r"https://abc\..*\.com/"),
    ("aws:apigatewayv2/stage:Stage", {"apiId": "abc", "name": "prod"}, "invokeUrl", r"https://abc\..*\.com/prod"),
    ("aws:apigateway/restApi:RestApi", {}, "executionArn", rf"arn:aws:execute-api:eu-west-1:{ACCOUNT}:[a-z0-9]{{10}}"),
    ("aws:apigateway/restApi:RestApi", {}, "arn", r"arn:aws:apigateway:eu-west-1::/restapis/[a-z0-9]{10}"),
    (
        "aws:lambda/alias:Alias",
        {"functionName": "f", "functionVersion": "1", "name": "live"},
        "arn",
        r".*:function:f:live",
    ),
    (
        "aws:lambda/functionUrl:FunctionUrl",
        {"functionName": "f", "authorizationType": "NONE"},
        "functionUrl",
        r"https://[a-z0-9]{32}\.lambda-url\.eu-west-1\.on\.aws/",
    ),
    (
        "aws:sfn/stateMachine:StateMachine",
        {"definition": "{}", "roleArn": "arn:aws:iam::123456789012:role/r", "name": "m"},
        "id",
        rf"arn:aws:states:eu-west-1:{ACCOUNT}:stateMachine:m",
    ),
    ("aws:cloudwatch/eventRule:EventRule", {"name": "r", "eventBusName": "orders"}, "arn", r".*:rule/orders/r"),
    ("aws:cloudwatch/eventRule:EventRule", {"name": "r"}, "arn", rf"arn:aws:events:eu-west-1:{ACCOUNT}:rule/r"),
    ("aws:cognito/userPool:UserPool", {}, "id", r"eu-west-1_[A-Za-z0-9]{9}"),
    (
        "aws:wafv2/webAcl:WebAcl",
        {"scope": "CLOUDFRONT", "name": "w"},
        "arn",
        rf"arn:aws:wafv2:us-east-1:{ACCOUNT}:global/webacl/w/.{{36}}",
    ),
    (
        "aws:elasticache/replicationGroup:ReplicationGroup",
        {"replicationGroupId": "r", "transitEncryptionEnabled": True},
        "primaryEndpointAddress",
        r"master\.r\.\w{6}\.euw1\.cache\.amazonaws\.com",
    ),
    (
        "aws:eks/cluster:Cluster",
        {"name": "c"},
        "endpoint",
        r"https://[0-9A-F]{32}\.gr7\.eu-west-1\.eks\.amazonaws\.com",
    ),
    (
        "aws:rds/instance:Instance",
        {"engine": "mysql", "instanceClass": "db.t3.micro"},
        "parameterGroupName",
        "default.mysql8.4",
    ),
    (
        "aws:rds/instance:Instance",
        {"engine": "postgres", "engineVersion": "15.7", "instanceClass": "db.t3.micro"},
        "parameterGroupName",
        "default.postgres15",
    ),
    (
        "aws:kms/alias:Alias",
        {"name": "alias/a", "targetKeyId": "arn:aws:kms:x:1:key/k"},
        "targetKeyArn",
        "arn:aws:kms:x:1:key/k",
    ),
    ("aws:organizations/organization:Organization", {}, "id", r"o-[a-z0-9]{10}"),
    ("aws:dynamodb/table:Table", {"name": "tab", "streamEnabled": True}, "streamArn", r".*:table/tab/stream/2025-.*"),
    (
        "aws:lambda/permission:Permission",
        {"function": "f", "action": "a", "principal": "p"},
        "statementId",
        r"web-[0-9a-f]{7}",
    ),
    (
        "aws:iot/certificate:Certificate",
        {"active": True},
        "arn",
        rf"arn:aws:iot:eu-west-1:{ACCOUNT}:cert/[0-9a-f]{{64}}",
    ),
    (
        "aws:opensearch/serverlessCollection:ServerlessCollection",
        {"name": "v"},
        "collectionEndpoint",
        r"https://\w{20}\..*",
    ),
    ("aws:lightsail/instance:Instance", {"name": "i", "blueprintId": "ubuntu_22_04"}, "username", "ubuntu"),
    ("aws:lightsail/instance:Instance", {"name": "i", "blueprintId": "wordpress"}, "privateIpAddress", r"172\.26\..*"),
    ("aws:s3/directoryBucket:DirectoryBucket", {"bucket": "b--x-s3"}, "arn", r"arn:aws:s3express:.*:bucket/b--x-s3"),
    ("aws:codedeploy/deploymentGroup:DeploymentGroup", {}, "deploymentGroupId", "[0-9a-f-]{36}"),
    ("aws:connect/queue:Queue", {"instanceId": "i"}, "arn", r".*:instance/i/queue/[0-9a-f-]{36}"),
    (
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        {"vpcId": "vpc-1", "serviceName": "com.amazonaws.eu-west-1.ecr.api", "vpcEndpointType": "Interface"},
        "dnsEntries",
        r".*vpce-\w+-\w+\.api\.ecr\.eu-west-1\.vpce\.amazonaws\.com.*",
    ),
]
"""Type, inputs, output, its whole form."""


@pytest.mark.parametrize(("token", "inputs", "output", "form"), FORMS, ids=lambda item: str(item)[:40])
def test_values_have_the_form_that_aws_gives_them(host, token, inputs, output, form):
    provider = host.connect("aws")
    provider.configure(REGION)
    urn = f"urn:pulumi:dev::shop::{token}::web"
    given = provider.check(urn, {}, inputs, seed=b"seed").inputs
    created = provider.create(urn, given)
    assert re.fullmatch(form, str({**created.outputs, "id": created.id}[output]))


def test_an_instance_lives_in_its_subnet(make):
    vpc = make(VPC, {"cidrBlock": "10.7.0.0/16"}, config=REGION)
    zone = "eu-west-1b"
    inputs = {"vpcId": vpc.id, "cidrBlock": "10.7.3.0/24", "availabilityZone": zone}
    private = make(SUBNET, inputs, name="private", config=REGION)
    given = {"ami": "ami-1", "instanceType": "t3.micro", "subnetId": private.id}
    hidden = make("aws:ec2/instance:Instance", given, config=REGION).outputs
    assert ipaddress.ip_address(hidden["privateIp"]) in ipaddress.ip_network("10.7.3.0/24")
    assert hidden["privateDns"] == f"ip-{hidden['privateIp'].replace('.', '-')}.eu-west-1.compute.internal"
    assert hidden["availabilityZone"] == zone
    assert hidden["publicIp"] == hidden["publicDns"] == ""


def test_an_instance_without_a_subnet_is_in_the_default_one_and_has_a_public_address(make):
    made = make("aws:ec2/instance:Instance", {"ami": "ami-1", "instanceType": "t3.micro"}, config=REGION).outputs
    assert made["subnetId"] == standing.subnet(ACCOUNT, "eu-west-1a")
    assert made["publicDns"] == f"ec2-{made['publicIp'].replace('.', '-')}.eu-west-1.compute.amazonaws.com"


def test_other_code_has_another_hash(make):
    function = "aws:lambda/function:Function"
    one = make(function, {"role": "arn:aws:iam::123456789012:role/r", "imageUri": "app:1"}, name="one").outputs
    two = make(function, {"role": "arn:aws:iam::123456789012:role/r", "imageUri": "app:2"}, name="two").outputs
    assert one["sourceCodeHash"] != two["sourceCodeHash"]
    assert len(one["sourceCodeHash"]) == 44
