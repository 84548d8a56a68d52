"""Access to Google Cloud Storage is a matter of IAM alone, and never public."""

from typing import Any, Final

from stackwright_policies.controls import PUBLIC_DATA
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis, secret

BUCKET: Final = "gcp:storage/bucket:Bucket"
_CLOSED: Final[dict[str, Any]] = {"uniformBucketLevelAccess": True, "publicAccessPrevention": "enforced"}

PASSES: Final = (
    Example(why="both are on", type=BUCKET, inputs={"location": "EU", **_CLOSED}),
    Example(why="as text", type=BUCKET, inputs={**_CLOSED, "uniformBucketLevelAccess": "true", "name": UNKNOWN}),
    Example(why="a secret switch is one", type=BUCKET, inputs={**_CLOSED, "uniformBucketLevelAccess": secret(True)}),
)
VIOLATES: Final = (
    Example(why="nothing is said", type=BUCKET, inputs={"location": "EU"}),
    Example(why="ACLs count", type=BUCKET, inputs={**_CLOSED, "uniformBucketLevelAccess": False}),
    Example(
        why="it is left to the organization, whatever the unknown will be",
        type=BUCKET,
        inputs={"uniformBucketLevelAccess": UNKNOWN, "publicAccessPrevention": "inherited"},
    ),
)
UNDECIDED: Final = (
    Example(why="not known", type=BUCKET, inputs={**_CLOSED, "uniformBucketLevelAccess": UNKNOWN}),
    Example(why="nor is this", type=BUCKET, inputs={**_CLOSED, "publicAccessPrevention": UNKNOWN}),
)


DEMANDS: Final = (
    Demand(
        refuses=lambda it: not it.get("uniformBucketLevelAccess").flag(),
        what="uniformBucketLevelAccess is not on: an ACL of an object can open it past IAM",
        mend={"uniformBucketLevelAccess": True},
    ),
    Demand(
        refuses=lambda it: it.get("publicAccessPrevention").text().lower() != "enforced",
        what="publicAccessPrevention is not enforced: a grant to allUsers would count",
        mend={"publicAccessPrevention": "enforced"},
    ),
)

policy: Final = Policy(
    id="GCP-GCS-02",
    title="Storage buckets decide access by IAM alone and prevent public access",
    severity="medium",
    why="ACLs of single objects are seen by nobody who reads the bucket's policy, and one grant publishes everything.",
    fix="Set uniformBucketLevelAccess to true and publicAccessPrevention to enforced.",
    frameworks=(*cis("GCP", "4.0", "5.2"), *PUBLIC_DATA, *checkov("CKV_GCP_29", "CKV_GCP_114")),
    types=(BUCKET,),
    check=judging(DEMANDS),
    remedy_of=mending(DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
