"""No Google Cloud Storage bucket is open to everyone."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

MEMBER: Final = "gcp:storage/bucketIAMMember:BucketIAMMember"
BINDING: Final = "gcp:storage/bucketIAMBinding:BucketIAMBinding"
ACL: Final = "gcp:storage/bucketACL:BucketACL"
CONTROL: Final = "gcp:storage/bucketAccessControl:BucketAccessControl"
_EVERYONE: Final = {"allUsers", "allAuthenticatedUsers"}
"""`allAuthenticatedUsers` is everyone with a Google account, not everyone of an organization."""
_PLACES: Final = {
    MEMBER: ("member",),
    BINDING: ("members",),
    ACL: ("roleEntities", "predefinedAcl"),
    CONTROL: ("entity",),
}
# https://cloud.google.com/storage/docs/access-control/lists#predefined-acl
_PUBLIC_ACLS: Final = {"publicRead", "publicReadWrite", "authenticatedRead"}

_VIEWER: Final = {"bucket": UNKNOWN, "role": "roles/storage.objectViewer"}
PASSES: Final = (
    Example(why="a group", type=MEMBER, inputs={**_VIEWER, "member": "group:finance@example.com"}),
    Example(
        why="an account", type=BINDING, inputs={**_VIEWER, "members": ["serviceAccount:a@b.iam.gserviceaccount.com"]}
    ),
    Example(why="the project's own", type=ACL, inputs={"predefinedAcl": "projectPrivate"}),
)
VIOLATES: Final = (
    Example(why="everyone", type=MEMBER, inputs={**_VIEWER, "member": "allUsers"}),
    Example(
        why="everyone with any Google account, beside an unknown",
        type=BINDING,
        inputs={**_VIEWER, "members": [UNKNOWN, "allAuthenticatedUsers"]},
    ),
    Example(why="through an ACL", type=ACL, inputs={"roleEntities": ["OWNER:project-owners-1", "READER:allUsers"]}),
    Example(why="through a predefined ACL", type=ACL, inputs={"predefinedAcl": "publicRead"}),
    Example(why="through one entry of an ACL", type=CONTROL, inputs={"role": "READER", "entity": "allUsers"}),
)
UNDECIDED: Final = (
    Example(why="who is not known", type=MEMBER, inputs={**_VIEWER, "member": UNKNOWN}),
    Example(why="one of them is not", type=BINDING, inputs={**_VIEWER, "members": ["user:a@example.com", UNKNOWN]}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    places = [resource.properties.get(key) for key in _PLACES[resource.type]]
    yield from each(places, lambda place: each(place.items(), _judge))


def _judge(who: View) -> Iterator[Verdict]:
    named = who.text().rpartition(":")[2]
    if named in _EVERYONE | _PUBLIC_ACLS:
        yield Failed(f"{who.path} is {named}")


policy: Final = Policy(
    id="GCP-GCS-01",
    title="Storage buckets are not open to everyone",
    severity="critical",
    why="allUsers is everyone on the internet, allAuthenticatedUsers everyone with any Google account.",
    fix="Name users, groups or service accounts; for public files put a load balancer with Cloud CDN in front.",
    frameworks=(*cis("GCP", "4.0", "5.1"), *checkov("CKV_GCP_28")),
    types=tuple(_PLACES),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
