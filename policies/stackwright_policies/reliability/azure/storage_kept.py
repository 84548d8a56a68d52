"""Storage accounts keep copies in other zones or regions; blobs that are deleted or overwritten come back."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import AVAILABILITY, BACKUP
from stackwright_policies.demands import Demand, mended, unmet
from stackwright_policies.environments import PRODUCTION, where_production
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

ACCOUNT: Final = "azure-native:storage:StorageAccount"
BLOBS: Final = "azure-native:storage:BlobServiceProperties"
_KEPT: Final[dict[str, Any]] = {"deleteRetentionPolicy": {"enabled": True, "days": 14}, "isVersioningEnabled": True}


def _account(sku: object, **tags: str) -> dict[str, Any]:
    return {"sku": {"name": sku}} | ({"tags": tags} if tags else {})


PASSES: Final = (
    Example(why="in three zones", type=ACCOUNT, inputs=_account("Standard_ZRS")),
    Example(why="in another region", type=ACCOUNT, inputs=_account("Standard_RAGZRS", environment="prod")),
    Example(why="not production", type=ACCOUNT, inputs=_account("Standard_LRS", environment="dev")),
    Example(why="what is deleted comes back", type=BLOBS, inputs=_KEPT),
)
VIOLATES: Final = (
    Example(why="in one place", type=ACCOUNT, inputs=_account("Standard_LRS")),
    Example(why="fast, and in one place", type=ACCOUNT, inputs=_account("Premium_LRS", environment="prod")),
    Example(why="nothing is said", type=BLOBS, inputs={"blobServicesName": "default"}),
    Example(why="no soft delete", type=BLOBS, inputs={**_KEPT, "deleteRetentionPolicy": {"enabled": False}}),
    Example(why="no versions", type=BLOBS, inputs={**_KEPT, "isVersioningEnabled": False}),
    Example(why="whatever soft delete is", type=BLOBS, inputs={"deleteRetentionPolicy": UNKNOWN}),
)
UNDECIDED: Final = (
    Example(why="not known", type=ACCOUNT, inputs=_account(UNKNOWN)),
    Example(why="versions are not known", type=BLOBS, inputs={**_KEPT, "isVersioningEnabled": UNKNOWN}),
)
_BLOBS: Final = (
    Demand(
        refuses=lambda it: not it.get("deleteRetentionPolicy", "enabled").flag(),
        what="deleteRetentionPolicy.enabled is off: a deleted blob is gone",
        mend={"deleteRetentionPolicy.enabled": True, "deleteRetentionPolicy.days": 7},
    ),
    Demand(
        refuses=lambda it: not it.get("isVersioningEnabled").flag(),
        what="isVersioningEnabled is off: an overwritten blob is gone",
        mend={"isVersioningEnabled": True},
    ),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    if resource.type == BLOBS:
        return unmet(resource.properties, _BLOBS)
    return where_production(resource, settings, lambda: _judge(resource))


def _judge(account: Resource) -> Iterator[Verdict]:
    sku = account.properties.get("sku", "name")
    if sku.text().upper().endswith("_LRS"):
        yield Failed(f"{sku.path} is {sku.text()}: all copies are in one building")


def _remedy(resource: Resource, inputs: Json, _settings: Settings) -> Json:
    """Where copies of an account are cannot be changed by the way: some kinds have to be moved."""
    return mended(inputs, _BLOBS) if resource.type == BLOBS else inputs


policy: Final = Policy(
    id="REL-AZ-02",
    title="Storage survives a building, and a mistake",
    severity="medium",
    why="Three copies in one building burn together, and copies are no help against a deletion: it is copied, too.",
    fix="Choose ZRS, GRS or GZRS; switch soft delete and versions of blobs on.",
    frameworks=(
        *cis("Azure", "4.0", "10.2.1", "10.2.2", "10.3.12"),
        *AVAILABILITY,
        *BACKUP,
        *checkov("CKV_AZURE_206", "CKV2_AZURE_38"),
    ),
    types=(ACCOUNT, BLOBS),
    check=check,
    remedy_of=_remedy,
    settings=PRODUCTION,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
