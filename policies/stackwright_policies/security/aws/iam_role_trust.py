"""No IAM role can be assumed by everybody."""

import json
from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.aws.identity import ROLE
from stackwright_policies.aws.principals import open_to_everybody
from stackwright_policies.controls import LEAST_PRIVILEGE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Verdict


def _trust(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole"} | more]}


_ORGANIZATION: Final = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
PASSES: Final = (
    Example(
        why="a service",
        type=ROLE,
        inputs={"assumeRolePolicy": json.dumps(_trust(Principal={"Service": "ec2.amazonaws.com"}))},
    ),
    Example(
        why="another account",
        type=ROLE,
        inputs={"assumeRolePolicy": _trust(Principal={"AWS": "arn:aws:iam::111122223333:root"})},
    ),
    Example(
        why="everybody of an organization",
        type=ROLE,
        inputs={"assumeRolePolicy": _trust(Principal={"AWS": "*"}, Condition=_ORGANIZATION)},
    ),
)
VIOLATES: Final = (
    Example(why="everybody", type=ROLE, inputs={"assumeRolePolicy": json.dumps(_trust(Principal="*"))}),
    Example(
        why="every AWS principal",
        type=ROLE,
        inputs={"assumeRolePolicy": _trust(Principal={"AWS": ["*"], "Service": UNKNOWN})},
    ),
    Example(
        why="a condition that says how, not who",
        type=ROLE,
        inputs={
            "assumeRolePolicy": _trust(
                Principal={"AWS": "*"}, Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}
            )
        },
    ),
)
UNDECIDED: Final = (
    Example(why="the document is not known", type=ROLE, inputs={"assumeRolePolicy": UNKNOWN}),
    Example(why="who is not known", type=ROLE, inputs={"assumeRolePolicy": _trust(Principal={"AWS": UNKNOWN})}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    return open_to_everybody(resource.properties.get("assumeRolePolicy"))


policy: Final = Policy(
    id="AWS-IAM-03",
    title="No role can be assumed by everybody",
    severity="critical",
    why="Whoever has an AWS account, which is everybody, takes on the role and all that it may do.",
    fix="Name the accounts, roles or services; or add a condition that says who, such as aws:PrincipalOrgID.",
    frameworks=(*LEAST_PRIVILEGE, *checkov("CKV_AWS_60")),
    types=(ROLE,),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
