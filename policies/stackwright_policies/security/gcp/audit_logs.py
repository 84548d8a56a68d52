"""Google Cloud writes down who read and changed what, of everyone, and keeps it."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import LOG_RETENTION, LOGGING
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, NotKnown, Verdict, each, settled

AUDIT: Final = "gcp:projects/iAMAuditConfig:IAMAuditConfig"
_AUDITS: Final = (AUDIT, "gcp:folder/iamAuditConfig:IamAuditConfig", "gcp:organizations/iamAuditConfig:IamAuditConfig")
BUCKET: Final = "gcp:logging/projectBucketConfig:ProjectBucketConfig"
_BUCKETS: Final = (
    BUCKET,
    "gcp:logging/folderBucketConfig:FolderBucketConfig",
    "gcp:logging/organizationBucketConfig:OrganizationBucketConfig",
    "gcp:logging/billingAccountBucketConfig:BillingAccountBucketConfig",
)
# https://cloud.google.com/logging/docs/audit/configure-data-access: ADMIN_READ, DATA_READ and DATA_WRITE are off unless
# they are switched on; what changes a configuration is always written down
_TYPES: Final = ("ADMIN_READ", "DATA_READ", "DATA_WRITE")
# https://cloud.google.com/logging/quotas#logs_retention_periods
_USUAL_DAYS: Final = 30
_FIXED: Final = "_Required"
"""The bucket whose 400 days nobody can change."""


def _audit(*types: str, service: str = "allServices", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    configs = [{"logType": it, **more} for it in types or _TYPES]
    return {"project": UNKNOWN, "service": service, "auditLogConfigs": configs}


def _bucket(days: object, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"bucketId": "_Default", "location": "global", "retentionDays": days} | more


PASSES: Final = (
    Example(why="everything, of everyone", type=AUDIT, inputs=_audit()),
    Example(why="more of one service", type=AUDIT, inputs=_audit("DATA_READ", service="storage.googleapis.com")),
    Example(why="a year", type=BUCKET, inputs=_bucket(365)),
    Example(why="a month, where that is agreed", type=BUCKET, inputs=_bucket("30"), settings={"days": 30}),
    Example(why="Google fixes it", type=BUCKET, inputs=_bucket(None, bucketId="_Required")),
)
VIOLATES: Final = (
    Example(why="nobody sees what is read", type=AUDIT, inputs=_audit("ADMIN_READ", "DATA_WRITE")),
    Example(
        why="somebody is left out",
        type=AUDIT,
        inputs=_audit(*_TYPES, exemptedMembers=[UNKNOWN], service="storage.googleapis.com"),
    ),
    Example(why="thirty days by default", type=BUCKET, inputs=_bucket(None, project=UNKNOWN)),
    Example(why="a week", type=BUCKET, inputs=_bucket(7)),
)
UNDECIDED: Final = (
    Example(why="what is not known", type=AUDIT, inputs=_audit("ADMIN_READ", "DATA_READ", UNKNOWN)),
    Example(why="how long is not known", type=BUCKET, inputs=_bucket(UNKNOWN)),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    given = resource.properties
    if resource.type in _AUDITS:
        configs = given.get("auditLogConfigs").items()
        yield from each(configs, _exempted)
        yield from settled(lambda: _missing(given.get("service"), configs))
    elif given.get("bucketId").text() != _FIXED:
        kept = given.get("retentionDays")
        if not kept.number(_USUAL_DAYS) >= settings["days"]:
            yield Failed(f"retentionDays is less than {settings['days']}{', by default' if kept.absent else ''}")


def _exempted(config: View) -> Iterator[Verdict]:
    members = config.get("exemptedMembers")
    if members.items():
        yield Failed(f"{members.path} leaves somebody out, whom nobody then sees")


def _missing(service: View, configs: list[View]) -> Iterator[Verdict]:
    """The types of logs that are not there, for what is about all services: others add to it."""
    if service.text() != "allServices":
        return
    missing, unknown = set(_TYPES), None
    for config in configs:
        try:
            missing.discard(config.get("logType").text().upper())
        except NotKnown as error:
            unknown = error
    if missing and unknown:
        raise unknown
    if missing:
        yield Failed(f"auditLogConfigs lacks {', '.join(sorted(missing))}")


policy: Final = Policy(
    id="GCP-LOG-01",
    title="Audit logs cover everything and everyone, and are kept",
    severity="medium",
    why="Who read the data is what everyone asks after a leak; by default it is not written down, or gone by then.",
    fix="Give allServices the types ADMIN_READ, DATA_READ and DATA_WRITE, exempt nobody, and raise retentionDays.",
    frameworks=(*cis("GCP", "4.0", "2.1"), *LOGGING, *LOG_RETENTION, *checkov("CKV2_GCP_5")),
    types=(*_AUDITS, *_BUCKETS),
    check=check,
    settings={
        "days": {
            "type": "integer",
            "minimum": 1,
            "default": 90,
            "description": "For how many days logs are kept, at the least.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
