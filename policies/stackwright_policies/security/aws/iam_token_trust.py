"""No IAM role is for everybody who has a token of an identity provider."""

import json
from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.aws.federation import open_to_tokens
from stackwright_policies.aws.identity import ROLE
from stackwright_policies.controls import LEAST_PRIVILEGE
from stackwright_policies.documents import statements
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

_GITHUB: Final = "token.actions.githubusercontent.com"
_CLUSTER: Final = "oidc.eks.eu-west-1.amazonaws.com/id/1A2B"


def _arn(host: str) -> str:
    return f"arn:aws:iam::111122223333:oidc-provider/{host}"


def _trust(provider: object, **conditions: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    trusting = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
        **({"Condition": conditions} if conditions else {}),
    }
    return {"Version": "2012-10-17", "Statement": [trusting]}


def _github(**conditions: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"assumeRolePolicy": _trust(_arn(_GITHUB), **conditions)}


_AUDIENCE: Final = {f"{_GITHUB}:aud": "sts.amazonaws.com"}
PASSES: Final = (
    Example(
        why="one branch of one repository",
        type=ROLE,
        inputs={
            "assumeRolePolicy": json.dumps(
                _trust(
                    _arn(_GITHUB),
                    StringEquals={**_AUDIENCE, f"{_GITHUB}:sub": "repo:acme/shop:ref:refs/heads/main"},
                )
            )
        },
    ),
    Example(
        why="every repository of one organization",
        type=ROLE,
        inputs=_github(StringEquals=_AUDIENCE, StringLike={f"{_GITHUB}:sub": ["repo:acme/*"]}),
    ),
    Example(
        why="one account of a cluster, whose provider is not known",
        type=ROLE,
        inputs={
            "assumeRolePolicy": _trust(UNKNOWN, StringEquals={f"{_CLUSTER}:sub": "system:serviceaccount:shop:web"})
        },
    ),
    Example(
        why="users of one pool",
        type=ROLE,
        inputs={
            "assumeRolePolicy": _trust(
                "cognito-identity.amazonaws.com",
                StringEquals={"cognito-identity.amazonaws.com:aud": "eu-west-1:1a2b"},
            )
        },
    ),
    Example(
        why="a service, no provider",
        type=ROLE,
        inputs={
            "assumeRolePolicy": {
                "Statement": [
                    {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
                ]
            }
        },
    ),
)
VIOLATES: Final = (
    Example(why="everybody on GitHub", type=ROLE, inputs=_github(StringEquals=_AUDIENCE)),
    Example(why="the same, as text", type=ROLE, inputs={"assumeRolePolicy": json.dumps(_trust(_arn(_GITHUB)))}),
    Example(
        why="every repository of everybody",
        type=ROLE,
        inputs=_github(StringLike={**_AUDIENCE, f"{_GITHUB}:sub": "repo:*"}),
    ),
    Example(
        why="other organizations whose names begin like that",
        type=ROLE,
        inputs=_github(StringLike={f"{_GITHUB}:sub": ["repo:acme/shop:*", "repo:acme*"]}),
    ),
    Example(
        why="a claim that need not be there",
        type=ROLE,
        inputs=_github(StringEqualsIfExists={f"{_GITHUB}:sub": "repo:acme/shop:ref:refs/heads/main"}),
    ),
    Example(
        why="every pod of a cluster, whose provider is not known",
        type=ROLE,
        inputs={"assumeRolePolicy": _trust(UNKNOWN)},
    ),
)
UNDECIDED: Final = (
    Example(why="the document is not known", type=ROLE, inputs={"assumeRolePolicy": UNKNOWN}),
    Example(why="whose token is not known", type=ROLE, inputs=_github(StringLike={f"{_GITHUB}:sub": UNKNOWN})),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    yield from each(statements(resource.properties.get("assumeRolePolicy")), _judge)


def _judge(statement: View) -> Iterator[Verdict]:
    if open_to_tokens(statement):
        yield Failed(f"{statement.path} lets in everybody who has a token of the provider: no condition says who")


policy: Final = Policy(
    id="AWS-IAM-06",
    title="No role is for everybody who has a token of a provider",
    severity="high",
    why="GitHub gives every workflow of every repository a token, for whatever audience it asks for.",
    fix="Add a condition on the sub claim: repo:acme/shop:ref:refs/heads/main, system:serviceaccount:shop:web.",
    frameworks=(*LEAST_PRIVILEGE, *checkov("CKV_AWS_358")),
    types=(ROLE,),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
