"""Databases of Azure SQL are encrypted, and audited."""

from typing import Final

from stackwright_policies.controls import AT_REST, LOGGING
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis

ENCRYPTION: Final = "azure-native:sql:TransparentDataEncryption"
AUDITING: Final = "azure-native:sql:ServerBlobAuditingPolicy"
TYPES: Final = (
    ENCRYPTION,
    AUDITING,
    "azure-native:sql:ExtendedServerBlobAuditingPolicy",
    "azure-native:sql:DatabaseBlobAuditingPolicy",
    "azure-native:sql:ExtendedDatabaseBlobAuditingPolicy",
)
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: it.get("state").text("Disabled").lower() != "enabled",
        what="state is not Enabled",
        mend={"state": "Enabled"},
    ),
)

PASSES: Final = (
    Example(why="encrypted", type=ENCRYPTION, inputs={"state": "Enabled", "databaseName": UNKNOWN}),
    Example(why="audited", type=AUDITING, inputs={"state": "Enabled", "isAzureMonitorTargetEnabled": True}),
)
VIOLATES: Final = (
    Example(why="in clear", type=ENCRYPTION, inputs={"state": "Disabled", "databaseName": UNKNOWN}),
    Example(why="not audited", type=AUDITING, inputs={"state": "Disabled"}),
    Example(why="one database is not audited", type=TYPES[4], inputs={"state": "Disabled"}),
)
UNDECIDED: Final = (
    Example(why="encrypted, perhaps", type=ENCRYPTION, inputs={"state": UNKNOWN}),
    Example(why="audited, perhaps", type=AUDITING, inputs={"state": UNKNOWN}),
)

policy: Final = Policy(
    id="AZ-SQL-03",
    title="Databases of Azure SQL are encrypted and audited",
    severity="high",
    why="Files and backups in clear are read by whoever copies them; without an audit nobody knows who asked for what.",
    fix="Set state to Enabled, on transparent data encryption and on auditing.",
    frameworks=(
        *cis("Azure", "2.1", "4.1.1", "4.1.5"),
        *AT_REST,
        *LOGGING,
        *checkov("CKV_AZURE_23"),
    ),
    types=TYPES,
    check=judging(_DEMANDS),
    remedy_of=mending(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
