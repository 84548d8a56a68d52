"""A backup's arguments and outputs: the same on every cloud."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NotRequired, TypedDict

import pulumi

from stackwright_components.conventions import ArgumentError, Cloud, one_of

CLOUDS: Final[tuple[Cloud, ...]] = ("aws", "azure", "gcp")
RUNBOOK: Final = "docs/components/backup.md#runbook"
LOCKS: Final = ("governance", "compliance", "none")

COLDEST_STAY: Final = 90
"""AWS bills cold storage for 90 days at least, and refuses a rule that would delete sooner."""
LEAST_COOLING_OFF: Final = 3
"""Days. AWS takes no less."""


class Protected(TypedDict):
    """A part whose data is enrolled one by one."""

    blueprint: str
    """What it is made from: `database` or `object-storage`."""
    outputs: dict[str, pulumi.Input[str]]
    """What it puts out, as far as a backup needs it; `needed` says which."""


class BackupArgs(TypedDict):
    """What is backed up, how often, for how long, and who may end it."""

    cloud: str
    """`aws` (AWS Backup), `azure` (a Backup vault) or `gcp` (a locked bucket elsewhere)."""
    location: NotRequired[str]
    """The region or location of the vault (azure, gcp). Required there; AWS takes its provider's."""
    select: NotRequired[dict[str, str]]
    """Tags: everything that carries all of them is backed up (aws), parts that come later too."""
    protect: NotRequired[dict[str, Protected]]
    """Parts to enrol one by one, by a name. On azure and gcp nothing else is backed up."""
    lock: NotRequired[str]
    """`governance` (the default): who administers backups can still lift it. `compliance`: nobody can, ever, once the
    cooling-off days are over. `none`."""
    cooling_off_days: NotRequired[int]
    """For how long a compliance lock can still be taken back (aws): 3 days or more; 14, if not given."""
    daily_days: NotRequired[int]
    """How long a daily backup is kept; 35 days, if not given."""
    weekly_days: NotRequired[int]
    """How long a weekly backup is kept; 90 days, if not given."""
    monthly_days: NotRequired[int]
    """How long a monthly backup is kept; 365 days, if not given. 0: there is none."""
    cold_after_days: NotRequired[int]
    """When monthly backups go to cold storage (aws): at least 90 days before their end. 30, if not given; 0: never."""
    copy_location: NotRequired[str]
    """Another region that keeps a copy of each backup (aws), or the location of all backups (gcp: take another one than
    the data's). On azure the paired region keeps a copy in any case."""
    continuous: NotRequired[bool]
    """Whether buckets can be restored to any second of the last days (aws), as databases can. On by default."""
    restore_tests: NotRequired[bool]
    """Whether a backup of each kind is restored every week, looked at, and thrown away (aws). On by default."""
    deletion_protection: NotRequired[bool]
    """Whether Pulumi refuses to destroy the vaults. On by default. With backups in them the cloud keeps them anyway."""
    alarm_target: NotRequired[pulumi.Input[str]]
    """Where failures are told: a monitoring's `alarm_target`. One is made, if not given (not on gcp)."""
    runbook_url: NotRequired[pulumi.Input[str]]
    """What an alarm tells people to read."""
    tags: NotRequired[dict[str, str]]
    """What every resource carries."""


class BackupOutputs(TypedDict):
    """What every cloud's implementation gives back; see the attributes of `Backup`."""

    vault_id: pulumi.Output[str]
    vault_name: pulumi.Output[str]
    copy_vault_id: pulumi.Output[str]
    plan_id: pulumi.Output[str]
    role_id: pulumi.Output[str]
    alarm_target: pulumi.Output[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`BackupArgs`, checked, with defaults."""

    location: str
    select: Mapping[str, str]
    protect: Mapping[str, Protected]
    lock: str
    cooling_off_days: int
    daily_days: int
    weekly_days: int
    monthly_days: int
    cold_after_days: int
    copy_location: str
    continuous: bool
    restore_tests: bool
    deletion_protection: bool
    alarm_target: pulumi.Input[str] | None
    runbook: pulumi.Input[str]
    tags: Mapping[str, str]

    @property
    def continuous_days(self) -> int:
        """How far back a bucket can be restored to any second: 35 days at most, AWS says."""
        return min(self.daily_days, 35)

    @property
    def shortest_days(self) -> int:
        """What the lock guarantees for every backup."""
        kept = [self.daily_days, self.weekly_days, self.monthly_days, self.continuous_days if self.continuous else 0]
        return min(days for days in kept if days)

    @property
    def longest_days(self) -> int:
        """The longest that any backup is kept."""
        return max(self.daily_days, self.weekly_days, self.monthly_days)


NEEDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "aws": {"database": ("server_id",), "object-storage": ("bucket_id",)},
    "azure": {"database": ("server_id",), "object-storage": ("bucket_id",)},
    "gcp": {"object-storage": ("bucket_name",)},
}
"""By cloud and blueprint: the outputs by which a part is enrolled."""

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,30}")
"""A part's name becomes a part of names in the cloud."""


def settle(args: BackupArgs) -> Settings:
    """Check the arguments and fill in the defaults.

    Raises:
        ArgumentError: naming the argument; nothing has been registered yet.
    """
    cloud, location = args["cloud"], args.get("location", "")
    if cloud != "aws" and not location:
        raise ArgumentError("location", f"is needed on {cloud}: where the vault is")
    if cloud != "aws" and args.get("select"):
        raise ArgumentError("select", f"{cloud} enrols no data by its tags; name the parts in protect")
    if cloud == "azure" and args.get("copy_location"):
        raise ArgumentError("copy_location", "Azure keeps a copy in the paired region, and lets nobody choose another")
    lock = one_of(args.get("lock", "governance"), "lock", *LOCKS)
    if cloud == "gcp" and lock == "compliance":
        raise ArgumentError("lock", "a bucket that is locked for good takes no changed objects; gcp offers governance")
    cooling = int(args.get("cooling_off_days", 14))
    if cooling < LEAST_COOLING_OFF:
        raise ArgumentError("cooling_off_days", f"{cooling} is fewer than the {LEAST_COOLING_OFF} that AWS takes")
    return Settings(
        location=location,
        select=args.get("select", {}),
        protect=dict(sorted(_enrolled(cloud, args.get("protect", {})).items())),
        lock=lock,
        cooling_off_days=cooling,
        **_days(args),
        copy_location=args.get("copy_location", ""),
        continuous=args.get("continuous", True),
        restore_tests=args.get("restore_tests", True),
        deletion_protection=args.get("deletion_protection", True),
        alarm_target=args.get("alarm_target"),
        runbook=args.get("runbook_url", RUNBOOK),
        tags=args.get("tags", {}),
    )


class _Days(TypedDict):
    daily_days: int
    weekly_days: int
    monthly_days: int
    cold_after_days: int


def _days(args: BackupArgs) -> _Days:
    daily, weekly = int(args.get("daily_days", 35)), int(args.get("weekly_days", 90))
    monthly = int(args.get("monthly_days", 365))
    for name, days in (("daily_days", daily), ("weekly_days", weekly)):
        if days < 1:
            raise ArgumentError(name, f"{days} keeps nothing; 1 is the least")
    cold = int(args.get("cold_after_days", 30 if monthly >= 30 + COLDEST_STAY else 0))
    if cold and monthly < cold + COLDEST_STAY:
        reason = f"cold storage keeps for {COLDEST_STAY} days at least: {cold} and {COLDEST_STAY} exceed {monthly}"
        raise ArgumentError("cold_after_days", reason)
    return _Days(daily_days=daily, weekly_days=weekly, monthly_days=monthly, cold_after_days=cold)


def _enrolled(cloud: str, protect: Mapping[str, Protected]) -> Mapping[str, Protected]:
    for name, part in protect.items():
        if not _NAME.fullmatch(name):
            raise ArgumentError("protect", f"{name}: a name has up to 31 letters, digits and hyphens")
        needs = NEEDS[cloud].get(part["blueprint"])
        if needs is None:
            kinds = " or ".join(NEEDS[cloud])
            raise ArgumentError("protect", f"{name}: on {cloud} a {kinds} is backed up, not a {part['blueprint']}")
        if missing := [output for output in needs if output not in part["outputs"]]:
            raise ArgumentError("protect", f"{name}: without {', '.join(missing)} it cannot be enrolled")
    return protect


def needed(cloud: str, blueprint: str) -> tuple[str, ...]:
    """The outputs that a backup needs of such a part; none, if it cannot back it up."""
    return NEEDS.get(cloud, {}).get(blueprint, ())
