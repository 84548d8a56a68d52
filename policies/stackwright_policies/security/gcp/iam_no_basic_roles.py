"""Nobody has a basic role on a project, a folder or an organization, or may act as any account in it."""

import json
from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import LEAST_PRIVILEGE
from stackwright_policies.gcp.iam import Grant, granting, grants
from stackwright_policies.gcp.roles import UNLIMITED
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict, all_of, each

MEMBER: Final = "gcp:projects/iAMMember:IAMMember"
BINDING: Final = "gcp:organizations/iAMBinding:IAMBinding"
POLICY: Final = "gcp:folder/iAMPolicy:IAMPolicy"
_DEPLOYER: Final = "serviceAccount:deploy@shop-dev.iam.gserviceaccount.com"

PASSES: Final = (
    Example(
        why="one service", type=MEMBER, inputs={"project": "shop", "role": "roles/pubsub.editor", "member": UNKNOWN}
    ),
    Example(why="nobody has it", type=BINDING, inputs={"orgId": "1", "role": "roles/owner", "members": []}),
)
VIOLATES: Final = (
    Example(
        why="whoever it will be", type=MEMBER, inputs={"project": UNKNOWN, "role": "roles/editor", "member": UNKNOWN}
    ),
    Example(
        why="owners of an organization",
        type=BINDING,
        inputs={"orgId": "1", "role": "roles/owner", "members": ["group:admins@example.com"]},
    ),
    Example(
        why="may act as every account of the project",
        type=MEMBER,
        inputs={"project": "shop", "role": "roles/iam.serviceAccountTokenCreator", "member": _DEPLOYER},
    ),
    Example(
        why="in a whole policy",
        type=POLICY,
        inputs={
            "folder": "folders/1",
            "policyData": json.dumps({"bindings": [{"role": "roles/editor", "members": [_DEPLOYER]}]}),
        },
    ),
)
UNDECIDED: Final = (
    Example(why="which role is not known", type=MEMBER, inputs={"role": UNKNOWN, "member": _DEPLOYER}),
    Example(
        why="whether anybody has it is not known", type=BINDING, inputs={"role": "roles/owner", "members": UNKNOWN}
    ),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    unwanted: list[str] = settings["roles"]
    yield from each(grants(resource), lambda grant: _judge(grant, unwanted))


def _judge(grant: Grant, unwanted: list[str]) -> Iterator[Verdict]:
    if all_of(lambda: grant.role.text() in unwanted, lambda: bool(grant.members())):
        yield Failed(f"{grant.role.path} is {grant.role.text()}, on everything below")


policy: Final = Policy(
    id="GCP-IAM-01",
    title="Nobody has a basic role, or may act as any account, on a project or above",
    severity="critical",
    why="Owners and editors can change nearly everything in every service; who acts as any account can do the same.",
    fix="Grant the roles of single services; grant roles/iam.serviceAccountUser on the one account that is meant.",
    frameworks=(
        *cis("GCP", "4.0", "1.5", "1.6"),
        *LEAST_PRIVILEGE,
        *checkov("CKV_GCP_41", "CKV_GCP_44", "CKV_GCP_45", "CKV_GCP_49", "CKV_GCP_117"),
    ),
    types=granting("gcp:projects/iAM", "gcp:folder/iAM", "gcp:organizations/iAM"),
    check=check,
    settings={
        "roles": {
            "type": "array",
            "items": {"type": "string"},
            "default": list(UNLIMITED),
            "description": "The roles that nobody gets on a project, a folder or an organization.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
