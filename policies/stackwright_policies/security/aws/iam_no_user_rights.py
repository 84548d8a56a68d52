"""IAM users get their rights through groups, and no keys that last."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.identity import USER_POLICY
from stackwright_policies.controls import AUTHENTICATION, LEAST_PRIVILEGE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

ATTACHMENT: Final = "aws:iam/policyAttachment:PolicyAttachment"
TO_USER: Final = "aws:iam/userPolicyAttachment:UserPolicyAttachment"
ALL_OF_USER: Final = "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive"
KEY: Final = "aws:iam/accessKey:AccessKey"
_LISTS: Final = {ATTACHMENT: "users", ALL_OF_USER: "policyArns"}

PASSES: Final = (
    Example(why="to groups and roles", type=ATTACHMENT, inputs={"groups": ["developers"], "roles": [UNKNOWN]}),
    Example(why="none at all", type=ALL_OF_USER, inputs={"userName": "ana", "policyArns": []}),
)
VIOLATES: Final = (
    Example(why="to a user", type=TO_USER, inputs={"user": UNKNOWN, "policyArn": UNKNOWN}),
    Example(why="to users, beside groups", type=ATTACHMENT, inputs={"groups": ["developers"], "users": ["ana"]}),
    Example(why="a policy of its own", type=USER_POLICY, inputs={"user": "ana", "policy": UNKNOWN}),
    Example(why="a key", type=KEY, inputs={"user": "ana"}),
)
UNDECIDED: Final = (Example(why="to whom is not known", type=ATTACHMENT, inputs={"users": UNKNOWN}),)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    listed = _LISTS.get(resource.type)
    if resource.type == KEY:
        yield Failed("it is a key that lasts until somebody deletes it")
    elif listed is None or resource.properties.get(listed).items():
        yield Failed("it gives rights to a user, not to a group or a role")


policy: Final = Policy(
    id="AWS-IAM-04",
    title="Users have no rights and no keys of their own",
    severity="medium",
    why="Nobody sees who may do what if each user is different; a key that lasts is a password that is never changed.",
    fix="Give people rights through IAM Identity Center or groups, and programs roles (OIDC, instance profiles).",
    frameworks=(
        *cis("AWS", "5.0", "1.14"),
        *cis("AWS", "7.0", "2.13"),
        *LEAST_PRIVILEGE,
        *AUTHENTICATION,
        *checkov("CKV_AWS_40"),
    ),
    types=(TO_USER, ATTACHMENT, ALL_OF_USER, USER_POLICY, KEY),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
