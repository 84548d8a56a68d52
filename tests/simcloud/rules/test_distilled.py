"""What was distilled of types that nobody wrote rules for by hand, and what wins where sources differ."""

import json
from importlib.resources import files

import pytest

from stackwright.simcloud import paths
from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.rules.distilled import IN_PLACE, UNKNOWN, WHOLE, distilled
from stackwright.simcloud.rules.find import replaced_by, replaced_within, rules_of

PACKAGES = sorted(file.name.removesuffix(".json") for file in (files("stackwright.simcloud.rules") / "data").iterdir())


def _table(package):
    return json.loads((files("stackwright.simcloud.rules") / "data" / f"{package}.json").read_bytes())


@pytest.mark.parametrize("package", PACKAGES)
def test_every_line_is_of_a_type_and_inputs_of_the_installed_sdk(package):
    types = catalogue(package)
    table = _table(package)
    assert list(table["types"]) == sorted(table["types"])
    for token, line in list(table["types"].items())[::20]:
        inputs = types.resource(token).inputs
        assert set(line) <= {*table["sources"], IN_PLACE, UNKNOWN}
        said = [listed for key, listed in line.items() if key != IN_PLACE]
        named = {paths.top(path.removesuffix(WHOLE)) for listed in said for path in listed.split()}
        assert named <= set(inputs), token


@pytest.mark.parametrize(
    ("token", "path", "source"),
    [
        ("aws:s3/bucketObjectv2:BucketObjectv2", "bucket", "Terraform provider for AWS"),
        ("aws:s3/bucketObjectv2:BucketObjectv2", "key", "Terraform provider for AWS"),
        ("aws:iam/userPolicyAttachment:UserPolicyAttachment", "policyArn", "Terraform provider for AWS"),
        ("aws:ec2/volumeAttachment:VolumeAttachment", "volumeId", "Terraform provider for AWS"),
        ("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "bucket", "Terraform provider for AWS"),
        ("aws:wafv2/webAcl:WebAcl", "scope", "service models of botocore"),
        ("aws:ecs/daemon:Daemon", "clusterArn", "service models of botocore"),
        ("gcp:compute/instance:Instance", "networkInterfaces[1]", "Terraform provider for Google Cloud"),
        ("gcp:bigquery/dataset:Dataset", "location", "Terraform provider for Google Cloud"),
    ],
)
def test_a_distilled_rule_names_its_source(token, path, source):
    assert source in replaced_by(token, path).source


@pytest.mark.parametrize(
    ("token", "path"),
    [
        ("aws:s3/bucketObjectv2:BucketObjectv2", "content"),
        ("aws:iam/user:User", "name"),  # the provider renames a user: what holds for most types yields
        ("gcp:organizations/project:Project", "name"),
        ("gcp:compute/instance:Instance", "networkInterfaces[0].accessConfigs[0].natIp"),
    ],
)
def test_what_is_known_to_change_in_place_does_not_replace(token, path):
    assert replaced_by(token, path) is None


def test_what_is_written_by_hand_wins():
    assert "EC2 ModifySubnetAttribute" in replaced_by("aws:ec2/subnet:Subnet", "cidrBlock").source
    assert "region" in {rule.path for rule in rules_of("aws:s3/bucketObjectv2:BucketObjectv2")}


def test_a_block_that_comes_or_goes_replaces_for_what_is_in_it():
    token = "aws:eks/cluster:Cluster"
    assert replaced_by(token, "kubernetesNetworkConfig") is None
    assert replaced_within(token, "kubernetesNetworkConfig", {"ipFamily": "ipv6"}).path.endswith("ipFamily")
    assert replaced_within(token, "kubernetesNetworkConfig", {"elasticLoadBalancing": {"enabled": True}}) is None


def test_the_source_that_knows_of_a_change_in_place_is_named_input_by_input():
    account = distilled("azure-native:storage:StorageAccount")
    assert "Azure SDK for Python" in account.in_place("allowSharedKeyAccess")
    assert "schema of May 2023" in account.in_place("sku")
    assert distilled("azure-native:app:ManagedEnvironment").in_place("availabilityZones") == ""


def test_a_type_in_no_table_is_not_known():
    assert distilled("aws:nowhere/nothing:Nothing") is None
    assert distilled("acme:index:Thing") is None
