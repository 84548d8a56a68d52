"""Connections of a workload in a rehearsed world: what an edit on either side does, and what is left when one goes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.blueprints.rehearsing import Rehearsal, examples

WEB = {example.path.stem: example for example in examples("web-service")}["aws-internal"]
WORKER = {example.path.stem: example for example in examples("worker")}["private-queue"]
CANARY = "postgresql://app:canary-91ab@db.example.com:5432/app"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
RANGE = "aws:ec2/managedPrefixList:ManagedPrefixList"
RULE = "azure-native:network:SecurityRule"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
CONNECTION = "stackwright-components:index:Connection"
AZURE_DATABASE: Mapping[str, Any] = {
    "cloud": "azure",
    "blueprint": "database",
    "host": "db.example.com",
    "port": 5432,
    "name": "app",
    "username": "app_owner",
    "url": CANARY,
    "guard_id": "/subscriptions/3f0b2f5c-7c1d-4d7e-9b57-0d8a3e6b1c42/resourceGroups/shop-rg/providers"
    "/Microsoft.Network/networkSecurityGroups/shop-guard",
    "network_cidr": "10.50.0.0/24",
}
AWS_DATABASE: Mapping[str, Any] = {**AZURE_DATABASE, "cloud": "aws", "guard_id": "sg-0123456789abcdef0"}
QUEUE: Mapping[str, Any] = {
    "cloud": "aws",
    "blueprint": "queue",
    "name": "orders",
    "queue_url": "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
    "queue_id": "arn:aws:sqs:eu-west-1:123456789012:orders",
    "key_arn": "arn:aws:kms:eu-west-1:123456789012:key/0c0a7a4e-5d0f-4b7e-9a54-6f1f0a3c2d11",
}
BUCKET: Mapping[str, Any] = {
    "cloud": "gcp",
    "blueprint": "object-storage",
    "bucket_name": "archive-1",
    "bucket_id": "archive-1",
    "url": "gs://archive-1",
}
POOL = "projects/42/locations/global/workloadIdentityPools/shop-1a2b3c"
GCP: Mapping[str, Any] = {
    "cloud": "gcp",
    "blueprint": "workload-identity",
    "pool_name": POOL,
    "aws_provider_name": f"{POOL}/providers/aws-account",
    "kubernetes_provider_name": f"{POOL}/providers/kubernetes",
}
AWS: Mapping[str, Any] = {
    "cloud": "aws",
    "blueprint": "workload-identity",
    "location": "eu-west-1",
    "issuer": "https://oidc.example.com/lab",
    "audience": "sts.amazonaws.com",
    "provider_arn": "arn:aws:iam::123456789012:oidc-provider/oidc.example.com/lab",
}
AZURE: Mapping[str, Any] = {
    "cloud": "azure",
    "blueprint": "workload-identity",
    "location": "westeurope",
    "issuer": "https://oidc.example.com/lab",
    "audience": "api://AzureADTokenExchange",
    "resource_group_name": "shop-identities",
}
CONTAINER: Mapping[str, Any] = {
    **BUCKET,
    "cloud": "azure",
    "bucket_id": "/subscriptions/3f0b2f5c-7c1d-4d7e-9b57-0d8a3e6b1c42/resourceGroups/shop/providers/Microsoft.Storage"
    "/storageAccounts/shopfiles/blobServices/default/containers/files",
}
WEB_CONNECTIONS: Mapping[str, Any] = {
    "DATABASE": {"to": AZURE_DATABASE},
    "ORDERS": {"to": QUEUE, "access": "send"},
    "ARCHIVE": {"to": BUCKET, "access": "write", "via": GCP},
}
JOBS_CONNECTIONS: Mapping[str, Any] = {
    "DATABASE": {"to": AWS_DATABASE},
    "ORDERS": {"to": QUEUE, "access": "receive", "via": AWS},
    "ARCHIVE": {"to": BUCKET, "access": "read", "via": GCP},
}


@pytest.fixture
def web(tmp_path: Path) -> Rehearsal:
    rehearsal = Rehearsal(tmp_path, WEB)
    rehearsal.up(connections=WEB_CONNECTIONS)
    return rehearsal


@pytest.fixture
def jobs(tmp_path: Path) -> Rehearsal:
    rehearsal = Rehearsal(tmp_path, WORKER)
    network = {"cidr": "10.20.0.0/16", "cloud": "private", "blueprint": "network"}
    rehearsal.up(connections=JOBS_CONNECTIONS, network=network, egress=None)
    return rehearsal


def below(rehearsal: Rehearsal, label: str) -> set[str]:
    """The types of what is in the clouds for one connection, by the name that its resources begin with."""
    ends = [urn.split("::")[2:] for urn in rehearsal.world()]
    return {path.rpartition("$")[2] for path, name in ends if "Connection$" in path and name.startswith(label)}


def operations(rehearsal: Rehearsal, operation: str) -> set[tuple[str, str]]:
    done = (step[1:] for step in rehearsal.steps() if step[0] == operation)
    return {(token, name) for token, name in done if not token.startswith("stackwright")}


def edited(connections: Mapping[str, Any], name: str, **outputs: Any) -> dict[str, Any]:
    """The connections, after their target `name` has changed."""
    return {**connections, name: {**connections[name], "to": {**connections[name]["to"], **outputs}}}


@pytest.mark.parametrize("workload", ["web", "jobs"])
def test_a_second_up_changes_nothing(workload: str, request: pytest.FixtureRequest) -> None:
    rehearsal: Rehearsal = request.getfixturevalue(workload)
    assert set(rehearsal.up().changes) == {"same"}


def test_a_web_service_has_what_each_of_its_connections_needs_on_both_sides(web: Rehearsal) -> None:
    assert below(web, "shop-database") == {RULE, EGRESS, RANGE}
    assert below(web, "shop-orders") == {"aws:iam/rolePolicy:RolePolicy"}
    assert below(web, "shop-archive") == {"gcp:storage/bucketIAMMember:BucketIAMMember"}


def test_a_worker_has_what_each_of_its_connections_needs_on_both_sides(jobs: Rehearsal) -> None:
    assert below(jobs, "shop-database") == {INGRESS, RANGE, POLICY}
    assert below(jobs, "shop-orders") == {"aws:iam/rolePolicy:RolePolicy", POLICY}
    assert below(jobs, "shop-archive") == {"gcp:storage/bucketIAMMember:BucketIAMMember", POLICY}


def test_another_port_and_range_of_the_target_update_the_rules_on_both_sides(web: Rehearsal) -> None:
    web.up(connections=edited(WEB_CONNECTIONS, "DATABASE", port=5433, network_cidr="10.51.0.0/24"))
    assert operations(web, "update") >= {
        (RULE, "shop-database-from"),
        (EGRESS, "shop-database-to"),
        (RANGE, "shop-database-to"),
    }
    assert not operations(web, "delete")


def test_another_range_of_the_client_updates_the_rule_at_the_target(jobs: Rehearsal) -> None:
    jobs.up(network={"cidr": "10.21.0.0/16", "cloud": "private", "blueprint": "network"})
    assert operations(jobs, "update") == {(RANGE, "shop-database-from")}


def test_another_access_is_another_grant_and_no_other_rule(web: Rehearsal) -> None:
    web.up(connections={**WEB_CONNECTIONS, "ORDERS": {"to": QUEUE, "access": "receive"}})
    assert operations(web, "update") == {("aws:iam/rolePolicy:RolePolicy", "shop-orders")}
    assert not operations(web, "create")
    assert not operations(web, "delete")


@pytest.mark.parametrize("name", WEB_CONNECTIONS)
def test_taking_one_out_takes_away_its_rules_and_grants_and_nothing_else(web: Rehearsal, name: str) -> None:
    before = set(web.world())
    label = f"shop-{name.lower()}"
    own = {urn for urn in before if "Connection$" in urn and urn.rpartition("::")[2].startswith(label)}
    web.up(connections={key: it for key, it in WEB_CONNECTIONS.items() if key != name})
    gone = before - set(web.world())
    # The version of the secret that held the URL goes with it; everything else that is gone was the connection's.
    assert {urn for urn in gone if "aws:secretsmanager" not in urn} == own
    assert ("aws:secretsmanager" in str(gone)) is (name == "DATABASE")
    assert own


def test_the_last_connection_to_a_cloud_takes_the_workloads_identity_there_with_it(jobs: Rehearsal) -> None:
    roles = [urn for urn in jobs.world() if "aws:iam/role:Role::" in urn]
    assert len(roles) == 1
    jobs.up(connections={key: it for key, it in JOBS_CONNECTIONS.items() if key != "ORDERS"})
    assert not [urn for urn in jobs.world() if "aws:iam/role" in urn]
    assert below(jobs, "shop-database") == {INGRESS, RANGE, POLICY}


def test_an_identity_on_azure_is_for_this_worker_and_this_container(jobs: Rehearsal) -> None:
    files = {"to": CONTAINER, "access": "write", "via": AZURE}
    jobs.up(connections={**JOBS_CONNECTIONS, "FILES": files})
    made = operations(jobs, "create")
    assert made >= {
        ("azure-native:managedidentity:UserAssignedIdentity", "shop-on-azure"),
        ("azure-native:managedidentity:FederatedIdentityCredential", "shop-on-azure"),
        ("azure-native:authorization:RoleAssignment", "shop-files"),
    }
    assert set(jobs.up().changes) == {"same"}
    jobs.up(connections=JOBS_CONNECTIONS)
    assert {it for it in operations(jobs, "delete") if it[0].startswith("azure")} == {
        it for it in made if it[0].startswith("azure")
    }


def test_without_any_nothing_of_them_is_left(jobs: Rehearsal) -> None:
    jobs.up(connections=None)
    assert "Connection" not in str(jobs.world())
    assert all(urn.split("::")[2].rpartition("$")[2].startswith("kubernetes:") for urn in jobs.world())


@pytest.mark.parametrize("workload", ["web", "jobs"])
def test_a_targets_secret_is_in_no_file_no_state_and_no_event(workload: str, request: pytest.FixtureRequest) -> None:
    rehearsal: Rehearsal = request.getfixturevalue(workload)
    # A literal here; in a service it is the secret output of another part.
    assert "canary-91ab" not in repr(rehearsal.events)
    assert rehearsal.leaks("canary-91ab") == []


def test_what_is_destroyed_takes_its_rules_at_the_targets_with_it(jobs: Rehearsal) -> None:
    jobs.destroy()
    assert jobs.world() == []
