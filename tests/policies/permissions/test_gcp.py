"""Service accounts of Google Cloud, who has which role on what, and where that leads."""

from __future__ import annotations

import json

import pytest
from stackwright_policies.gcp.roles import BECOMINGS, CREATING, RAISINGS, ROLES, UNLIMITED
from stackwright_policies.model import UNKNOWN
from stackwright_policies.resource import Resource

from tests.policies.permissions.support import found, identity, resource, role, told, trust, ways

EVERYTHING = "every right in the whole project"
ACCOUNTS = "every service account of the whole project"
PEOPLE = "user:ann@example.com"


def account(name: str) -> Resource:
    email = f"{name}@shop.iam.gserviceaccount.com"
    given = {"email": email, "member": f"serviceAccount:{email}", "name": f"projects/shop/serviceAccounts/{email}"}
    return resource("gcp:serviceaccount/account:Account", name, accountId=name, project="shop", **given)


def member(of: Resource) -> str:
    return of.properties.get("member").text()


def on_project(who: str, granted: str, **more: object) -> Resource:
    name = f"{who}-{granted}"
    return resource("gcp:projects/iAMMember:IAMMember", name, project="shop", role=granted, member=who, **more)


def on_account(target: Resource, who: str, granted: str) -> Resource:
    given = {"serviceAccountId": target.properties.get("name").text(), "role": granted, "member": who}
    return resource("gcp:serviceaccount/iAMMember:IAMMember", f"on-{target.name}", **given)


def custom(*permissions: str) -> Resource:
    name = "projects/shop/roles/mine"
    return resource(
        "gcp:projects/iAMCustomRole:IAMCustomRole", "mine", id=name, name=name, permissions=list(permissions)
    )


def test_members_bindings_and_policies_grant_roles() -> None:
    web, bucket = account("web"), resource("gcp:storage/bucket:Bucket", "files", name="files-1a2b")
    binding = resource(
        "gcp:storage/bucketIAMBinding:BucketIAMBinding",
        "b",
        bucket="files-1a2b",
        role="roles/storage.objectViewer",
        members=[member(web), PEOPLE],
    )
    policy = resource(
        "gcp:pubsub/topicIAMPolicy:TopicIAMPolicy",
        "p",
        topic="orders",
        policyData=json.dumps({"bindings": [{"role": "roles/pubsub.publisher", "members": [member(web)]}]}),
    )
    said = told(web, bucket, binding, policy, on_project(member(web), "roles/logging.logWriter"))
    assert {(it["role"], it["on"][0]) for it in identity(said, "web")["may"]} == {
        ("roles/storage.objectViewer", "Bucket files"),
        ("roles/pubsub.publisher", "orders"),
        ("roles/logging.logWriter", "the whole project"),
    }
    assert len(identity(said, "ann@example.com")["may"]) == 1
    assert said["findings"] == []


def test_what_is_not_known_is_told_as_unknown() -> None:
    web = account("web")
    late = resource(
        "gcp:projects/iAMMember:IAMMember", "late", {"member": [web]}, project=UNKNOWN, role=UNKNOWN, member=UNKNOWN
    )
    [grant] = identity(told(web, late), "web")["may"]
    assert (grant["role"], grant["actions"], grant["on"]) == ("unknown", ["unknown"], ["the whole project"])
    whole = resource("gcp:projects/iAMPolicy:IAMPolicy", "whole", project="shop", policyData=UNKNOWN)
    assert identity(told(whole), "unknown")["may"][0]["role"] == "unknown"


@pytest.mark.parametrize(
    ("who", "granted", "expected"),
    [
        (PEOPLE, "roles/owner", ["critical ann@example.com: roles/owner on the whole project"]),
        (
            PEOPLE,
            "roles/iam.serviceAccountUser",
            ["high ann@example.com: roles/iam.serviceAccountUser on the whole project"],
        ),
        (PEOPLE, "roles/storage.admin", ["medium ann@example.com: roles/storage.admin on the whole project"]),
        (PEOPLE, "roles/storage.objectViewer", []),
        ("allUsers", "roles/viewer", ["critical allUsers: everybody has roles/viewer on the whole project"]),
    ],
)
def test_wildcards(who: str, granted: str, expected: list[str]) -> None:
    assert [it.partition(" (")[0] for it in found(told(on_project(who, granted)), "wildcard")] == expected


@pytest.mark.parametrize("way", RAISINGS, ids=lambda way: way.permission)
def test_each_permission_that_gives_every_right(way: object) -> None:
    said = told(custom(way.permission), on_project(PEOPLE, "projects/shop/roles/mine"))
    assert ways(said, "ann@example.com") == {EVERYTHING: f"{way.words} (projects/shop/roles/mine)"}


@pytest.mark.parametrize("way", BECOMINGS, ids=lambda way: way.permission)
def test_each_permission_on_an_account_with_which_one_becomes_it(way: object) -> None:
    target, other = account("target"), account("other")
    said = told(target, other, custom(way.permission), on_account(target, PEOPLE, "projects/shop/roles/mine"))
    assert ways(said, "ann@example.com") == {"target": f"{way.words} (projects/shop/roles/mine)"}
    everywhere = told(target, other, custom(way.permission), on_project(PEOPLE, "projects/shop/roles/mine"))
    assert set(ways(everywhere, "ann@example.com")) == {"target", "other", ACCOUNTS}
    assert found(everywhere, "escalation") == [
        "high ann@example.com: gets at every service account of the whole project"
    ]


def test_acting_as_an_account_needs_something_that_runs_as_it() -> None:
    target = account("target")
    user = on_account(target, PEOPLE, "roles/iam.serviceAccountUser")
    assert found(told(target, user), "escalation") == ["medium ann@example.com: becomes service account target?"]
    said = told(target, user, on_project(PEOPLE, "roles/run.developer"))
    assert found(said, "escalation") == ["high ann@example.com: becomes service account target"]


def test_an_editor_becomes_each_account_of_the_project() -> None:
    said = told(account("target"), on_project(PEOPLE, "roles/editor"))
    assert {"target", EVERYTHING} <= set(ways(said, "ann@example.com"))


def test_a_condition_makes_it_a_perhaps() -> None:
    given = on_project(
        PEOPLE, "roles/resourcemanager.projectIamAdmin", condition={"expression": "false", "title": "no"}
    )
    assert found(told(given), "escalation") == ["high ann@example.com: gets at every right in the whole project?"]


def test_roles_and_accounts_of_other_clouds_are_whom_they_are() -> None:
    pool = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool"
    aws, target = role("web", trust(Service="ecs-tasks.amazonaws.com")), account("target")
    cluster = resource("kubernetes:core/v1:ServiceAccount", "jobs", metadata={"name": "jobs", "namespace": "shop"})
    by_aws = f"principalSet:{pool}/attribute.aws_role/arn:aws:sts::123456789012:assumed-role/web"
    by_cluster = f"principal:{pool}/subject/system:serviceaccount:shop:jobs"
    bucket = resource("gcp:storage/bucket:Bucket", "files", name="files-1a2b")
    grants = resource(
        "gcp:storage/bucketIAMMember:BucketIAMMember",
        "m",
        bucket="files-1a2b",
        role="roles/storage.objectViewer",
        member=by_aws,
    )
    said = told(aws, target, cluster, bucket, grants, on_account(target, by_cluster, "roles/iam.workloadIdentityUser"))
    assert identity(said, "web")["may"][0]["on"] == ["Bucket files"]
    assert ways(said, "jobs") == {"target": "acts as"}
    assert said["findings"] == []


def test_keys_and_the_default_account() -> None:
    target = account("target")
    key = resource("gcp:serviceaccount/key:Key", "key", serviceAccountId=target.properties.get("name").text())
    default = on_project("serviceAccount:1234-compute@developer.gserviceaccount.com", "roles/viewer")
    said = told(target, key, default)
    assert identity(said, "target")["keys"] is True
    assert identity(said, "the default account of Compute Engine")["may"]


def test_the_rule_and_the_review_share_what_they_know() -> None:
    assert set(UNLIMITED) <= set(ROLES)
    known = {"*", *CREATING, *(way.permission for way in (*RAISINGS, *BECOMINGS))}
    assert known & {it for permissions in ROLES.values() for it in permissions}
