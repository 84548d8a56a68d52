"""Roles, users and groups of AWS: what they may do, who can take them on, where that leads."""

from __future__ import annotations

import json

import pytest
from stackwright_policies.aws.escalation import (
    ALONE,
    ENTERINGS,
    ON_ITSELF,
    PASSINGS,
    TAKEOVERS,
    Entering,
    OnItself,
    Passing,
    Takeover,
)
from stackwright_policies.model import UNKNOWN
from stackwright_policies.resource import Resource

from tests.policies.permissions.support import (
    ACCOUNT,
    IAM,
    allowed,
    document,
    found,
    identity,
    resource,
    role,
    statement,
    told,
    trust,
    user,
    ways,
)

EVERYTHING = "every right in the account"
ANY_ROLE = "every role of the account"


def test_what_a_role_may_do_is_told_by_the_names_of_the_program() -> None:
    bucket = resource("aws:s3/bucket:Bucket", "files", arn="arn:aws:s3:::files-1a2b3c4", bucket="files-1a2b3c4")
    web = role("web")
    said = told(web, bucket, allowed(web, statement(["s3:GetObject"], "arn:aws:s3:::files-1a2b3c4/in/*")))
    [grant] = identity(said, "web")["may"]
    assert (grant["actions"], grant["on"], grant["via"]) == (
        ["s3:GetObject"],
        ["Bucket files/in/*"],
        "RolePolicy web-rights",
    )
    assert [it["who"] for it in identity(said, "web")["trusts"]] == ["ecs-tasks"]
    assert said["findings"] == []


def test_attached_policies_count_those_made_here_those_of_aws_and_those_of_nobody_here() -> None:
    web = role("web", managedPolicyArns=["arn:aws:iam::aws:policy/ReadOnlyAccess", f"{IAM}:policy/elsewhere"])
    policy = resource(
        "aws:iam/policy:Policy", "write", arn=f"{IAM}:policy/write", policy=document(statement("s3:PutObject", "a"))
    )
    attached = resource(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "it", role="web", policyArn=f"{IAM}:policy/write"
    )
    may = identity(told(web, policy, attached), "web")["may"]
    assert [(it["role"], it["actions"][:1]) for it in may] == [
        ("ReadOnlyAccess", ["*:Get*"]),
        (f"{IAM}:policy/elsewhere", []),
        (None, ["s3:PutObject"]),
    ]


def test_what_is_not_known_is_told_as_unknown() -> None:
    web = role("web")
    whole = resource("aws:iam/rolePolicy:RolePolicy", "whole", {"role": [web]}, role=UNKNOWN, policy=UNKNOWN)
    partly = allowed(web, statement(UNKNOWN, UNKNOWN, Condition=UNKNOWN), name="partly")
    stranger = resource("aws:iam/rolePolicy:RolePolicy", "s", role=UNKNOWN, policy=document(statement("s3:Get*", "a")))
    said = told(web, whole, partly, stranger, role("late", UNKNOWN))
    assert [(it["actions"], it["on"], it["conditions"]) for it in identity(said, "web")["may"]] == [
        (["unknown"], ["unknown"], []),
        (["unknown"], ["unknown"], ["unknown"]),
    ]
    assert [it["actions"] for it in identity(said, "unknown")["may"]] == [["s3:Get*"]]
    assert [it["who"] for it in identity(said, "late")["trusts"]] == ["unknown"]


def test_a_secret_is_never_told() -> None:
    secret = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "hunter2"}
    web = role("web")
    held = resource("aws:iam/rolePolicy:RolePolicy", "held", role="web", policy=secret)
    partly = allowed(web, statement("s3:GetObject", "x"), name="partly")
    assert "hunter2" not in json.dumps(told(web, held, partly))
    assert identity(told(web, held), "web")["may"][0]["actions"] == ["unknown"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (statement("*"), ["critical web: every action on everything (RolePolicy web-rights)"]),
        (statement("s3:*"), ["high web: s3:* on everything (RolePolicy web-rights)"]),
        (statement("s3:*", "arn:aws:s3:::a"), ["medium web: s3:* on s3:a (RolePolicy web-rights)"]),
        (
            {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
            ["critical web: every action but iam:* on everything (RolePolicy web-rights)"],
        ),
        (
            statement(["s3:PutObject", "s3:GetObject"]),
            ["medium web: s3:PutObject on everything (RolePolicy web-rights)"],
        ),
        (statement("s3:GetObject"), []),
        (statement("s3:PutObject", "arn:aws:s3:::a/*"), []),
        (statement("*", Effect="Deny"), []),
    ],
)
def test_wildcards(given: dict[str, object], expected: list[str]) -> None:
    web = role("web")
    assert found(told(web, allowed(web, given)), "wildcard") == expected


def test_a_resource_that_everybody_may_use_and_a_role_that_everybody_can_be() -> None:
    bucket = resource("aws:s3/bucket:Bucket", "files", arn="arn:aws:s3:::files", bucket="files")
    open_to_all = statement("s3:GetObject", "arn:aws:s3:::files/*", Principal="*")
    narrowed = {**open_to_all, "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}
    policy = resource("aws:s3/bucketPolicy:BucketPolicy", "p", bucket="files", policy=document(open_to_all, narrowed))
    said = told(bucket, policy, role("anybody", trust(AWS="*")))
    assert found(said, "wildcard") == [
        "critical everybody: everybody may s3:GetObject on Bucket files/* (BucketPolicy p)",
        "critical anybody: everybody can assume it",
    ]
    assert identity(said, "whoever meets the conditions")["may"][0]["conditions"] == ["aws:SourceIp in 203.0.113.0/24"]


def test_a_document_of_a_resource_grants_to_roles_services_and_other_accounts() -> None:
    web = role("web")
    key = resource(
        "aws:kms/key:Key",
        "key",
        arn=f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1",
        policy=document(
            statement("kms:*", Principal={"AWS": f"{IAM}:root"}),
            statement("kms:Decrypt", Principal={"AWS": [f"{IAM}:role/web", "210987654321"]}),
            statement("kms:Encrypt", Principal={"Service": "logs.amazonaws.com"}),
        ),
    )
    said = told(web, key)
    assert identity(said, "web")["may"][0]["on"] == ["Key key"]
    assert [(one["kind"], one["label"]) for one in said["identities"][1:]] == [
        ("AWS account", "account 210987654321"),
        ("AWS service", "logs"),
    ]


@pytest.mark.parametrize("way", ON_ITSELF, ids=lambda way: way.action)
def test_each_way_by_which_one_raises_itself(way: OnItself) -> None:
    assert ways(told(*_with(way)), "me") == {EVERYTHING: way.words}


def _with(way: OnItself) -> list[Resource]:
    """Somebody who may do it to what it has itself, and to nothing else."""
    given = document(statement(way.action, f"{IAM}:{way.on}/mine"))
    policy = resource("aws:iam/policy:Policy", "mine", name="mine", arn=f"{IAM}:policy/mine", policy=given)
    if way.on == "group":
        me, group = user("me"), resource("aws:iam/group:Group", "mine", name="mine", arn=f"{IAM}:group/mine")
        member = resource("aws:iam/userGroupMembership:UserGroupMembership", "m", user="me", groups=["mine"])
        attachment = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment"
        return [me, group, member, policy, resource(attachment, "a", group="mine", policyArn=f"{IAM}:policy/mine")]
    kind = "user" if way.on == "user" else "role"
    me = resource(f"aws:iam/{kind}:{kind.title()}", "me", name="me", arn=f"{IAM}:{kind}/mine")
    token = f"aws:iam/{kind}PolicyAttachment:{kind.title()}PolicyAttachment"
    return [me, policy, resource(token, "it", **{kind: "me"}, policyArn=f"{IAM}:policy/mine")]


def test_rights_on_somebody_else_are_not_rights_on_oneself() -> None:
    me = role("me")
    said = told(me, role("other"), allowed(me, statement("iam:PutRolePolicy", f"{IAM}:role/other")))
    assert ways(said, "me") == {}


def test_but_they_are_where_one_can_become_it() -> None:
    me, other = role("me"), role("other", trust(AWS=f"{IAM}:role/me"))
    said = told(me, other, allowed(me, statement("iam:PutRolePolicy", f"{IAM}:role/other")))
    assert ways(said, "me") == {"other": "assumes", EVERYTHING: "writes itself a policy: to other, which it can become"}


@pytest.mark.parametrize("way", TAKEOVERS, ids=lambda way: way.action)
def test_each_way_of_taking_somebody_over(way: Takeover) -> None:
    kind = way.on
    group = resource("aws:iam/group:Group", "victim", name="victim", arn=f"{IAM}:group/victim")
    victim = {"user": user("victim"), "role": role("victim"), "group": group}[kind]
    me = role("me")
    said = told(me, victim, allowed(me, statement(way.action, f"{IAM}:{kind}/victim")))
    assert ways(said, "me") == {"victim": way.words}
    assert found(said, "escalation") == [f"high me: becomes IAM {kind} victim"]


@pytest.mark.parametrize("way", PASSINGS, ids=lambda way: "+".join((*way.actions, *way.any_of[:1])))
def test_each_service_that_a_role_can_be_passed_to(way: Passing) -> None:
    actions = [*way.actions, *way.any_of[:1]]
    me, target = role("me"), role("target", trust(Service=way.service))
    passing = statement("iam:PassRole", f"{IAM}:role/target")
    said = told(me, target, allowed(me, passing, statement(actions)))
    assert "target" in ways(said, "me")
    alone = told(me, target, allowed(me, passing, statement(actions[1:] or "s3:GetObject")))
    assert "target" not in ways(alone, "me")
    elsewhere = {**passing, "Condition": {"StringEquals": {"iam:PassedToService": "rds.amazonaws.com"}}}
    assert "target" not in ways(told(me, target, allowed(me, elsewhere, statement(actions))), "me")
    other = role("target", trust(Service="rds.amazonaws.com"))
    assert "target" not in ways(told(me, other, allowed(me, passing, statement(actions))), "me")


@pytest.mark.parametrize("way", ENTERINGS, ids=lambda way: "+".join(way.actions))
def test_each_way_into_what_runs_as_a_role(way: Entering) -> None:
    token = way.types[0]
    me, target = role("me"), role("target")
    arn = f"arn:aws:x:eu-west-1:{ACCOUNT}:it/1"
    if token.startswith("aws:ec2/"):
        profile = resource("aws:iam/instanceProfile:InstanceProfile", "profile", name="profile", role="target")
        place = [profile, resource(token, "place", arn=arn, iamInstanceProfile="profile")]
    else:
        place = [resource(token, "place", arn=arn, role=f"{IAM}:role/target")]
    said = told(me, target, *place, allowed(me, statement(list(way.actions))))
    assert ways(said, "me")["target"] == f"{way.words} {token.rpartition(':')[2]} place"


def test_chains_across_roles_are_told_step_by_step() -> None:
    person = user("person")
    deployer = role("deployer", trust(AWS=f"{IAM}:user/person"))
    admin = role(
        "admin",
        trust(Service="lambda.amazonaws.com"),
        managedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"],
    )
    passing = allowed(
        deployer,
        statement("iam:PassRole", f"{IAM}:role/admin"),
        statement(["lambda:CreateFunction", "lambda:InvokeFunction"]),
    )
    said = told(person, deployer, admin, passing)
    assert ways(said, "person") == {
        "admin": "assumes, has lambda run code as it",
        "deployer": "assumes",
        EVERYTHING: "assumes, has lambda run code as it, may do everything",
    }
    assert found(said, "escalation") == [
        "critical deployer: gets at every right in the account",
        "critical person: gets at every right in the account",
    ]
    assert found(said, "wildcard")[0].startswith("critical admin: every action on everything")


def test_a_role_that_leaves_it_to_the_account_is_taken_on_by_whoever_has_the_right() -> None:
    me, other = role("me"), role("other")
    target = role("target", trust(AWS=f"{IAM}:root"))
    said = told(me, other, target, allowed(me, statement("sts:AssumeRole", f"{IAM}:role/target")))
    assert (ways(said, "me"), ways(said, "other")) == ({"target": "assumes"}, {})
    assert found(told(me, allowed(me, statement("sts:AssumeRole"))), "escalation") == [
        "high me: gets at every role of the account"
    ]


def test_members_of_a_group_have_its_rights() -> None:
    one, group = user("one"), resource("aws:iam/group:Group", "crew", name="crew", arn=f"{IAM}:group/crew")
    membership = resource("aws:iam/groupMembership:GroupMembership", "m", group="crew", users=["one"])
    said = told(one, group, membership, allowed(group, statement("iam:PutUserPolicy", f"{IAM}:user/one")))
    assert ways(said, "one") == {EVERYTHING: "writes itself a policy"}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([statement("iam:*", Effect="Deny")], []),
        ([statement("iam:Put*", f"{IAM}:role/me", Effect="Deny")], []),
        ([statement("iam:*", Effect="Deny", Condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}})], ["certain"]),
        ([statement("s3:*", Effect="Deny")], ["certain"]),
    ],
)
def test_what_is_denied_whatever_the_request_is_no_way(more: list[dict[str, object]], expected: list[str]) -> None:
    me = role("me")
    said = told(me, allowed(me, statement("iam:PutRolePolicy"), *more))
    assert ["certain" for it in identity(said, "me")["becomes"] if it["certain"]] == expected


@pytest.mark.parametrize("how", ["condition", "boundary", "unknown"])
def test_what_depends_on_something_is_told_as_perhaps(how: str) -> None:
    me = role("me", permissionsBoundary=f"{IAM}:policy/limits") if how == "boundary" else role("me")
    given = {
        "condition": statement("iam:PutRolePolicy", Condition={"StringEquals": {"aws:PrincipalTag/a": "b"}}),
        "boundary": statement("iam:PutRolePolicy"),
        "unknown": statement("iam:PutRolePolicy", UNKNOWN),
    }[how]
    assert found(told(me, allowed(me, given)), "escalation") == ["high me: gets at every right in the account?"]


def test_keys_that_do_not_expire_and_functions_that_everybody_may_call() -> None:
    one = user("one")
    key = resource("aws:iam/accessKey:AccessKey", "key", user="one")
    function = resource("aws:lambda/function:Function", "f", name="f", arn="arn:f", role="x")
    callers = resource(
        "aws:lambda/permission:Permission", "p", function="f", action="lambda:InvokeFunction", principal="*"
    )
    said = told(one, key, function, callers)
    assert identity(said, "one")["keys"] is True
    assert found(said, "wildcard") == [
        "critical everybody: everybody may lambda:InvokeFunction on Function f (Permission p)"
    ]


def test_the_rule_and_the_review_share_what_they_know() -> None:
    assert {"iam:PassRole", "sts:AssumeRole", "iam:CreatePolicyVersion"} <= set(ALONE)
    assert all(way.source.startswith("https://") for way in (*ON_ITSELF, *TAKEOVERS, *PASSINGS, *ENTERINGS))
