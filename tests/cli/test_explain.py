"""`stackwright explain`: what a change of each input does, and who says so."""

import json

import pytest
from click.testing import CliRunner

from stackwright.cli.main import cli
from stackwright.errors import UsageError
from stackwright.simcloud.explaining import explain

OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2"


def _run(*arguments):
    done = CliRunner().invoke(cli, ["explain", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_a_type_is_explained_whole():
    lines = _run("aws:s3/bucketPolicy:BucketPolicy").splitlines()
    assert [" ".join(line.split()) for line in lines] == [
        "aws:s3/bucketPolicy:BucketPolicy (aws 7.51.1; 3 inputs: 2 replaces, 1 in place)",
        "bucket replaces [1] string, required",
        "policy in place [2] string or object, required",
        "region replaces [3] string",
        "name: none is made; what must be given must be given",
        "replacement: the new one is created first",
        "values: as the cloud makes them",
        "checked: required inputs, their types, and inputs that the type does not have",
        "[1] S3: its settings are a bucket's; PutBucketPolicy says of which",
        "[2] Terraform provider for AWS 5.100.0: its own plan of that change",
        "[3] pulumi-aws 7: a resource's `region` overrides the provider's; a resource cannot move",
    ]


@pytest.mark.parametrize(
    ("short", "token"),
    [
        ("aws:sqs:Queue", "aws:sqs/queue:Queue"),
        ("gcp:storage:Bucket", "gcp:storage/bucket:Bucket"),
        ("random:RandomPet", "random:index/randomPet:RandomPet"),
    ],
)
def test_a_type_may_be_written_without_its_file(short, token):
    assert _run(short).startswith(f"{token}  (")


def test_what_is_no_resource_is_said_to_be_what_it_is():
    for token, what in {"aws:ec2:getAmi": "a function", "kubernetes:yaml:ConfigFile": "a component"}.items():
        with pytest.raises(UsageError, match=f"{token} is {what}"):
            explain(token)


def test_a_property_is_explained_with_all_its_rules():
    out = _run("aws:ec2/instance:Instance", "ebsBlockDevices[0].deviceName")
    assert "A change of some of what is in it replaces the resource" in out
    assert "ebsBlockDevices (added or removed as a whole): Terraform provider for AWS" in out
    assert "ebsBlockDevices[].deviceName: Terraform provider for AWS" in out


def test_what_is_not_known_is_said_to_be_unknown():
    assert "unknown" in _run("azure-native:app:ManagedEnvironment")
    assert "Nothing is known of it" in _run("azure-native:app:ManagedEnvironment", "availabilityZones")


@pytest.mark.parametrize(
    ("token", "order"),
    [
        ("gcp:projects/iAMMember:IAMMember", "the old one is deleted first"),
        ("aws:sqs/queue:Queue", "the new one is created first, unless the program gives its name"),
        ("aws:ec2/subnet:Subnet", "the new one is created first"),
        ("azure-native:network:Subnet", "the old one is deleted first"),
    ],
)
def test_which_comes_first_in_a_replacement_is_said(token, order):
    assert f"replacement: {order}\n" in _run(token)


def test_json_has_every_rule_with_its_source():
    told = json.loads(_run(OBJECT, "--json"))
    assert told["inputs"]["bucket"]["change"] == "replaces"
    assert told["inputs"]["content"]["change"] == "in place"
    [rule] = told["inputs"]["key"]["rules"]
    assert "Terraform provider for AWS" in rule["source"]
    assert told["outputs"]["versionId"]["type"] == "string"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["aws:s3/bucketObjectv3:BucketObjectv3"], OBJECT),
        (["aws:nowhere/subnet:Subnet"], "aws:ec2/subnet:Subnet"),
        (["aws:ec2/subnet:Subnet", "cidr"], "cidrBlock"),
        (["acme:index:Thing"], "pip install pulumi-acme"),
        (["subnet"], "aws:s3/bucket:Bucket"),
    ],
)
def test_what_there_is_not_is_an_error_that_names_what_there_is(arguments, hint):
    with pytest.raises(UsageError) as raised:
        CliRunner().invoke(cli, ["explain", *arguments], catch_exceptions=False)
    assert hint in raised.value.hint
