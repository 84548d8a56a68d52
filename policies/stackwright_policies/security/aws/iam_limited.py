"""No IAM policy lets its holder get more rights, or change whatever there is."""

import json
from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.aws.actions import escalates, writes
from stackwright_policies.aws.identity import GROUP_POLICY, POLICY, ROLE, ROLE_POLICY, TYPES, USER_POLICY, documents
from stackwright_policies.aws.principals import allows
from stackwright_policies.controls import LEAST_PRIVILEGE
from stackwright_policies.documents import statements
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, all_of, any_in, any_of, each

_ROLES: Final = "arn:aws:iam::111122223333:role/"


def _document(**more: Any) -> str:  # noqa: ANN401 - JSON
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*"} | more]})


PASSES: Final = (
    Example(
        why="reads everywhere", type=POLICY, inputs={"policy": _document(Action=["s3:Get*", "ec2:DescribeInstances"])}
    ),
    Example(
        why="writes to one thing",
        type=ROLE_POLICY,
        inputs={"policy": _document(Action="s3:*", Resource="arn:aws:s3:::logs/*"), "role": UNKNOWN},
    ),
    Example(
        why="passes one role", type=POLICY, inputs={"policy": _document(Action="iam:PassRole", Resource=f"{_ROLES}app")}
    ),
    Example(
        why="what has no resource to name",
        type=POLICY,
        inputs={"policy": _document(Action=["cloudwatch:PutMetricData", "xray:PutTraceSegments"])},
    ),
    Example(
        why="a condition says on what",
        type=POLICY,
        inputs={
            "policy": _document(
                Action="ec2:StopInstances", Condition={"StringEquals": {"aws:ResourceTag/service": "shop"}}
            )
        },
    ),
    Example(why="denies", type=GROUP_POLICY, inputs={"policy": _document(Effect="Deny", Action="*")}),
)
VIOLATES: Final = (
    Example(
        why="passes every role", type=POLICY, inputs={"policy": _document(Action="iam:PassRole", Resource=f"{_ROLES}*")}
    ),
    Example(
        why="attaches policies to everybody",
        type=ROLE_POLICY,
        inputs={"policy": _document(Action=["iam:List*", "iam:AttachRolePolicy"])},
    ),
    Example(why="becomes every role", type=USER_POLICY, inputs={"policy": _document(Action="sts:AssumeRole")}),
    Example(why="writes everywhere", type=POLICY, inputs={"policy": _document(Action=["s3:GetObject", "s3:Put*"])}),
    Example(
        why="all of a service",
        type=POLICY,
        inputs={"policy": {"Statement": {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}}},
    ),
    Example(
        why="all but a few actions",
        type=ROLE,
        inputs={
            "inlinePolicies": [
                UNKNOWN,
                {"policy": json.dumps({"Statement": [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]})},
            ]
        },
    ),
)
UNDECIDED: Final = (
    Example(why="the document is not known", type=POLICY, inputs={"policy": UNKNOWN}),
    Example(
        why="on what is not known",
        type=POLICY,
        inputs={"policy": {"Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": UNKNOWN}]}},
    ),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    yield from each(documents(resource), lambda document: each(statements(document), _judge))


def _judge(statement: View) -> Iterator[Verdict]:
    if all_of(
        lambda: allows(statement),
        lambda: statement.get("Condition").absent,
        lambda: any_of(
            lambda: _is_wide(statement, all_of_a_kind=True) and any_in(statement.get("Action").items(), _escalates),
            lambda: _is_wide(statement) and _changes(statement),
        ),
    ):
        yield Failed(f"{statement.path} {_what(statement)}")


def _what(statement: View) -> str:
    if not statement.get("NotAction").absent:
        return "allows all but a few actions on everything"
    actions = [action.text() for action in statement.get("Action").items()]
    found = [action for action in actions if escalates(action)] or [action for action in actions if writes(action)]
    return f"allows {', '.join(found)} without saying on what"


def _escalates(action: View) -> bool:
    return escalates(action.text())


def _changes(statement: View) -> bool:
    return any_of(
        lambda: not statement.get("NotAction").absent,
        lambda: any_in(statement.get("Action").items(), lambda action: writes(action.text())),
    )


def _is_wide(statement: View, *, all_of_a_kind: bool = False) -> bool:
    """Whether it is about everything, or about all there is of a kind, such as every role of the account."""
    ends = (":*", "/*") if all_of_a_kind else ()
    return any_of(
        lambda: not statement.get("NotResource").absent,
        lambda: any_in(statement.get("Resource").items(), lambda it: it.text() == "*" or it.text().endswith(ends)),
    )


policy: Final = Policy(
    id="AWS-IAM-02",
    title="No IAM policy lets its holder get more rights or change everything",
    severity="high",
    why="Rights that give rights are all rights; one that writes to everything needs no more to ruin an account.",
    fix="Name the resources, or add a condition such as aws:ResourceTag; pass and assume only the roles in question.",
    frameworks=(*LEAST_PRIVILEGE, *checkov("CKV_AWS_111", "CKV_AWS_356", "CKV_AWS_286", "CKV_AWS_289")),
    types=TYPES,
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
