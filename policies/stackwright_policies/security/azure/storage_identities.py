"""Azure storage is used by identities, not by whoever has a key, and not copied to other tenants."""

from typing import Final

from stackwright_policies.controls import AUTHENTICATION
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis

ACCOUNT: Final = "azure-native:storage:StorageAccount"
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: it.get("allowSharedKeyAccess").flag(True),
        what="allowSharedKeyAccess is on, as it is where it is not set: the account's key opens everything",
    ),
    Demand(
        # Off by default: https://learn.microsoft.com/azure/storage/blobs/object-replication-prevent-cross-tenant-policies
        refuses=lambda it: it.get("allowCrossTenantReplication").flag(),
        what="allowCrossTenantReplication is on: blobs can be copied into accounts of other organisations",
    ),
)

PASSES: Final = (
    Example(why="no keys", type=ACCOUNT, inputs={"allowSharedKeyAccess": False, "kind": UNKNOWN}),
    Example(
        why="neither, said so",
        type=ACCOUNT,
        inputs={"allowSharedKeyAccess": False, "allowCrossTenantReplication": False},
    ),
)
VIOLATES: Final = (
    Example(why="keys work by default", type=ACCOUNT, inputs={"kind": "StorageV2"}),
    Example(why="keys, said so", type=ACCOUNT, inputs={"allowSharedKeyAccess": True}),
    Example(
        why="blobs may go elsewhere",
        type=ACCOUNT,
        inputs={"allowSharedKeyAccess": UNKNOWN, "allowCrossTenantReplication": True},
    ),
)
UNDECIDED: Final = (
    Example(why="keys, perhaps", type=ACCOUNT, inputs={"allowSharedKeyAccess": UNKNOWN}),
    Example(
        why="copies, perhaps",
        type=ACCOUNT,
        inputs={"allowSharedKeyAccess": False, "allowCrossTenantReplication": UNKNOWN},
    ),
)

policy: Final = Policy(
    id="AZ-ST-04",
    title="Azure storage is used by identities, not by keys, and stays in its tenant",
    severity="medium",
    why="A key belongs to nobody, expires never and allows everything; what it did cannot be told apart afterwards.",
    fix="Set allowSharedKeyAccess to false and give identities roles on the data; replicate within the tenant only.",
    frameworks=(*cis("Azure", "4.0", "10.3.1.3", "10.3.8"), *AUTHENTICATION, *checkov("CKV2_AZURE_40")),
    types=(ACCOUNT,),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
