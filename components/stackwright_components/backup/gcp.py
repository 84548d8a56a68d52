"""Backups of buckets on GCP: every day what is new or changed goes to a bucket elsewhere, which forgets nothing.

Google's Backup and DR knows disks, machines and Cloud SQL, none of which is made here; buckets it does not know. So the
copies are Storage Transfer's. A retention policy would lock them harder, but with it no object can be replaced, so a
changed one could not be copied at all: https://cloud.google.com/storage/docs/bucket-lock. What guards them is soft
delete: whatever is deleted there, versions and the bucket too, can be restored for so many days.
"""

from typing import Final

import pulumi
from pulumi_gcp import monitoring
from pulumi_gcp import storage as gcs

from stackwright_components.backup.interface import NEEDS, BackupOutputs, Protected, Settings
from stackwright_components.conventions import child
from stackwright_components.gcp_alarms import channels
from stackwright_components.labels import gcp_labels

_DAY: Final = 24 * 60 * 60
# https://cloud.google.com/storage/docs/soft-delete: from 7 to 90 days, or none.
_SOFTEST: Final = 7
_HARDEST: Final = 90
# https://cloud.google.com/storage-transfer/docs/source-cloud-storage, …/sink-cloud-storage
_READS: Final = ("roles/storage.objectViewer", "roles/storage.legacyBucketReader")
_WRITES: Final = ("roles/storage.objectViewer", "roles/storage.legacyBucketWriter")


def build(backup: pulumi.ComponentResource, name: str, settings: Settings) -> BackupOutputs:
    """Make the bucket, and a job for each protected part."""
    labels = gcp_labels(settings.tags)
    vault = gcs.Bucket(
        f"{name}-vault",
        location=settings.copy_location or settings.location,
        uniform_bucket_level_access=True,
        public_access_prevention="enforced",
        force_destroy=False,
        versioning={"enabled": True},
        soft_delete_policy={"retention_duration_seconds": _soft(settings) * _DAY},
        lifecycle_rules=[
            {
                "action": {"type": "Delete"},
                "condition": {"days_since_noncurrent_time": settings.longest_days, "with_state": "ARCHIVED"},
            }
        ],
        labels=labels,
        opts=child(backup, protect=settings.deletion_protection),
    )
    agent = pulumi.Output.concat(
        "project-", vault.project_number.apply(str), "@storage-transfer-service.iam.gserviceaccount.com"
    )
    writes = [_let(backup, f"{name}-vault", vault.name, role, agent) for role in _WRITES] if settings.protect else []
    for key, part in settings.protect.items():
        _copy(backup, f"{name}-{key}", settings, part, vault, agent, writes)
    return BackupOutputs(
        vault_id=vault.name,
        vault_name=vault.name,
        copy_vault_id=pulumi.Output.from_input(""),
        plan_id=pulumi.Output.from_input(""),
        role_id=agent,
        alarm_target=pulumi.Output.from_input(settings.alarm_target or ""),
    )


def _soft(settings: Settings) -> int:
    return 0 if settings.lock == "none" else min(max(settings.daily_days, _SOFTEST), _HARDEST)


def _let(
    backup: pulumi.ComponentResource,
    label: str,
    bucket: pulumi.Input[str],
    role: str,
    agent: pulumi.Output[str],
) -> gcs.BucketIAMMember:
    return gcs.BucketIAMMember(
        f"{label}-{role.rpartition('.')[2]}",
        bucket=bucket,
        role=role,
        member=pulumi.Output.concat("serviceAccount:", agent),
        opts=child(backup),
    )


def _copy(
    backup: pulumi.ComponentResource,
    label: str,
    settings: Settings,
    part: Protected,
    vault: gcs.Bucket,
    agent: pulumi.Output[str],
    writes: list[gcs.BucketIAMMember],
) -> None:
    """A job of every day, below a folder of the part's. What is gone at the source stays in the vault."""
    (output,) = NEEDS["gcp"][part["blueprint"]]
    source = part["outputs"][output]
    reads = [_let(backup, label, source, role, agent) for role in _READS]
    job = gcs.TransferJob(
        label,
        description=f"Daily copy for {label}",
        transfer_spec={
            "gcs_data_source": {"bucket_name": source},
            "gcs_data_sink": {"bucket_name": vault.name, "path": f"{label}/"},
            "transfer_options": {
                "delete_objects_unique_in_sink": False,
                "delete_objects_from_source_after_transfer": False,
                "overwrite_when": "DIFFERENT",
            },
        },
        # A start in the past is the next day at that hour.
        schedule={
            "schedule_start_date": {"year": 2026, "month": 1, "day": 1},
            "start_time_of_day": {"hours": 6, "minutes": 0, "seconds": 0, "nanos": 0},
            "repeat_interval": f"{_DAY}s",
        },
        logging_config={"log_actions": ["FIND", "COPY"], "log_action_states": ["FAILED"]},
        opts=child(backup, depends_on=[*reads, *writes]),
    )
    if settings.alarm_target is None:
        return
    monitoring.AlertPolicy(
        f"{label}-failed",
        display_name=f"{label}: backup failed",
        combiner="OR",
        severity="ERROR",
        conditions=[
            {
                "display_name": "Storage Transfer could not copy something.",
                "condition_matched_log": {
                    "filter": pulumi.Output.concat(
                        'resource.type="storage_transfer_job" AND severity>=ERROR AND resource.labels.job_id="',
                        job.name.apply(lambda it: it.rpartition("/")[2]),
                        '"',
                    )
                },
            }
        ],
        notification_channels=channels(settings.alarm_target),
        alert_strategy={"notification_rate_limit": {"period": "3600s"}, "auto_close": "86400s"},
        documentation={
            "content": pulumi.Output.concat("A backup failed. Runbook: ", settings.runbook),
            "mime_type": "text/markdown",
        },
        user_labels=gcp_labels(settings.tags),
        opts=child(backup),
    )
