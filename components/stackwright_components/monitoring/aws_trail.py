"""The audit trail: who changed what in the account, in all regions, in a bucket that shows if it was touched."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_aws import cloudtrail, s3

from stackwright_components.aws_buckets import close_bucket, encrypt_bucket, expire_objects
from stackwright_components.aws_policies import place_of
from stackwright_components.conventions import child
from stackwright_components.monitoring.interface import Settings


def trail(
    monitoring: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    target: pulumi.Output[str],
    tags: Mapping[str, str],
) -> pulumi.Output[str]:
    """The name of the trail's bucket. Management events of all regions, with digests that prove them complete."""
    label = f"{name}-trail"
    bucket = s3.Bucket(label, tags=tags, opts=child(monitoring))
    encrypt_bucket(
        monitoring,
        label,
        bucket,
        s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(sse_algorithm="AES256"),
    )
    account = place_of(target).apply(lambda here: here.account)
    deliver: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Condition": {"StringEquals": {"aws:SourceAccount": account}},
    }
    # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    policy = close_bucket(
        monitoring,
        label,
        bucket,
        [
            {"Sid": "TrailAsks", **deliver, "Action": "s3:GetBucketAcl", "Resource": bucket.arn},
            {
                "Sid": "TrailWrites",
                **deliver,
                "Action": "s3:PutObject",
                "Resource": pulumi.Output.concat(bucket.arn, "/AWSLogs/", account, "/*"),
            },
        ],
    )
    expire_objects(monitoring, label, bucket, settings.log_retention_days)
    cloudtrail.Trail(
        label,
        s3_bucket_name=bucket.id,
        is_multi_region_trail=True,
        include_global_service_events=True,
        enable_log_file_validation=True,
        tags=tags,
        opts=child(monitoring, depends_on=[policy]),
    )
    return bucket.id
