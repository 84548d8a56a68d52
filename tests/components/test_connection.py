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
ASSIGNMENT = "azure-native:authorization:RoleAssignment"
MEMBER = "gcp:storage/bucketIAMMember:BucketIAMMember"
SUBSCRIPTION = "/subscriptions/s"
QUEUE_ARN = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:orders-1"
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
        "projections": [pulumi.Output.all(it.path, it.audience, it.config_map or "") for it in connected.projections],
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

    @pytest.mark.parametrize("client", CLIENTS)
    def test_a_database_of_which_nothing_is_known_yet_is_expected_to_fit(self, client: str) -> None:
        """Before its first deployment a part is expected to have every output that its blueprint may put out."""
        recording = made(client, preview=True, DATABASE=database("aws", password="?", **MANAGED))
        assert recording.one(INGRESS)
        assert recording.outputs["secret_references"] == {}

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


def policy(recording: Recording, name: str) -> dict[str, dict[str, Any]]:
    document = json.loads(recording.one("aws:iam/rolePolicy:RolePolicy", name).inputs["policy"])
    return {it["Sid"]: it for it in document["Statement"]}


def queue(cloud: str, access: str, **more: Any) -> ConnectionArgs:
    own: Mapping[str, dict[str, Any]] = {
        "aws": {"queue_id": QUEUE_ARN, "key_arn": f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/queue"},
        "azure": {"queue_id": f"{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ServiceBus/namespaces/n/queues/q"},
        "gcp": {
            "queue_id": "projects/shop/topics/t",
            "topic_id": "projects/shop/topics/t",
            "subscription_id": "projects/shop/subscriptions/s",
        },
    }
    to = {"cloud": cloud, "blueprint": "queue", "queue_url": "https://q.example.com", "name": "orders", **own[cloud]}
    return {"to": to, "access": access, **more}  # type: ignore[typeddict-item]


class TestQueue:
    """To a queue."""

    def test_on_aws_the_role_may_send_to_this_queue_and_use_its_key(self) -> None:
        recording = made("aws", ORDERS=queue("aws", "send"))
        assert recording.one("aws:iam/rolePolicy:RolePolicy").inputs["role"] == "shop-task-1"
        said = policy(recording, "shop-orders")
        assert said["Queue"]["Resource"] == QUEUE_ARN
        assert set(said["Queue"]["Action"]) == {"sqs:SendMessage", "sqs:GetQueueUrl", "sqs:GetQueueAttributes"}
        assert said["Key"]["Resource"].endswith(":key/queue")
        assert set(said["Key"]["Action"]) == {"kms:GenerateDataKey", "kms:Decrypt"}
        assert recording.outputs["environment"] == {
            "ORDERS_QUEUE_URL": "https://q.example.com",
            "ORDERS_QUEUE_NAME": "orders",
        }

    def test_whoever_receives_cannot_send(self) -> None:
        said = policy(made("aws", ORDERS=queue("aws", "receive")), "shop-orders")
        assert "sqs:DeleteMessage" in said["Queue"]["Action"]
        assert "sqs:SendMessage" not in said["Queue"]["Action"]
        assert said["Key"]["Action"] == ["kms:Decrypt"]

    @pytest.mark.parametrize(("access", "role"), [("send", "69a216fc"), ("receive", "4f6d3b9b")])
    def test_on_azure_the_principal_has_one_role_at_the_queue(self, access: str, role: str) -> None:
        recording = made("azure", ORDERS=queue("azure", access))
        given = recording.one(ASSIGNMENT).inputs
        assert given["scope"].endswith("/queues/q")
        assert given["principalId"] == "principal"
        assert f"{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{role}" in given["roleDefinitionId"]
        assert recording.outputs["environment"]["AZURE_CLIENT_ID"] == "client"

    @pytest.mark.parametrize(
        ("access", "token", "variable"),
        [
            ("send", "gcp:pubsub/topicIAMMember:TopicIAMMember", "ORDERS_TOPIC"),
            ("receive", "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember", "ORDERS_SUBSCRIPTION"),
        ],
    )
    def test_on_gcp_the_account_is_a_member_of_the_topic_or_the_subscription(
        self, access: str, token: str, variable: str
    ) -> None:
        recording = made("gcp", ORDERS=queue("gcp", access))
        (only,) = recording.children
        assert only.type == token
        assert only.inputs["member"] == "serviceAccount:web@shop.iam.gserviceaccount.com"
        assert recording.outputs["environment"][variable].startswith("projects/shop/")


def bucket(cloud: str, access: str, **more: Any) -> ConnectionArgs:
    ids = {
        "aws": "arn:aws:s3:::archive-1",
        "azure": f"{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a/blobServices/default"
        "/containers/archive",
        "gcp": "archive-1",
    }
    to = {"cloud": cloud, "blueprint": "object-storage", "url": "x://archive-1", "bucket_name": "archive-1"}
    return {"to": {**to, "bucket_id": ids[cloud], **more.pop("to", {})}, "access": access, **more}  # type: ignore[typeddict-item]


class TestObjectStorage:
    """To a bucket."""

    @pytest.mark.parametrize(
        ("access", "puts", "deletes"), [("read", False, False), ("write", True, False), ("full", True, True)]
    )
    def test_on_aws_the_role_may_do_this_in_this_bucket(self, access: str, puts: bool, deletes: bool) -> None:
        recording = made("aws", ARCHIVE=bucket("aws", access))
        said = policy(recording, "shop-archive")
        assert said["Objects"]["Resource"] == "arn:aws:s3:::archive-1/*"
        assert said["Bucket"] == {
            "Sid": "Bucket",
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": "arn:aws:s3:::archive-1",
        }
        assert ("s3:PutObject" in said["Objects"]["Action"]) is puts
        assert ("s3:DeleteObject" in said["Objects"]["Action"]) is deletes
        assert recording.outputs["environment"] == {"ARCHIVE_BUCKET": "archive-1", "ARCHIVE_URL": "x://archive-1"}

    def test_a_bucket_with_a_key_of_its_own_takes_the_use_of_that_key(self) -> None:
        key = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/archive"
        said = policy(made("aws", ARCHIVE=bucket("aws", "read", to={"key_arn": key})), "shop-archive")
        assert (said["Key"]["Action"], said["Key"]["Resource"]) == (["kms:Decrypt"], key)

    @pytest.mark.parametrize(
        ("access", "role", "conditional"),
        [("read", "2a2b9908", False), ("write", "ba92f5b4", True), ("full", "ba92f5b4", False)],
    )
    def test_on_azure_the_principal_has_one_role_at_the_container(
        self, access: str, role: str, conditional: bool
    ) -> None:
        given = made("azure", ARCHIVE=bucket("azure", access)).one(ASSIGNMENT).inputs
        assert given["scope"].endswith("/containers/archive")
        assert f"roleDefinitions/{role}" in given["roleDefinitionId"]
        assert ("blobs/delete" in given.get("condition", "")) is conditional
        assert given.get("conditionVersion") == ("2.0" if conditional else None)

    @pytest.mark.parametrize(
        ("access", "roles"),
        [
            ("read", {"objectViewer"}),
            ("write", {"objectViewer", "objectCreator"}),
            ("full", {"objectUser"}),
        ],
    )
    def test_on_gcp_the_account_is_a_member_of_the_bucket(self, access: str, roles: set[str]) -> None:
        members = made("gcp", ARCHIVE=bucket("gcp", access)).all(MEMBER)
        assert {it.inputs["role"] for it in members} == {f"roles/storage.{role}" for role in roles}
        assert {it.inputs["bucket"] for it in members} == {"archive-1"}


def web(**more: Any) -> ConnectionArgs:
    to = {"cloud": "aws", "blueprint": "web-service", "url": "http://catalogue", "port": 80}
    return {"to": {**to, "network_cidr": "10.60.0.0/16", "guard_id": "sg-balancer", **more}}


class TestWebService:
    """To a web service."""

    def test_an_internal_one_lets_this_client_in(self) -> None:
        recording = made("private", CATALOGUE=web())
        assert recording.outputs["environment"] == {"CATALOGUE_URL": "http://catalogue"}
        assert recording.one(INGRESS).inputs["securityGroupId"] == "sg-balancer"
        (rule,) = recording.one(POLICY).inputs["spec"]["egress"]
        assert (rule["to"][0]["ipBlock"], rule["ports"][0]["port"]) == ({"cidr": "10.60.0.0/16"}, 80)

    def test_on_azure_the_port_behind_the_balancer_is_opened_too(self) -> None:
        rule = made("private", CATALOGUE=web(cloud="azure", guard_id=NSG, port=443)).one(RULE).inputs
        assert rule["destinationPortRanges"] == ["443", "31443"]
        assert "destinationPortRange" not in rule
        assert rule["sourceAddressPrefix"] == "10.20.0.0/16"

    def test_a_public_one_lets_everybody_in_and_is_at_public_addresses_only(self) -> None:
        to = web(port=443, network_cidr="0.0.0.0/0")
        del to["to"]["guard_id"]
        recording = made("private", CATALOGUE=to)
        assert not recording.all(INGRESS)
        block = recording.one(POLICY).inputs["spec"]["egress"][0]["to"][0]["ipBlock"]
        assert block["cidr"] == "0.0.0.0/0"
        assert {"10.0.0.0/8", "169.254.0.0/16"} <= set(block["except"])


POOL = "projects/42/locations/global/workloadIdentityPools/shop-1"
IDENTITIES: Mapping[str, dict[str, Any]] = {
    "gcp": {
        "cloud": "gcp",
        "blueprint": "workload-identity",
        "pool_name": POOL,
        "aws_provider_name": f"{POOL}/providers/aws-account",
        "kubernetes_provider_name": f"{POOL}/providers/kubernetes",
    },
    "aws": {
        "cloud": "aws",
        "blueprint": "workload-identity",
        "location": "eu-west-1",
        "issuer": "https://oidc.example.com/lab",
        "audience": "sts.amazonaws.com",
        "provider_arn": f"arn:aws:iam::{ACCOUNT}:oidc-provider/oidc.example.com/lab",
    },
    "azure": {
        "cloud": "azure",
        "blueprint": "workload-identity",
        "location": "westeurope",
        "issuer": "https://oidc.example.com/lab",
        "audience": "api://AzureADTokenExchange",
        "resource_group_name": "shop-identities",
    },
}


class TestAcrossClouds:
    """Without keys."""

    def test_an_aws_role_is_one_principal_set_at_exactly_this_bucket(self) -> None:
        recording = made("aws", ARCHIVE=bucket("gcp", "read", via=IDENTITIES["gcp"]))
        (member,) = recording.all(MEMBER)
        assert member.inputs["member"] == (
            f"principalSet://iam.googleapis.com/{POOL}/attribute.aws_role/"
            f"arn:aws:sts::{ACCOUNT}:assumed-role/shop-task-1"
        )
        said = json.loads(recording.outputs["environment"]["GOOGLE_EXTERNAL_ACCOUNT"])
        assert said["audience"] == f"//iam.googleapis.com/{POOL}/providers/aws-account"
        assert said["subject_token_type"] == "urn:ietf:params:aws:token-type:aws4_request"
        assert {"url", "region_url"}.isdisjoint(said["credential_source"])

    def test_a_kubernetes_account_is_one_principal_and_gets_a_token_for_the_pool(self) -> None:
        recording = made("private", ORDERS=queue("gcp", "receive", via=IDENTITIES["gcp"]))
        member = recording.one("gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember").inputs
        assert member["member"] == (
            f"principal://iam.googleapis.com/{POOL}/subject/system:serviceaccount:shop-1:shop-2"
        )
        files = recording.one("kubernetes:core/v1:ConfigMap").inputs
        said = json.loads(files["data"]["credentials.json"])
        folder = "/var/run/secrets/workload-identity/gcp"
        assert said["credential_source"]["file"] == f"{folder}/token"
        environment = recording.outputs["environment"]
        assert environment["GOOGLE_APPLICATION_CREDENTIALS"] == f"{folder}/credentials.json"
        (projection,) = recording.outputs["projections"]
        assert projection[:2] == [folder, f"https://iam.googleapis.com/{POOL}/providers/kubernetes"]
        assert projection[2].startswith("shop-on-gcp")

    def test_on_aws_a_role_trusts_exactly_this_account_and_audience(self) -> None:
        recording = made("private", ORDERS=queue("aws", "receive", via=IDENTITIES["aws"]))
        role = recording.one("aws:iam/role:Role", "shop-on-aws")
        (statement,) = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
        assert statement == {
            "Effect": "Allow",
            "Principal": {"Federated": IDENTITIES["aws"]["provider_arn"]},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
                "StringEquals": {
                    "oidc.example.com/lab:aud": "sts.amazonaws.com",
                    "oidc.example.com/lab:sub": "system:serviceaccount:shop-1:shop-2",
                }
            },
        }
        environment = recording.outputs["environment"]
        assert environment["AWS_ROLE_ARN"].startswith("arn:aws:")
        assert environment["AWS_WEB_IDENTITY_TOKEN_FILE"] == "/var/run/secrets/workload-identity/aws/token"
        assert environment["AWS_REGION"] == "eu-west-1"

    def test_on_azure_an_identity_is_for_exactly_this_account(self) -> None:
        recording = made("private", ARCHIVE=bucket("azure", "write", via=IDENTITIES["azure"]))
        credential = recording.one("azure-native:managedidentity:FederatedIdentityCredential").inputs
        assert credential["subject"] == "system:serviceaccount:shop-1:shop-2"
        assert credential["issuer"] == "https://oidc.example.com/lab"
        assert credential["audiences"] == ["api://AzureADTokenExchange"]
        identity = recording.one("azure-native:managedidentity:UserAssignedIdentity")
        assert identity.inputs["resourceGroupName"] == "shop-identities"
        assert recording.one(ASSIGNMENT).inputs["principalId"]
        assert {"AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE"} <= set(
            recording.outputs["environment"]
        )

    def test_several_connections_to_one_cloud_share_one_identity(self) -> None:
        recording = made(
            "private",
            ORDERS=queue("aws", "receive", via=IDENTITIES["aws"]),
            ARCHIVE=bucket("aws", "write", via=IDENTITIES["aws"]),
        )
        assert len(recording.all("aws:iam/role:Role")) == 1
        assert len(recording.all("aws:iam/rolePolicy:RolePolicy")) == 2
        assert len(recording.outputs["projections"]) == 1

    def test_but_they_cannot_go_via_two(self) -> None:
        other = {**IDENTITIES["aws"], "issuer": "https://oidc.example.com/other"}
        with pytest.raises(ArgumentError, match=r"^connections.ARCHIVE.via: .* the same part, as ORDERS's"):
            made(
                "private",
                ORDERS=queue("aws", "receive", via=IDENTITIES["aws"]),
                ARCHIVE=bucket("aws", "write", via=other),
            )

    def test_kubernetes_lets_the_pods_out_to_the_clouds_public_addresses(self) -> None:
        rule = (
            made("private", ORDERS=queue("aws", "send", via=IDENTITIES["aws"])).one(POLICY).inputs["spec"]["egress"][0]
        )
        assert rule["ports"] == [{"protocol": "TCP", "port": 443}]
        assert rule["to"][0]["ipBlock"]["cidr"] == "0.0.0.0/0"
        assert "10.0.0.0/8" in rule["to"][0]["ipBlock"]["except"]

    @pytest.mark.parametrize(
        ("client", "cloud"), [("azure", "aws"), ("aws", "azure"), ("gcp", "aws"), ("azure", "gcp")]
    )
    def test_a_cloud_that_cannot_be_made_to_trust_the_other_says_what_to_do(self, client: str, cloud: str) -> None:
        with pytest.raises(
            ArgumentError, match=rf"^connections.ORDERS.to: {cloud} cannot .* on {client}; take a queue on"
        ):
            made(client, ORDERS=queue(cloud, "send"))

    @pytest.mark.parametrize(
        ("via", "message"),
        [
            (None, "connections.ORDERS.via: a workload on private is nobody on aws; give a workload-identity"),
            (IDENTITIES["gcp"], "connections.ORDERS.via: it is on gcp; give a workload-identity on aws"),
            (
                {"cloud": "aws", "blueprint": "workload-identity"},
                "connections.ORDERS.via: it does not trust workloads on private: set its `issuer`",
            ),
        ],
    )
    def test_a_trust_that_does_not_fit_says_what_to_give(self, via: Any, message: str) -> None:
        with pytest.raises(ArgumentError, match=f"^{message}"):
            made("private", ORDERS=queue("aws", "send", **({"via": via} if via else {})))

    @pytest.mark.parametrize("preview", [False, True])
    def test_no_grant_names_a_whole_pool_or_any_star(self, preview: bool) -> None:
        recording = made(
            "aws",
            preview=preview,
            A=bucket("gcp", "full", via=IDENTITIES["gcp"]),
            B=bucket("aws", "full"),
            C=queue("aws", "send"),
        )
        assert all("/*" not in str(it.inputs.get("member", "")) for it in recording.children)
        statements = [
            it
            for made in recording.all("aws:iam/rolePolicy:RolePolicy")
            if "policy" in made.inputs
            for it in json.loads(made.inputs["policy"])["Statement"]
        ]
        assert all("*" not in "".join(it["Action"]) and it["Resource"] != "*" for it in statements)


@pytest.mark.parametrize(
    ("client", "connections", "message"),
    [
        ("aws", {"database": database}, "connections.database: .* in capitals"),
        ("aws", {"DB": lambda cloud: {"to": {}}}, r"connections.DB.to: name a whole part"),
        (
            "aws",
            {"DB": lambda cloud: {"to": {"cloud": "aws", "blueprint": "network"}}},
            r"connections.DB.to: nothing connects to a network",
        ),
        ("aws", {"ORDERS": lambda cloud: queue("aws", "read")}, "connections.ORDERS.access: .* send, receive"),
        ("aws", {"ARCHIVE": lambda cloud: {"to": bucket("aws", "read")["to"]}}, "connections.ARCHIVE.access: to a obj"),
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
