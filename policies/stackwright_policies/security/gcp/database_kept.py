"""Cloud SQL is backed up, and not deleted by mistake."""

from typing import Any, Final

from stackwright_policies.controls import BACKUP, PROTECTION
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.gcp.databases import INSTANCE, is_whole_copy
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of

_BACKUP: Final = "settings.backupConfiguration.enabled"


def _instance(enabled: object = True, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"settings": {"tier": "db-f1-micro", "backupConfiguration": {"enabled": enabled}}} | more


PASSES: Final = (
    Example(why="backed up, protected by default", type=INSTANCE, inputs=_instance(databaseVersion=UNKNOWN)),
    Example(why="as text", type=INSTANCE, inputs=_instance("true", deletionProtection="true")),
    Example(
        why="Google itself refuses to delete it",
        type=INSTANCE,
        inputs={
            "deletionProtection": False,
            "settings": {"deletionProtectionEnabled": True, "backupConfiguration": {"enabled": True}},
        },
    ),
    Example(
        why="its source is backed up",
        type=INSTANCE,
        inputs={"masterInstanceName": UNKNOWN, "settings": {"tier": "db-f1-micro"}},
    ),
)
VIOLATES: Final = (
    Example(why="no backups by default", type=INSTANCE, inputs={"settings": {"tier": "db-f1-micro"}}),
    Example(why="backups are off", type=INSTANCE, inputs=_instance(False)),
    Example(why="anybody may delete it", type=INSTANCE, inputs=_instance(UNKNOWN, deletionProtection=False)),
)
UNDECIDED: Final = (
    Example(why="not known", type=INSTANCE, inputs=_instance(UNKNOWN)),
    Example(why="nor is this", type=INSTANCE, inputs=_instance(deletionProtection=UNKNOWN)),
)


DEMANDS: Final = (
    Demand(
        refuses=lambda it: all_of(lambda: not it.get(*_BACKUP.split(".")).flag(), lambda: not _is_copy(it)),
        what=f"{_BACKUP} is not on: what is lost stays lost",
        mend={_BACKUP: True},
    ),
    Demand(
        refuses=lambda it: all_of(
            lambda: not it.get("deletionProtection").flag(default=True),
            lambda: not it.get("settings", "deletionProtectionEnabled").flag(),
        ),
        what="deletionProtection is off: one wrong update deletes it, with its backups",
        mend={"deletionProtection": True},
    ),
)


def _is_copy(instance: View) -> bool:
    """Whether it follows another, which is the one that is backed up, or takes over what its source has."""
    return not instance.get("masterInstanceName").absent or is_whole_copy(instance)


policy: Final = Policy(
    id="GCP-SQL-02",
    title="Cloud SQL is backed up and protected against deletion",
    severity="medium",
    why="Data that a mistake or an intruder deletes is gone for good where nobody kept a copy.",
    fix="Set settings.backupConfiguration.enabled to true, and leave deletionProtection on.",
    frameworks=(*cis("GCP", "4.0", "6.7"), *BACKUP, *PROTECTION, *checkov("CKV_GCP_14")),
    types=(INSTANCE,),
    check=judging(DEMANDS),
    remedy_of=mending(DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
