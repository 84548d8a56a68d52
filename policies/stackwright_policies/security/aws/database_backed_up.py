"""RDS databases are backed up, and nobody deletes them by mistake; in production they stand in several zones."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.aws.databases import CLUSTER, INSTANCE
from stackwright_policies.controls import BACKUP, PROTECTION
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View, changed
from stackwright_policies.verdicts import Failed, Verdict, each, settled

_SAFE: Final[dict[str, Any]] = {"backupRetentionPeriod": 7, "deletionProtection": True}
_SEVERAL: Final = {"multiAz": True}

PASSES: Final = (
    Example(why="backed up and protected", type=INSTANCE, inputs={"engine": "postgres", **_SAFE}),
    Example(why="a cluster is backed up for a day by default", type=CLUSTER, inputs={"deletionProtection": True}),
    Example(
        why="a copy has the backups of its source",
        type=INSTANCE,
        inputs={"replicateSourceDb": UNKNOWN, "deletionProtection": True},
    ),
    Example(why="in several zones", type=INSTANCE, inputs={**_SAFE, "multiAz": True}, settings=_SEVERAL),
    Example(why="members of a cluster are in one zone each", type=CLUSTER, inputs=_SAFE, settings=_SEVERAL),
)
VIOLATES: Final = (
    Example(why="nothing is said", type=INSTANCE, inputs={"engine": "postgres"}),
    Example(why="no backups", type=INSTANCE, inputs={**_SAFE, "backupRetentionPeriod": "0"}),
    Example(why="nothing protects it", type=CLUSTER, inputs={"backupRetentionPeriod": 7}),
    Example(why="in one zone", type=INSTANCE, inputs=_SAFE, settings=_SEVERAL),
    Example(why="not for long enough", type=CLUSTER, inputs=_SAFE, settings={"days": 30}),
)
UNDECIDED: Final = (
    Example(why="for how long is not known", type=INSTANCE, inputs={**_SAFE, "backupRetentionPeriod": UNKNOWN}),
    Example(why="whether it is protected is not known", type=CLUSTER, inputs={"deletionProtection": UNKNOWN}),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    faults = [_backups, _protection, _zones]
    yield from each(faults, lambda fault: fault(resource.properties, resource.type, settings))


def _backups(properties: View, token: str, settings: Settings) -> Iterator[Verdict]:
    days = properties.get("backupRetentionPeriod")
    if days.absent and not properties.get("replicateSourceDb").absent:
        return
    # https://www.pulumi.com/registry/packages/aws/api-docs/rds/instance/#backupretentionperiod_python
    kept = days.number(1 if token == CLUSTER else 0)
    if not kept >= settings["days"]:
        yield Failed(f"backups are kept for {kept:g} days" if kept else "no backups are kept")


def _protection(properties: View, _token: str, _settings: Settings) -> Iterator[Verdict]:
    if not properties.get("deletionProtection").flag():
        yield Failed("deletionProtection is off")


def _zones(properties: View, token: str, settings: Settings) -> Iterator[Verdict]:
    if token == INSTANCE and settings["multiAz"] and not properties.get("multiAz").flag():
        yield Failed("multiAz is off")


def remedy(inputs: Json, settings: Settings) -> Json:
    """A second zone is left to people: it costs as much as the first."""
    properties = View(inputs)
    if any(isinstance(it, Failed) for it in settled(lambda: _backups(properties, INSTANCE, settings))):
        inputs = changed(inputs, ["backupRetentionPeriod"], settings["days"])
    if any(isinstance(it, Failed) for it in settled(lambda: _protection(properties, INSTANCE, settings))):
        inputs = changed(inputs, ["deletionProtection"], True)
    return inputs


policy: Final = Policy(
    id="AWS-RDS-03",
    title="RDS databases are backed up and protected",
    severity="medium",
    why="Without backups a mistake is for ever, and one `destroy` of the wrong stack deletes the database.",
    fix="Set backupRetentionPeriod and deletionProtection; in production set multiAz, and the rule's setting multiAz.",
    frameworks=(
        *cis("AWS", "5.0", "2.2.4"),
        *BACKUP,
        *PROTECTION,
        *checkov("CKV_AWS_133", "CKV_AWS_157", "CKV_AWS_293"),
    ),
    types=(INSTANCE, CLUSTER),
    check=check,
    remedy=remedy,
    settings={
        "days": {
            "type": "integer",
            "minimum": 1,
            "default": 1,
            "description": "For how long backups are kept at least.",
        },
        "multiAz": {"type": "boolean", "default": False, "description": "Whether instances stand in several zones."},
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
