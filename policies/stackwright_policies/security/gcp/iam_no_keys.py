"""No Google Cloud service account has a key that somebody has to keep."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import AUTHENTICATION
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, cis, secret
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

KEY: Final = "gcp:serviceaccount/key:Key"
_BUILDS: Final = "builds@shop-dev.iam.gserviceaccount.com"

PASSES: Final = (
    Example(
        why="of an account that cannot do without",
        type=KEY,
        inputs={"serviceAccountId": f"projects/shop-dev/serviceAccounts/{_BUILDS}"},
        settings={"except": [_BUILDS]},
    ),
)
VIOLATES: Final = (
    Example(why="any", type=KEY, inputs={"serviceAccountId": UNKNOWN}),
    Example(
        why="one that was made elsewhere",
        type=KEY,
        inputs={"serviceAccountId": _BUILDS, "publicKeyData": secret("LS0tLS1CRUdJTi")},
    ),
    Example(why="of another account", type=KEY, inputs={"serviceAccountId": "web@a.b"}, settings={"except": [_BUILDS]}),
)
UNDECIDED: Final = (
    Example(why="whose is not known", type=KEY, inputs={"serviceAccountId": UNKNOWN}, settings={"except": [_BUILDS]}),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    exempt: list[str] = settings["except"]
    if exempt and resource.properties.get("serviceAccountId").text().rpartition("/")[2] in exempt:
        return
    yield Failed("it is a key that lasts until somebody deletes it, and works for whoever has a copy")


policy: Final = Policy(
    id="GCP-IAM-02",
    title="Service accounts have no keys",
    severity="medium",
    why="Such a key works from anywhere, for years, and stands in Pulumi's state; most leaks in Google Cloud begin so.",
    fix="Use the account attached to the machine or service, or workload identity federation from outside.",
    frameworks=(*cis("GCP", "4.0", "1.4"), *AUTHENTICATION),
    types=(KEY,),
    check=check,
    settings={
        "except": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Email addresses of accounts that cannot do without a key.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
