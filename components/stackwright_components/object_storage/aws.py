"""Object storage on AWS: an S3 bucket, and a second one for its access logs."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import s3

from stackwright_components.aws_buckets import close_bucket, encrypt_bucket, expire_objects
from stackwright_components.conventions import child
from stackwright_components.labels import aws_tags
from stackwright_components.object_storage.interface import ABORT_MULTIPART_DAYS, ObjectStorageOutputs, Settings


def build(storage: pulumi.ComponentResource, name: str, settings: Settings) -> ObjectStorageOutputs:
    """Register the resources of one bucket below `storage`."""
    label = f"{name}-objects"
    bucket = s3.Bucket(label, tags=aws_tags(settings.tags), opts=child(storage))
    s3.BucketVersioning(
        label,
        bucket=bucket.id,
        # "Suspended", not absent: a bucket that once kept versions never goes back to "Disabled".
        versioning_configuration=s3.BucketVersioningVersioningConfigurationArgs(
            status="Enabled" if settings.versioning else "Suspended"
        ),
        opts=child(storage),
    )
    default = s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
        sse_algorithm="aws:kms", kms_master_key_id=settings.encryption_key
    )
    encrypt_bucket(storage, label, bucket, default)
    close_bucket(storage, label, bucket, [])
    s3.BucketLifecycleConfiguration(label, bucket=bucket.id, rules=_lifecycle(settings), opts=child(storage))
    if settings.access_log_days is not None:
        _access_logs(storage, name, bucket, settings.access_log_days, settings.tags)
    return {
        "bucket_name": bucket.id,
        "bucket_id": bucket.arn,
        "url": pulumi.Output.concat("s3://", bucket.id),
    }


def _lifecycle(settings: Settings) -> list[s3.BucketLifecycleConfigurationRuleArgs]:
    everything = s3.BucketLifecycleConfigurationRuleFilterArgs(prefix="")
    rules = [
        s3.BucketLifecycleConfigurationRuleArgs(
            id="clean-up",
            status="Enabled",
            filter=everything,
            abort_incomplete_multipart_upload=s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                days_after_initiation=ABORT_MULTIPART_DAYS
            ),
            noncurrent_version_expiration=s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                noncurrent_days=settings.noncurrent_days
            ),
            expiration=s3.BucketLifecycleConfigurationRuleExpirationArgs(expired_object_delete_marker=True),
        )
    ]
    if settings.cold_after_days is not None:
        cold = s3.BucketLifecycleConfigurationRuleTransitionArgs(
            days=settings.cold_after_days,
            storage_class="GLACIER_IR",
        )
        rules.append(
            s3.BucketLifecycleConfigurationRuleArgs(id="cold", status="Enabled", filter=everything, transitions=[cold])
        )
    if settings.expire_days is not None:
        rules.append(
            s3.BucketLifecycleConfigurationRuleArgs(
                id="expire",
                status="Enabled",
                filter=everything,
                expiration=s3.BucketLifecycleConfigurationRuleExpirationArgs(days=settings.expire_days),
            )
        )
    return rules


def _access_logs(
    storage: pulumi.ComponentResource,
    name: str,
    bucket: s3.Bucket,
    days: pulumi.Input[int],
    tags: Mapping[str, str],
) -> None:
    """Server access logs, in a bucket as closed as the first. It takes no KMS: S3's log delivery has no key grant."""
    label = f"{name}-access-logs"
    logs = s3.Bucket(label, tags=aws_tags(tags), opts=child(storage))
    encrypt_bucket(
        storage,
        label,
        logs,
        s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(sse_algorithm="AES256"),
    )
    delivery = {
        "Sid": "AllowLogDelivery",
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": logs.arn.apply(lambda arn: f"{arn}/*"),
        "Condition": {"ArnEquals": {"aws:SourceArn": bucket.arn}},  # a bucket's name is unique in the world
    }
    policy = close_bucket(storage, label, logs, [delivery])
    expire_objects(storage, label, logs, days)
    s3.BucketLogging(
        label, bucket=bucket.id, target_bucket=logs.id, target_prefix="s3/", opts=child(storage, depends_on=[policy])
    )
