"""Where replacement rules come from; a guess says so."""

import pytest

from stackwright.simcloud.rules import aws, gcp, openstack
from stackwright.simcloud.rules.aws_sources import SOURCES
from stackwright.simcloud.rules.find import replaced_by, rules_of
from stackwright.simcloud.rules.model import GUESS, rules, spread


@pytest.mark.parametrize(
    ("token", "path", "source"),
    [
        ("aws:ec2/subnet:Subnet", "cidrBlock", "EC2 ModifySubnetAttribute"),
        ("aws:ecs/taskDefinition:TaskDefinition", "cpu", "ECS RegisterTaskDefinition"),
        ("aws:sqs/queue:Queue", "fifoQueue", "SQS CreateQueue"),
        ("gcp:kms/cryptoKey:CryptoKey", "purpose", "Cloud KMS REST reference"),
        ("gcp:compute/address:Address", "subnetwork", "addresses has neither an update nor a patch method"),
        ("openstack:networking/subnet:Subnet", "cidr", "Update subnet"),
        ("azure-native:storage:StorageAccount", "isHnsEnabled", "the provider's own list"),
        ("azure-native:app:ManagedEnvironment", "zoneRedundant", "Azure SDK for Python"),
        ("azure-native:netapp:CapacityPool", "encryptionType", "Azure CLI"),
        ("azure-native:redis:LinkedServer", "linkedRedisCacheLocation", "schema of May 2023"),
        (
            "azure-native:network:Subnet",
            "virtualNetworkName",
            "SDK: an argument of azure-native:network:getSubnet",
        ),
        ("kubernetes:apps/v1:StatefulSet", "spec.serviceName", "pulumi-kubernetes"),
    ],
)
def test_a_rule_names_its_source(token, path, source) -> None:
    rule = replaced_by(token, path)
    assert rule is not None
    assert source in rule.source
    assert not rule.guessed


@pytest.mark.parametrize(
    ("token", "path"),
    [
        ("openstack:compute/volumeAttach:VolumeAttach", "device"),
    ],
)
def test_a_guess_is_called_one(token, path) -> None:
    rule = replaced_by(token, path)
    assert rule is not None
    assert rule.guessed


@pytest.mark.parametrize(
    ("token", "path"),
    [
        ("aws:ec2/subnet:Subnet", "customerOwnedIpv4Pool"),  # EC2 ModifySubnetAttribute takes it
        ("aws:ec2/vpnConnection:VpnConnection", "vpnGatewayId"),  # so does ModifyVpnConnection
        ("gcp:sql/databaseInstance:DatabaseInstance", "databaseVersion"),  # upgraded in place
        ("azure-native:keyvault:Vault", "properties.tenantId"),  # Vaults - Update takes it
        ("azure-native:storage:StorageAccount", "enableNfsV3"),  # the provider tries, whatever Azure says
        ("azure-native:app:ManagedEnvironment", "vnetConfiguration"),  # one that comes; what is in it replaces
        ("azure-native:containerservice:ManagedCluster", "networkProfile.advancedNetworking"),
        ("aws:kms/keyPolicy:KeyPolicy", "keyId"),  # the provider puts the policy on the other key
        ("aws:route53/record:Record", "setIdentifier"),  # the provider deletes one record and makes the other
    ],
)
def test_what_an_api_changes_in_place_does_not_replace(token, path) -> None:
    assert replaced_by(token, path) is None


@pytest.mark.parametrize("table", [aws.TABLE, gcp.TABLE, openstack.TABLE])
def test_no_path_of_a_type_has_two_rules(table) -> None:
    for token in table:
        paths = [rule.path for rule in rules_of(token)]
        assert len(paths) == len(set(paths)), token


def test_every_source_is_of_a_rule() -> None:
    for key in SOURCES:
        token, _, path = key.partition(".") if key not in aws.TABLE else (key, "", "")
        assert token in aws.TABLE, key
        assert not path or path in aws.TABLE[token].split(), key


def test_the_nearest_source_wins_and_none_is_a_guess() -> None:
    sources = {"a:b:C": "all", **spread({"a:b:C": ("x y", "these"), "a:b:D": ("x", "that")})}
    table = {"a:b:C": "x z", "a:b:D": "x z"}
    assert [rule.source for rule in rules(table, "a:b:C", sources)] == ["these", "all"]
    that, guess = rules(table, "a:b:D", sources)
    assert that.source == "that"
    assert guess.source.startswith(GUESS)
