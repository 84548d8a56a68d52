"""No ACL of S3 gives everybody anything."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.buckets import ACLS, BUCKETS, OBJECTS
from stackwright_policies.controls import PUBLIC_DATA
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov
from stackwright_policies.resource import Resource, View, changed
from stackwright_policies.verdicts import Failed, Verdict, each, settled

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
_PUBLIC: Final = {"public-read", "public-read-write", "authenticated-read"}
_EVERYBODY: Final = ("/groups/global/AllUsers", "/groups/global/AuthenticatedUsers")
_ALL_USERS: Final = "http://acs.amazonaws.com/groups/global/AllUsers"
_LOGGERS: Final = "http://acs.amazonaws.com/groups/s3/LogDelivery"
_OWNER: Final = {"id": "a1b2"}

PASSES: Final = (
    Example(why="nothing is said", type=BUCKETS[0], inputs={"bucket": "logs"}),
    Example(why="private", type=ACLS[0], inputs={"bucket": UNKNOWN, "acl": "private"}),
    Example(
        why="the service that writes logs",
        type=ACLS[1],
        inputs={
            "bucket": "logs",
            "accessControlPolicy": {
                "owner": _OWNER,
                "grants": [{"permission": "WRITE", "grantee": {"type": "Group", "uri": _LOGGERS}}],
            },
        },
    ),
)
VIOLATES: Final = (
    Example(why="everybody reads", type=BUCKETS[0], inputs={"acl": "public-read"}),
    Example(why="every AWS account reads", type=ACLS[0], inputs={"bucket": UNKNOWN, "acl": "authenticated-read"}),
    Example(
        why="a grant to everybody, behind one that is not known",
        type=BUCKETS[1],
        inputs={"grants": [UNKNOWN, {"type": "Group", "uri": _ALL_USERS, "permissions": ["READ"]}]},
    ),
    Example(
        why="a grant in a policy of its own",
        type=ACLS[1],
        inputs={
            "bucket": "logs",
            "accessControlPolicy": {
                "owner": _OWNER,
                "grants": [{"permission": "READ", "grantee": {"type": "Group", "uri": _ALL_USERS}}],
            },
        },
    ),
    Example(why="one object", type=OBJECTS[1], inputs={"bucket": "logs", "key": "a", "acl": "public-read"}),
)
UNDECIDED: Final = (
    Example(why="the ACL is not known", type=ACLS[0], inputs={"bucket": "logs", "acl": UNKNOWN}),
    Example(why="nor is to whom", type=BUCKETS[0], inputs={"grants": [{"uri": UNKNOWN, "permissions": ["READ"]}]}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    properties = resource.properties
    yield from each([properties.get("acl")], _judge)
    yield from each([properties], lambda it: each(it.get("grants").items(), _judge_grant))
    yield from each([properties], lambda it: each(it.get("accessControlPolicy", "grants").items(), _judge_grant))


def _judge(acl: View) -> Iterator[Verdict]:
    if acl.text().lower() in _PUBLIC:
        yield Failed(f"{acl.path} is {acl.text()}")


def _judge_grant(grant: View) -> Iterator[Verdict]:
    if _is_public(grant):
        yield Failed(f"{grant.path} gives everybody a right")


def _is_public(grant: View) -> bool:
    uri = grant.get("uri") if grant.get("grantee").absent else grant.get("grantee", "uri")
    return uri.text().endswith(_EVERYBODY)


def remedy(inputs: Json, _settings: Settings) -> Json:
    """Grants are left: whom they are meant for, only a person knows."""
    acl = View(inputs).get("acl")
    return (
        changed(inputs, ["acl"], "private")
        if any(isinstance(it, Failed) for it in settled(lambda: _judge(acl)))
        else inputs
    )


policy: Final = Policy(
    id="AWS-S3-03",
    title="No ACL of S3 is public",
    severity="critical",
    why="Everybody, or every AWS account there is, reads what the ACL is on; some may write and delete, too.",
    fix="Leave the ACL out (buckets are private) and publish through CloudFront with an origin access control.",
    frameworks=(*PUBLIC_DATA, *checkov("CKV_AWS_20", "CKV_AWS_57")),
    types=(*BUCKETS, *ACLS, *OBJECTS),
    check=check,
    remedy=remedy,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
