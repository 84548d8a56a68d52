"""No IAM policy allows everything on everything."""

import json
from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.identity import ROLE, TYPES, documents
from stackwright_policies.aws.principals import allows
from stackwright_policies.controls import LEAST_PRIVILEGE
from stackwright_policies.documents import statements
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, all_of, any_in, each

_ALL: Final = {"*", "*:*"}


def _document(*statements_: object) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements_)})


_ADMINISTRATOR: Final = {"Effect": "Allow", "Action": "*", "Resource": "*"}

PASSES: Final = (
    Example(
        why="some rights on something",
        type=TYPES[0],
        inputs={"policy": _document({"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"})},
    ),
    Example(
        why="everything, on one thing",
        type=TYPES[1],
        inputs={"policy": _document({**_ADMINISTRATOR, "Resource": "arn:aws:s3:::logs/*"}), "role": UNKNOWN},
    ),
    Example(why="denies", type=TYPES[2], inputs={"policy": _document({**_ADMINISTRATOR, "Effect": "Deny"})}),
)
VIOLATES: Final = (
    Example(why="as JSON text", type=TYPES[0], inputs={"policy": _document(_ADMINISTRATOR)}),
    Example(
        why="in lists, behind a harmless statement",
        type=TYPES[3],
        inputs={
            "policy": _document(
                {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
                {"Effect": "Allow", "Action": ["s3:*", "*:*"], "Resource": ["arn:aws:s3:::a", "*"]},
            )
        },
    ),
    Example(
        why="a single statement needs no list",
        type=TYPES[1],
        inputs={"policy": json.dumps({"Statement": _ADMINISTRATOR})},
    ),
    Example(
        why="inline in a role",
        type=ROLE,
        inputs={"inlinePolicies": [{"name": "a", "policy": UNKNOWN}, {"policy": _document(_ADMINISTRATOR)}]},
    ),
)
UNDECIDED: Final = (
    Example(why="the document is not known", type=TYPES[0], inputs={"policy": UNKNOWN}),
    Example(why="nor is an inline one", type=ROLE, inputs={"inlinePolicies": [{"policy": UNKNOWN}]}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    yield from each(documents(resource), lambda document: each(statements(document), _judge))


def _judge(statement: View) -> Iterator[Verdict]:
    if all_of(
        lambda: allows(statement),
        lambda: any_in(statement.get("Action").items(), lambda action: action.value in _ALL),
        lambda: any_in(statement.get("Resource").items(), lambda resource: resource.value == "*"),
    ):
        yield Failed(f"{statement.path} allows every action on every resource")


policy: Final = Policy(
    id="AWS-IAM-01",
    title="No IAM policy allows everything on everything",
    severity="critical",
    why="Whoever gets hold of such a principal owns the account, whatever else is locked down.",
    fix="Name the actions that are needed and the resources that they are needed on.",
    frameworks=(
        *cis("AWS", "5.0", "1.15"),
        *cis("AWS", "7.0", "2.14"),
        *LEAST_PRIVILEGE,
        *checkov("CKV_AWS_62", "CKV_AWS_63"),
    ),
    types=TYPES,
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
