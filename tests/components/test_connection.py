"""Connections: what there is on both sides, for every pair of a workload's cloud and a target's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pulumi
import pytest
from stackwright_components.connection import (
    AwsRole,
    AzurePrincipal,
    Client,
    Connected,
    ConnectionArgs,
    GcpServiceAccount,
    KubernetesAccount,
    connect,
)
from stackwright_components.conventions import ArgumentError, child

from tests.components.recording import ACCOUNT, Recording, record

ROLE = f"arn:aws:iam::{ACCOUNT}:role/path/shop-task-1"
CLIENTS: Mapping[str, Client] = {
    "aws": Client(
        identity=AwsRole(name="shop-task-1", arn=ROLE),
        network_cidr="10.10.0.0/16",
        guard_id="sg-tasks",
        tags={"owner": "team-retail"},
    ),
    "azure": Client(
        identity=AzurePrincipal(principal_id="principal", client_id="client"),
        network_cidr="10.30.4.0/23",
        tags={"owner": "team-retail"},
    ),
    "gcp": Client(identity=GcpServiceAccount(email="web@shop.iam.gserviceaccount.com"), network_cidr="10.40.0.0/16"),
    "private": Client(
        identity=KubernetesAccount(namespace="shop-1", name="shop-2", selector={"app.kubernetes.io/name": "shop"}),
        network_cidr="10.20.0.0/16",
        tags={"owner": "team-retail"},
    ),
}
NSG = "/subscriptions/s/resourceGroups/shop-rg/providers/Microsoft.Network/networkSecurityGroups/shop-guard"
CANARY = "postgresql://app:canary@db.example.com:5432/app"
DATABASES: Mapping[str, dict[str, Any]] = {
    cloud: {
        "cloud": cloud,
        "blueprint": "database",
        "host": "db.example.com",
        "port": 5432,
        "name": "app",
        "username": "app_owner",
        "guard_id": guard,
        "network_cidr": "10.50.0.0/24",
    }
    for cloud, guard in (("aws", "sg-guard"), ("azure", NSG))
}
MANAGED = {
    "password_secret": f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:rds-x",
    "key_arn": f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/rds",
}
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
RANGE = "aws:ec2/managedPrefixList:ManagedPrefixList"
RULE = "azure-native:network:SecurityRule"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
CONNECTION = "stackwright-components:index:Connection"


class Workload(pulumi.ComponentResource):
    def __init__(self) -> None:
        super().__init__("test:index:Workload", "shop")


def made(client: str, *, preview: bool = False, **connections: ConnectionArgs) -> Recording:
    def program() -> dict[str, Any]:
        connected = connect(
            Workload(), "shop", {name: secretly(it) for name, it in connections.items()}, CLIENTS[client]
        )
        assert all(isinstance(it, pulumi.Resource) for it in connected.prerequisites)
        return given(connected)

    return record(program, preview=preview)


def secretly(connection: ConnectionArgs) -> ConnectionArgs:
    """The URL as the secret output that it is; outputs belong to the program that is running."""
    to = connection["to"]
    return {**connection, "to": {**to, **({"url": pulumi.Output.secret(to["url"])} if "url" in to else {})}}


def given(connected: Connected) -> dict[str, Any]:
    return {
        "environment": pulumi.Output.all(**connected.environment),
        **{f"secret {name}": pulumi.Output.from_input(value) for name, value in connected.secrets.items()},
        "secret_references": pulumi.Output.from_input(dict(connected.secret_references)),
        "secret_key_arns": pulumi.Output.all(*connected.secret_key_arns),
        "prerequisites": [it._name for it in connected.prerequisites],
    }


def database(cloud: str, **more: Any) -> ConnectionArgs:
    return {"to": {**DATABASES[cloud], "url": CANARY, **more}}


class TestDatabase:
    """To a database."""

    def test_the_container_gets_its_address_and_its_url_which_is_secret(self) -> None:
        recording = made("aws", DATABASE=database("azure"))
        assert recording.outputs["environment"] == {
            "DATABASE_HOST": "db.example.com",
            "DATABASE_PORT": "5432",
            "DATABASE_NAME": "app",
            "DATABASE_USERNAME": "app_owner",
        }
        assert recording.outputs["secret DATABASE_URL"] == CANARY
        assert recording.secrets == {"secret DATABASE_URL"}
        assert "canary" not in json.dumps([dict(it.inputs) for it in recording.resources])

    def test_a_plan_shows_what_is_connected_with_what(self) -> None:
        connection = made("aws", DATABASE=database("azure")).one(CONNECTION, "shop-database")
        assert dict(connection.inputs) == {"to": "database", "cloud": "azure"}
        assert connection.parent.endswith("$test:index:Workload::shop")

    def test_on_aws_both_groups_name_each_other(self) -> None:
        recording = made("aws", DATABASE=database("aws", **MANAGED))
        into, out = recording.one(INGRESS).inputs, recording.one(EGRESS).inputs
        assert (into["securityGroupId"], into["referencedSecurityGroupId"]) == ("sg-guard", "sg-tasks")
        assert (out["securityGroupId"], out["referencedSecurityGroupId"]) == ("sg-tasks", "sg-guard")
        assert {into["fromPort"], into["toPort"], out["fromPort"], out["toPort"]} == {5432}
        assert not recording.all(RANGE)
        assert recording.outputs["prerequisites"] == ["shop-database-from", "shop-database-to"]

    def test_a_password_that_rds_keeps_is_a_reference_and_its_key_is_named(self) -> None:
        outputs = made("aws", DATABASE=database("aws", **MANAGED)).outputs
        assert outputs["secret_references"] == {"DATABASE_PASSWORD": f"{MANAGED['password_secret']}:password::"}
        assert outputs["secret_key_arns"] == [MANAGED["key_arn"]]

    def test_a_generated_password_is_in_the_url_only(self) -> None:
        outputs = made("aws", DATABASE=database("aws")).outputs
        assert outputs["secret_references"] == {}
        assert outputs["secret_key_arns"] == []

    def test_from_aws_to_azure_each_side_names_the_others_range(self) -> None:
        recording = made("aws", DATABASE=database("azure"))
        rule, out = recording.one(RULE).inputs, recording.one(EGRESS).inputs
        assert rule["networkSecurityGroupName"] == "shop-guard"
        assert rule["resourceGroupName"] == "shop-rg"
        assert rule["sourceAddressPrefix"] == "10.10.0.0/16"
        assert (rule["direction"], rule["access"], rule["protocol"]) == ("Inbound", "Allow", "Tcp")
        assert rule["destinationPortRange"] == "5432"
        assert out["securityGroupId"] == "sg-tasks"
        assert out["prefixListId"]
        assert [it["cidr"] for it in recording.one(RANGE).inputs["entries"]] == ["10.50.0.0/24"]

    @pytest.mark.parametrize("client", ["azure", "gcp", "private"])
    def test_from_another_cloud_aws_lets_in_a_range_of_the_connections_own(self, client: str) -> None:
        recording = made(client, DATABASE=database("aws"))
        (entry,) = recording.one(RANGE, "shop-database-from").inputs["entries"]
        assert entry["cidr"] == CLIENTS[client].network_cidr
        rule = recording.one(INGRESS).inputs
        assert rule["prefixListId"]
        assert {"cidrIpv4", "referencedSecurityGroupId"}.isdisjoint(rule)

    def test_from_kubernetes_a_policy_lets_these_pods_out_there_and_nowhere_else(self) -> None:
        policy = made("private", DATABASE=database("azure")).one(POLICY).inputs
        assert policy["metadata"]["namespace"] == "shop-1"
        assert policy["spec"] == {
            "podSelector": {"matchLabels": {"app.kubernetes.io/name": "shop"}},
            "policyTypes": ["Egress"],
            "egress": [
                {
                    "to": [{"ipBlock": {"cidr": "10.50.0.0/24"}}],
                    "ports": [{"protocol": "TCP", "port": 5432}],
                }
            ],
        }

    def test_on_azure_the_clients_network_is_let_in_and_nothing_holds_it_back(self) -> None:
        rules = made("azure", DATABASE=database("azure")).all(RULE)
        assert [(it.inputs["direction"], it.inputs["sourceAddressPrefix"]) for it in rules] == [
            ("Inbound", "10.30.4.0/23")
        ]

    def test_priorities_are_always_the_same_and_differ_between_connections(self) -> None:
        recording = made("aws", DATABASE=database("azure"), REPORTS=database("azure"))
        again = made("aws", DATABASE=database("azure"), REPORTS=database("azure"))
        priorities = {it.name: it.inputs["priority"] for it in recording.all(RULE)}
        assert priorities == {it.name: it.inputs["priority"] for it in again.all(RULE)}
        assert len(set(priorities.values())) == 2
        assert all(200 <= it < 4000 for it in priorities.values())
        chosen: ConnectionArgs = {**database("azure"), "priority": 250}
        assert made("aws", DATABASE=chosen).one(RULE).inputs["priority"] == 250

    def test_everything_is_tagged_where_it_can_be(self) -> None:
        for it in made("aws", DATABASE=database("azure")).children:
            assert it.type == RULE or it.inputs["tags"]["owner"] == "team-retail"

    def test_a_preview_in_which_nothing_is_known_works(self) -> None:
        assert made("aws", preview=True, DATABASE=database("azure")).one(EGRESS)


@pytest.mark.parametrize(
    ("client", "connections", "message"),
    [
        ("aws", {"database": database}, "connections.database: .* in capitals"),
        ("aws", {"DB": lambda cloud: {"to": {}}}, r"connections.DB.to: name the whole part"),
        (
            "aws",
            {"DB": lambda cloud: {"to": {"cloud": "aws", "blueprint": "network"}}},
            r"connections.DB.to: nothing connects to a network",
        ),
        ("aws", {"DB": lambda cloud: {**database("aws"), "access": "read"}}, "connections.DB.access: .* leave it out"),
        ("aws", {"DB": lambda cloud: {**database("azure"), "priority": 100}}, "connections.DB.priority: 100"),
        (
            "private",
            {"DB": lambda cloud: database("aws", **MANAGED)},
            "connections.DB.to: .*`credentials: generated`",
        ),
        (
            "aws",
            {"DB": lambda cloud: {"to": {"cloud": "aws", "blueprint": "database", "host": "h"}}},
            "connections.DB.to: the database has no output port, name, username, url",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_give(client: str, connections: Any, message: str) -> None:
    with pytest.raises(ArgumentError, match=f"^{message}"):
        made(client, **{name: make("aws") for name, make in connections.items()})


def test_a_client_of_unknown_place_cannot_be_let_in() -> None:
    lost = Client(identity=GcpServiceAccount(email="a@b"))

    def program() -> None:
        connect(Workload(), "shop", {"DB": database("aws")}, lost)

    with pytest.raises(ArgumentError, match=r"^connections.DB.to: .* give the workload its network"):
        record(program)


def test_children_inherit_the_workloads_provider_of_the_targets_cloud() -> None:
    import pulumi_azure_native as azure

    def program() -> None:
        provider = azure.Provider("far", location="westeurope")
        workload = pulumi.ComponentResource(
            "test:index:Workload", "shop", None, pulumi.ResourceOptions(providers=[provider])
        )
        outer = pulumi.ComponentResource("test:index:Inside", "inside", None, child(workload))
        connect(outer, "shop", {"DB": database("azure")}, CLIENTS["aws"])

    assert "far" in record(program).one(RULE).provider
