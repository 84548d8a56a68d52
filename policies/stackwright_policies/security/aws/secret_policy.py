"""No policy of a secret allows everybody something."""

import json
from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.aws.principals import open_to_everybody
from stackwright_policies.controls import CREDENTIALS, PUBLIC_DATA
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Verdict

STORED: Final = "aws:secretsmanager/secret:Secret"
ITS_POLICY: Final = "aws:secretsmanager/secretPolicy:SecretPolicy"
_ROLE: Final = {"AWS": "arn:aws:iam::111122223333:role/shop"}
_ORGANIZATION: Final = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}


def _document(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    allowing = {"Effect": "Allow", "Principal": "*", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [allowing | more]}


PASSES: Final = (
    Example(why="none", type=STORED, inputs={"name": "db"}),
    Example(
        why="one role", type=ITS_POLICY, inputs={"secretArn": "a", "policy": json.dumps(_document(Principal=_ROLE))}
    ),
    Example(why="everybody of an organization", type=STORED, inputs={"policy": _document(Condition=_ORGANIZATION)}),
)
VIOLATES: Final = (
    Example(why="everybody", type=ITS_POLICY, inputs={"secretArn": UNKNOWN, "policy": json.dumps(_document())}),
    Example(why="every AWS principal, inline", type=STORED, inputs={"policy": _document(Principal={"AWS": "*"})}),
)
UNDECIDED: Final = (
    Example(why="the document is not known", type=ITS_POLICY, inputs={"secretArn": "a", "policy": UNKNOWN}),
    Example(why="who is not known", type=STORED, inputs={"policy": _document(Principal=UNKNOWN)}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    return open_to_everybody(resource.properties.get("policy"))


policy: Final = Policy(
    id="AWS-SM-01",
    title="No secret's policy allows everybody something",
    severity="critical",
    why="Whoever has an AWS account, which is everybody, reads the password.",
    fix="Name the roles that need it, and set blockPublicPolicy to true on the aws:secretsmanager:SecretPolicy.",
    frameworks=(*CREDENTIALS, *PUBLIC_DATA),
    types=(STORED, ITS_POLICY),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
