"""`WorkloadIdentity`: every line of docs/components/workload-identity.md's checklist, on every cloud."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from stackwright_components.connection.gcp import assumed_role
from stackwright_components.conventions import ArgumentError
from stackwright_components.workload_identity import WorkloadIdentity, WorkloadIdentityArgs
from stackwright_components.workload_identity.gcp import AWS_MAPPING

from tests.components.checklists import properties_named, properties_set
from tests.components.recording import ACCOUNT, Recording, record

ISSUER = "https://oidc.example.com/lab"
GCP: WorkloadIdentityArgs = {"cloud": "gcp", "issuer": ISSUER, "jwks": '{"keys": []}', "aws_account_id": ACCOUNT}
AWS: WorkloadIdentityArgs = {"cloud": "aws", "location": "eu-west-1", "issuer": ISSUER, "tags": {"owner": "retail"}}
AZURE: WorkloadIdentityArgs = {**AWS, "cloud": "azure", "location": "westeurope"}
PROVIDER = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider"
OUTPUTS = ("issuer", "audience", "provider_arn", "resource_group_name", "pool_name")


def made(args: WorkloadIdentityArgs, *, preview: bool = False) -> Recording:
    def program() -> dict[str, Any]:
        identity = WorkloadIdentity("shop", args)
        return {name: getattr(identity, name) for name in OUTPUTS}

    return record(program, preview=preview)


def test_gcp_trusts_a_cluster_by_the_keys_that_were_uploaded() -> None:
    provider = made(GCP).one(PROVIDER, "shop-kubernetes").inputs
    assert provider["oidc"] == {"issuerUri": ISSUER, "jwksJson": '{"keys": []}'}
    assert provider["attributeMapping"] == {"google.subject": "assertion.sub"}
    assert provider["attributeCondition"] == "assertion.sub.startsWith('system:serviceaccount:')"


def test_gcp_trusts_the_roles_of_one_account_and_nobody_else_of_it() -> None:
    provider = made(GCP).one(PROVIDER, "shop-aws").inputs
    assert provider["aws"] == {"accountId": ACCOUNT}
    assert provider["attributeCondition"] == f"assertion.arn.startsWith('arn:aws:sts::{ACCOUNT}:assumed-role/')"


def test_what_gcp_makes_of_a_session_is_what_a_grant_names() -> None:
    """The mapping's CEL, done by hand: `extract` gives what is where the braces are, up to what follows them."""
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/shop-task-1/0123456789abcdef0123456789abcdef"
    _, role = re.fullmatch(r"(.*) \? (.*) : assertion\.arn", AWS_MAPPING["attribute.aws_role"]).groups()  # type: ignore[union-attr]
    terms = role.split(" + ")
    assert terms == [
        "assertion.arn.extract('{account_arn}assumed-role/')",
        "'assumed-role/'",
        "assertion.arn.extract('assumed-role/{role_name}/')",
    ]
    account, after = session.split("assumed-role/", 1)
    mapped = account + "assumed-role/" + after.split("/", 1)[0]
    assert mapped == assumed_role(f"arn:aws:iam::{ACCOUNT}:role/a/path/shop-task-1")
    assert len(session.encode()) <= 127  # the longest that `google.subject` may be


def test_a_pool_has_an_id_of_its_own_because_a_deleted_one_keeps_its() -> None:
    pool = made(GCP).one("gcp:iam/workloadIdentityPool:WorkloadIdentityPool").inputs
    assert re.fullmatch("shop-.+", pool["workloadIdentityPoolId"])


def test_aws_has_a_provider_for_the_cluster_and_one_audience() -> None:
    recording = made(AWS)
    provider = recording.one("aws:iam/openIdConnectProvider:OpenIdConnectProvider").inputs
    assert (provider["url"], provider["clientIdLists"]) == (ISSUER, ["sts.amazonaws.com"])
    assert provider["tags"]["owner"] == "retail"
    assert recording.outputs["audience"] == "sts.amazonaws.com"
    assert recording.outputs["issuer"] == ISSUER


def test_azure_has_a_place_for_identities() -> None:
    recording = made(AZURE)
    assert [it.type for it in recording.children] == ["azure-native:resources:ResourceGroup"]
    assert recording.outputs["audience"] == "api://AzureADTokenExchange"
    assert recording.outputs["resource_group_name"]


@pytest.mark.parametrize("args", [AWS, AZURE, GCP], ids=["aws", "azure", "gcp"])
def test_it_grants_nothing_and_holds_no_key(args: WorkloadIdentityArgs) -> None:
    recording = made(args)
    assert not [
        it for it in recording.children if re.search("(?i)policy|assign|member|binding|role|key|secret", it.type)
    ]
    assert made(args, preview=True).children


@pytest.mark.parametrize(
    ("args", "argument"),
    [
        ({"cloud": "private", "issuer": ISSUER}, "cloud"),
        ({"cloud": "gcp"}, "issuer"),
        ({"cloud": "gcp", "aws_account_id": "12"}, "aws_account_id"),
        ({"cloud": "gcp", "aws_account_id": ACCOUNT, "jwks": "{}"}, "jwks"),
        ({"cloud": "gcp", "issuer": "http://lab"}, "issuer"),
        ({"cloud": "aws", "location": "eu-west-1"}, "issuer"),
        ({**AWS, "jwks": "{}"}, "jwks"),
        ({**AZURE, "aws_account_id": ACCOUNT}, "aws_account_id"),
        ({"cloud": "azure", "issuer": ISSUER}, "location"),
    ],
)
def test_what_cannot_be_is_refused_by_name(args: WorkloadIdentityArgs, argument: str) -> None:
    with pytest.raises(ArgumentError, match=f"^{argument}: "):
        made(args)


def test_the_page_names_properties_that_are_set(repository: Path) -> None:
    named = properties_named(repository / "docs/components/workload-identity.md")
    assert len(named) >= 5
    assert named <= properties_set(made(AWS), made(AZURE), made(GCP))
