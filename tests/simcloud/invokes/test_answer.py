import base64
import json

import pytest

from stackwright.errors import CloudError
from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.invokes.answer import functions
from stackwright.wire.values import UNKNOWN, is_secret, reveal, secret


@pytest.fixture
def ask(host):
    def ask(token, args=None, **config):
        provider = host.connect(token.partition(":")[0])
        provider.configure(config)
        return provider.invoke(token, args or {})

    return ask


@pytest.mark.parametrize("package", ["aws", "azure-native", "gcp", "openstack"])
def test_every_answered_function_is_in_the_sdk_with_those_results(host, package):
    types = catalogue(package)
    wrong = []
    for token in functions(package):
        described = types.function(token)
        if described is None:
            wrong.append(f"{token} is not in {package} {types.version}")
            continue
        texts = [name for name, item in described.args.items() if item.required and item.shape.kind == "string"]
        args = {name: "arn:aws:s3:::x" if name == "arn" else "x" for name in texts}
        result = host.connect(package).invoke(token, args)
        missing = [name for name, item in described.result.items() if item.required and name not in result.value]
        wrong += [f"{token} lacks {name}" for name in missing]
    assert wrong == []


def test_who_and_where(ask):
    config = {"region": "eu-central-1", "assumeRoles": '[{"roleArn":"arn:aws:iam::210987654321:role/deploy"}]'}
    assert ask("aws:index/getCallerIdentity:getCallerIdentity", **config).value["accountId"] == "210987654321"
    assert ask("aws:index/getRegion:getRegion", **config).value["region"] == "eu-central-1"
    zones = ask("aws:index/getAvailabilityZones:getAvailabilityZones", {"state": "available"}, **config).value
    assert zones["names"] == ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
    assert zones["state"] == "available"


def test_the_same_question_gets_the_same_image(ask):
    question = {"mostRecent": True, "owners": ["amazon"], "filters": [{"name": "name", "values": ["al2023-ami-*"]}]}
    first = ask("aws:ec2/getAmi:getAmi", question, region="eu-west-1").value
    assert first == ask("aws:ec2/getAmi:getAmi", question, region="eu-west-1").value
    assert first["name"].startswith("al2023-ami-")
    assert first["id"] != ask("aws:ec2/getAmi:getAmi", {"owners": ["self"]}, region="eu-west-1").value["id"]


def test_a_policy_document_is_computed(ask):
    answer = ask(
        "aws:iam/getPolicyDocument:getPolicyDocument",
        {
            "statements": [
                {
                    "sid": "Read",
                    "actions": ["s3:GetObject"],
                    "resources": ["arn:aws:s3:::logs/*", "arn:aws:s3:::logs"],
                    "principals": [{"type": "Service", "identifiers": ["ecs.amazonaws.com"]}],
                    "conditions": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["true"]}],
                },
                {"effect": "Deny", "actions": ["*"], "principals": [{"type": "*", "identifiers": ["*"]}]},
            ]
        },
    )
    assert json.loads(answer.value["json"]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Read",
                "Effect": "Allow",
                "Action": "s3:GetObject",
                "Resource": ["arn:aws:s3:::logs/*", "arn:aws:s3:::logs"],
                "Principal": {"Service": "ecs.amazonaws.com"},
                "Condition": {"Bool": {"aws:SecureTransport": "true"}},
            },
            {"Effect": "Deny", "Action": "*", "Principal": "*"},
        ],
    }
    assert json.loads(answer.value["minifiedJson"]) == json.loads(answer.value["json"])


def test_later_statements_override_earlier_ones_of_the_same_sid(ask):
    source = json.dumps({"Statement": [{"Sid": "A", "Effect": "Allow"}, {"Sid": "B", "Effect": "Allow"}]})
    answer = ask(
        "aws:iam/getPolicyDocument:getPolicyDocument",
        {"sourcePolicyDocuments": [source], "statements": [{"sid": "B", "effect": "Deny", "actions": ["*"]}]},
    )
    assert [(item["Sid"], item["Effect"]) for item in json.loads(answer.value["json"])["Statement"]] == [
        ("A", "Allow"),
        ("B", "Deny"),
    ]


def test_keys_and_credentials_are_secret(ask):
    keys = ask("azure-native:storage:listStorageAccountKeys", {"accountName": "logs", "resourceGroupName": "shop"})
    assert is_secret(keys.value["keys"])
    assert len(base64.b64decode(reveal(keys.value["keys"])[0]["value"])) == 64
    token = ask("gcp:organizations/getClientConfig:getClientConfig", project="shop-dev", region="europe-west1")
    assert is_secret(token.value["accessToken"])
    assert token.value["project"] == "shop-dev"


def test_what_was_asked_with_a_secret_is_secret(ask):
    answer = ask("aws:iam/getPolicyDocument:getPolicyDocument", {"policyId": secret("hush")})
    assert is_secret(answer.value["json"])


def test_an_unknown_question_has_an_unknown_answer(ask):
    answer = ask("aws:ec2/getVpc:getVpc", {"id": UNKNOWN})
    assert answer.value["cidrBlock"] == UNKNOWN


def test_a_getter_finds_what_this_cloud_created(make, ask):
    group = make("azure-native:resources:ResourceGroup", {"resourceGroupName": "shop", "location": "northeurope"})
    vpc = make("aws:ec2/vpc:Vpc", {"cidrBlock": "10.7.0.0/16"})
    role = make("aws:iam/role:Role", {"name": "web", "assumeRolePolicy": "{}"})
    assert ask("aws:ec2/getVpc:getVpc", {"id": vpc.id}).value["cidrBlock"] == "10.7.0.0/16"
    assert ask("aws:iam/getRole:getRole", {"name": "web"}).value["arn"] == role.outputs["arn"]
    found = ask("azure-native:resources:getResourceGroup", {"resourceGroupName": "shop"})
    assert (found.value["id"], found.value["location"]) == (group.id, "northeurope")


def test_any_other_function_gets_values_of_the_right_shape(ask):
    answer = ask("gcp:dns/getManagedZone:getManagedZone", {"name": "shop"}).value
    described = catalogue("gcp").function("gcp:dns/getManagedZone:getManagedZone")
    assert {name for name, item in described.result.items() if item.required} <= answer.keys()
    assert answer["name"] == "shop"


def test_a_missing_argument_is_a_failure(ask):
    failures = ask("aws:iam/getRole:getRole").failures
    assert [failure.property for failure in failures] == ["name"]


def test_yaml_is_decoded_for_real(ask):
    text = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n---\napiVersion: v1\nkind: Secret\n"
    answer = ask("kubernetes:yaml:decode", {"text": text, "defaultNamespace": "lab"})
    assert answer.value["result"] == [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}},
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"namespace": "lab"}},
    ]


@pytest.mark.parametrize(
    ("token", "message"),
    [
        ("kubernetes:yaml:decode", "decoding YAML"),
        ("aws:ec2/getNothing:getNothing", "unknown function"),
    ],
)
def test_what_cannot_be_answered_is_an_error(ask, token, message):
    with pytest.raises(CloudError, match=message):
        ask(token, {"text": "{"})
