"""Object storage on GCP: a Cloud Storage bucket, and a second one for its usage logs."""

from typing import Final

import pulumi
from pulumi_gcp import storage as gcs

from stackwright_components.conventions import child
from stackwright_components.labels import gcp_labels
from stackwright_components.object_storage.interface import ABORT_MULTIPART_DAYS, ObjectStorageOutputs, Settings

# https://cloud.google.com/storage/docs/access-logs#delivery
_LOG_WRITER: Final = "group:cloud-storage-analytics@google.com"
_DAY: Final = 24 * 60 * 60


def build(storage: pulumi.ComponentResource, name: str, settings: Settings) -> ObjectStorageOutputs:
    """Register the resources of one bucket below `storage`."""
    logging = None
    if settings.access_log_days is not None:
        logs = _log_bucket(storage, name, settings, settings.access_log_days)
        logging = gcs.BucketLoggingArgs(log_bucket=logs.name, log_object_prefix="gcs")
    key = settings.encryption_key
    bucket = gcs.Bucket(
        f"{name}-objects",
        location=settings.location,
        uniform_bucket_level_access=True,
        public_access_prevention="enforced",
        force_destroy=False,
        versioning=gcs.BucketVersioningArgs(enabled=settings.versioning),
        soft_delete_policy=gcs.BucketSoftDeletePolicyArgs(
            retention_duration_seconds=pulumi.Output.from_input(settings.soft_delete_days).apply(lambda it: it * _DAY)
        ),
        encryption=gcs.BucketEncryptionArgs(default_kms_key_name=key) if key is not None else None,
        lifecycle_rules=_lifecycle(settings),
        logging=logging,
        labels=gcp_labels(settings.tags),
        opts=child(storage),
    )
    return {"bucket_name": bucket.name, "bucket_id": bucket.id, "url": bucket.url}


def _lifecycle(settings: Settings) -> list[gcs.BucketLifecycleRuleArgs]:
    rules = [
        gcs.BucketLifecycleRuleArgs(
            action=gcs.BucketLifecycleRuleActionArgs(type="AbortIncompleteMultipartUpload"),
            condition=gcs.BucketLifecycleRuleConditionArgs(age=ABORT_MULTIPART_DAYS),
        ),
        gcs.BucketLifecycleRuleArgs(
            action=gcs.BucketLifecycleRuleActionArgs(type="Delete"),
            condition=gcs.BucketLifecycleRuleConditionArgs(
                days_since_noncurrent_time=settings.noncurrent_days, with_state="ARCHIVED"
            ),
        ),
    ]
    if settings.cold_after_days is not None:
        rules.append(
            gcs.BucketLifecycleRuleArgs(
                action=gcs.BucketLifecycleRuleActionArgs(type="SetStorageClass", storage_class="ARCHIVE"),
                condition=gcs.BucketLifecycleRuleConditionArgs(age=settings.cold_after_days, with_state="LIVE"),
            )
        )
    if settings.expire_days is not None:
        rules.append(
            gcs.BucketLifecycleRuleArgs(
                action=gcs.BucketLifecycleRuleActionArgs(type="Delete"),
                condition=gcs.BucketLifecycleRuleConditionArgs(age=settings.expire_days, with_state="LIVE"),
            )
        )
    return rules


def _log_bucket(
    storage: pulumi.ComponentResource, name: str, settings: Settings, days: pulumi.Input[int]
) -> gcs.Bucket:
    label = f"{name}-access-logs"
    logs = gcs.Bucket(
        label,
        location=settings.location,
        uniform_bucket_level_access=True,
        public_access_prevention="enforced",
        force_destroy=False,
        lifecycle_rules=[
            gcs.BucketLifecycleRuleArgs(
                action=gcs.BucketLifecycleRuleActionArgs(type="Delete"),
                condition=gcs.BucketLifecycleRuleConditionArgs(age=days),
            )
        ],
        labels=gcp_labels(settings.tags),
        opts=child(storage),
    )
    gcs.BucketIAMMember(
        label, bucket=logs.name, role="roles/storage.objectCreator", member=_LOG_WRITER, opts=child(storage)
    )
    return logs
