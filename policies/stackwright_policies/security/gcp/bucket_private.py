"""No Google Cloud Storage bucket is open to everyone."""

import json
from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import PUBLIC_DATA
from stackwright_policies.gcp.iam import everyone, granting, to_everyone
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

MEMBER: Final = "gcp:storage/bucketIAMMember:BucketIAMMember"
BINDING: Final = "gcp:storage/bucketIAMBinding:BucketIAMBinding"
POLICY: Final = "gcp:storage/bucketIAMPolicy:BucketIAMPolicy"
ACL: Final = "gcp:storage/bucketACL:BucketACL"
CONTROL: Final = "gcp:storage/bucketAccessControl:BucketAccessControl"
GRANTS: Final = granting("gcp:storage/bucket", "gcp:storage/managedFolder")
_LISTS: Final = {
    ACL: ("roleEntities", "predefinedAcl", "defaultAcl"),
    "gcp:storage/defaultObjectACL:DefaultObjectACL": ("roleEntities",),
    "gcp:storage/objectACL:ObjectACL": ("roleEntities", "predefinedAcl"),
    CONTROL: ("entity",),
    "gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl": ("entity",),
    "gcp:storage/objectAccessControl:ObjectAccessControl": ("entity",),
    "gcp:storage/bucketObject:BucketObject": ("predefinedAcl",),
}
"""Access lists, and where each says who."""
# https://cloud.google.com/storage/docs/access-control/lists#predefined-acl
_PUBLIC_ACLS: Final = {"publicread", "publicreadwrite", "authenticatedread"}

_VIEWER: Final = {"bucket": UNKNOWN, "role": "roles/storage.objectViewer"}


def _document(*members: str) -> str:
    return json.dumps({"bindings": [{"role": "roles/storage.objectViewer", "members": members}]})


PASSES: Final = (
    Example(why="a group", type=MEMBER, inputs={**_VIEWER, "member": "group:finance@example.com"}),
    Example(
        why="an account", type=BINDING, inputs={**_VIEWER, "members": ["serviceAccount:a@b.iam.gserviceaccount.com"]}
    ),
    Example(why="a whole policy", type=POLICY, inputs={"bucket": "logs", "policyData": _document("domain:acme.com")}),
    Example(why="the project's own", type=ACL, inputs={"predefinedAcl": "projectPrivate"}),
)
VIOLATES: Final = (
    Example(why="everyone", type=MEMBER, inputs={**_VIEWER, "member": "allUsers"}),
    Example(
        why="everyone with any Google account, beside an unknown",
        type=BINDING,
        inputs={**_VIEWER, "members": [UNKNOWN, "allAuthenticatedUsers"]},
    ),
    Example(why="in a whole policy", type=POLICY, inputs={"bucket": UNKNOWN, "policyData": _document("allUsers")}),
    Example(why="through an ACL", type=ACL, inputs={"roleEntities": ["OWNER:project-owners-1", "READER:allUsers"]}),
    Example(why="through a predefined ACL", type=ACL, inputs={"predefinedAcl": "publicRead"}),
    Example(why="through one entry of an ACL", type=CONTROL, inputs={"role": "READER", "entity": "allUsers"}),
)
UNDECIDED: Final = (
    Example(why="who is not known", type=MEMBER, inputs={**_VIEWER, "member": UNKNOWN}),
    Example(why="one of them is not", type=BINDING, inputs={**_VIEWER, "members": ["user:a@example.com", UNKNOWN]}),
    Example(why="nor is the policy", type=POLICY, inputs={"bucket": "logs", "policyData": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if resource.type in GRANTS:
        yield from to_everyone(resource)
        return
    places = [resource.properties.get(key) for key in _LISTS[resource.type]]
    yield from each(places, lambda place: each(place.items(), _judge))


def _judge(who: View) -> Iterator[Verdict]:
    if everyone(who.text()) or who.text().lower() in _PUBLIC_ACLS:
        yield Failed(f"{who.path} is {who.text()}")


policy: Final = Policy(
    id="GCP-GCS-01",
    title="Storage buckets are not open to everyone",
    severity="critical",
    why="allUsers is everyone on the internet, allAuthenticatedUsers everyone with any Google account.",
    fix="Name users, groups or service accounts; for public files put a load balancer with Cloud CDN in front.",
    frameworks=(*cis("GCP", "4.0", "5.1"), *PUBLIC_DATA, *checkov("CKV_GCP_28")),
    types=(*GRANTS, *_LISTS),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
