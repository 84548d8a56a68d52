import pytest

from stackwright.wire.values import UNKNOWN, secret
from tests.simcloud.made import urn_of

BAD = [
    (
        "aws:ec2/subnet:Subnet",
        {},
        "vpcId",
        'Missing required argument. The argument "vpc_id" is required, but no definition was found..'
        " Examine values at 'web.vpcId'.",
    ),
    (
        "aws:ec2/subnet:Subnet",
        {"vpcId": "vpc-1", "cidr": "10.0.0.0/24"},
        "cidr",
        "Invalid or unknown key. Examine values at 'web.cidr'.",
    ),
    (
        "aws:ec2/vpc:Vpc",
        {"enableDnsSupport": "yes"},
        "enableDnsSupport",
        "expected boolean type, got string type. Examine values at 'web.enableDnsSupport'.",
    ),
    (
        "aws:lb/targetGroup:TargetGroup",
        {"healthCheck": {"paths": "/"}},
        "healthCheck.paths",
        "Invalid or unknown key. Examine values at 'web.healthCheck.paths'.",
    ),
    (
        "azure-native:network:VirtualNetwork",
        {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}},
        "resourceGroupName",
        "missing required property 'resourceGroupName'",
    ),
    (
        "azure-native:network:VirtualNetwork",
        {"resourceGroupName": "shop", "addressSpace": "10.0.0.0/16"},
        "addressSpace",
        "'addressSpace' should be of type 'object' but got 'string'",
    ),
]


@pytest.mark.parametrize(("token", "inputs", "path", "reason"), BAD, ids=[f"{case[0]}.{case[2]}" for case in BAD])
def test_what_is_wrong_is_said_in_the_words_of_the_provider(host, token, inputs, path, reason):
    provider = host.connect(token.partition(":")[0])
    failures = provider.check(urn_of(token, "web"), {}, inputs, seed=b"").failures
    assert [(failure.property, failure.reason) for failure in failures] == [(path, reason)]


def test_unknowns_are_not_looked_at_and_secrets_are_looked_into(host):
    provider = host.connect("aws")
    urn = urn_of("aws:ec2/subnet:Subnet", "web")
    fine = {"vpcId": UNKNOWN, "mapPublicIpOnLaunch": UNKNOWN, "tags": secret({"a": UNKNOWN})}
    checked = provider.check(urn, {}, fine, seed=b"")
    assert checked.failures == []
    assert checked.inputs == {**fine, "__defaults": []}
    wrong = provider.check(urn, {}, {**fine, "mapPublicIpOnLaunch": secret("perhaps")}, seed=b"")
    assert [failure.property for failure in wrong.failures] == ["mapPublicIpOnLaunch"]


@pytest.mark.parametrize(("value", "right"), [("true", True), (True, True), ("maybe", False), ([], False)])
def test_bridged_providers_convert_text_as_terraform_does(host, value, right):
    failures = (
        host.connect("aws").check(urn_of("aws:ec2/vpc:Vpc", "web"), {}, {"enableDnsSupport": value}, seed=b"").failures
    )
    assert (failures == []) is right


def test_bridged_inputs_say_in_every_object_what_was_filled_in(make):
    made = make("aws:lb/targetGroup:TargetGroup", {"healthCheck": {"path": "/health"}, "tags": {"team": "retail"}})
    assert made.inputs["__defaults"] == ["name"]
    assert made.inputs["healthCheck"] == {"__defaults": [], "path": "/health"}
    assert made.inputs["tags"] == {"team": "retail"}
    assert made.outputs["healthCheck"] == {"path": "/health"}
    assert "__defaults" not in made.outputs


def test_kubernetes_objects_get_version_kind_name_and_namespace(make):
    made = make("kubernetes:policy/v1:PodDisruptionBudget", {"spec": {"minAvailable": 1}}, config={"namespace": "shop"})
    metadata = made.inputs["metadata"]
    assert (made.inputs["apiVersion"], made.inputs["kind"]) == ("policy/v1", "PodDisruptionBudget")
    assert metadata["namespace"] == "shop"
    assert metadata["annotations"] == {"pulumi.com/autonamed": "true"}
    assert made.id == f"shop/{metadata['name']}"


def test_cluster_wide_objects_get_no_namespace(make):
    made = make("kubernetes:core/v1:Namespace", {})
    assert "namespace" not in made.inputs["metadata"]
    assert made.id == made.inputs["metadata"]["name"]


def test_azure_takes_the_location_of_the_provider(make):
    inputs = {"resourceGroupName": "shop"}
    given = make("azure-native:network:NatGateway", {**inputs, "location": "northeurope"}, name="a")
    taken = make("azure-native:network:NatGateway", inputs, name="b", config={"location": "westeurope"})
    assert (given.inputs["location"], taken.inputs["location"]) == ("northeurope", "westeurope")


def test_a_policy_that_is_a_mapping_is_kept_as_the_text_that_aws_wants(make):
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole"}]}
    made = make("aws:iam/role:Role", {"assumeRolePolicy": document})
    text = '{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow"}],"Version":"2012-10-17"}'
    assert made.outputs["assumeRolePolicy"] == text
    assert made.diff(assumeRolePolicy=document).changes.name == "NONE"
    hidden = make("aws:iam/role:Role", {"assumeRolePolicy": {"Id": secret("s")}}, name="two")
    assert hidden.inputs["assumeRolePolicy"] == secret('{"Id":"s"}')
