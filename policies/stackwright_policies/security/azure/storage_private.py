"""Nobody reads blobs of an Azure storage account without signing in."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import PUBLIC_DATA
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

ACCOUNT: Final = "azure-native:storage:StorageAccount"
CONTAINER: Final = "azure-native:storage:BlobContainer"

PASSES: Final = (
    Example(why="off by default", type=ACCOUNT, inputs={"kind": "StorageV2", "resourceGroupName": UNKNOWN}),
    Example(why="said so", type=ACCOUNT, inputs={"allowBlobPublicAccess": False}),
    Example(why="private", type=CONTAINER, inputs={"publicAccess": "None"}),
    Example(why="private by default", type=CONTAINER, inputs={"accountName": UNKNOWN}),
)
VIOLATES: Final = (
    Example(why="an account that allows it", type=ACCOUNT, inputs={"allowBlobPublicAccess": True}),
    Example(why="blobs are public", type=CONTAINER, inputs={"publicAccess": "Blob"}),
    Example(why="even the list of them is", type=CONTAINER, inputs={"publicAccess": "Container"}),
)
UNDECIDED: Final = (
    Example(why="not known", type=ACCOUNT, inputs={"allowBlobPublicAccess": UNKNOWN}),
    Example(why="not known either", type=CONTAINER, inputs={"publicAccess": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if resource.type == ACCOUNT:
        if resource.properties.get("allowBlobPublicAccess").flag():
            yield Failed("allowBlobPublicAccess is on: any container in it can be made public")
    elif resource.properties.get("publicAccess").text("None").lower() != "none":
        yield Failed("publicAccess lets anyone read without signing in")


def remedy(inputs: Json, _settings: Settings) -> Json:
    key, closed = ("publicAccess", "None") if "publicAccess" in inputs else ("allowBlobPublicAccess", False)
    return {**inputs, key: closed}


policy: Final = Policy(
    id="AZ-ST-01",
    title="Azure storage is read by nobody who has not signed in",
    severity="critical",
    why="Public containers are found by scanning names; what is in them is copied before anyone notices.",
    fix="Set allowBlobPublicAccess to false and publicAccess to None; hand out SAS links, or put a CDN in front.",
    frameworks=(
        *cis("Azure", "4.0", "10.3.9"),
        *cis("Azure", "6.0", "9.3.8"),
        *PUBLIC_DATA,
        *checkov("CKV_AZURE_59", "CKV_AZURE_190"),
    ),
    types=(ACCOUNT, CONTAINER),
    check=check,
    remedy=remedy,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
