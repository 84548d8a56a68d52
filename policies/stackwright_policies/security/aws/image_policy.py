"""No policy of a repository of images allows everybody something."""

import json
from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.aws.principals import open_to_everybody
from stackwright_policies.controls import PUBLIC_DATA
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Verdict

REPOSITORY: Final = "aws:ecr/repositoryPolicy:RepositoryPolicy"
REGISTRY: Final = "aws:ecr/registryPolicy:RegistryPolicy"
_ACCOUNT: Final = {"AWS": "arn:aws:iam::111122223333:root"}
_ORGANIZATION: Final = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}


def _document(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    allowing = {"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage", "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [allowing | more]}


PASSES: Final = (
    Example(
        why="one account",
        type=REPOSITORY,
        inputs={"repository": "a", "policy": json.dumps(_document(Principal=_ACCOUNT))},
    ),
    Example(
        why="everybody of an organization",
        type=REPOSITORY,
        inputs={"repository": "a", "policy": _document(Condition=_ORGANIZATION)},
    ),
)
VIOLATES: Final = (
    Example(why="everybody pulls", type=REPOSITORY, inputs={"repository": UNKNOWN, "policy": json.dumps(_document())}),
    Example(
        why="every AWS principal, of all repositories",
        type=REGISTRY,
        inputs={"policy": _document(Principal={"AWS": ["*"]})},
    ),
)
UNDECIDED: Final = (
    Example(why="the document is not known", type=REPOSITORY, inputs={"repository": "a", "policy": UNKNOWN}),
    Example(why="who is not known", type=REGISTRY, inputs={"policy": _document(Principal=UNKNOWN)}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    return open_to_everybody(resource.properties.get("policy"))


policy: Final = Policy(
    id="AWS-ECR-02",
    title="No policy of a repository of images allows everybody something",
    severity="critical",
    why="Everybody pulls what is in the images, or pushes what you then run.",
    fix="Name the accounts, or add a condition on aws:PrincipalOrgID; what is for everybody belongs into ECR Public.",
    frameworks=(*PUBLIC_DATA, *checkov("CKV_AWS_32")),
    types=(REPOSITORY, REGISTRY),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
