"""What every S3 bucket here has: nobody from outside, encryption; those for logs also earlier versions, and an end."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pulumi
from pulumi_aws import s3

from stackwright_components.conventions import child

_VERSION_DAYS: Final = 7
_UPLOAD_DAYS: Final = 7
"""How long what was overwritten or deleted can be brought back."""


def close_bucket(
    parent: pulumi.ComponentResource, label: str, bucket: s3.Bucket, statements: Sequence[Mapping[str, Any]]
) -> s3.BucketPolicy:
    """No public access, no access lists, TLS 1.2 or newer; and whatever `statements` allow."""
    block = s3.BucketPublicAccessBlock(
        label,
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=child(parent),
    )
    owner = s3.BucketOwnershipControls(
        label,
        bucket=bucket.id,
        rule=s3.BucketOwnershipControlsRuleArgs(object_ownership="BucketOwnerEnforced"),
        opts=child(parent),
    )
    everything = [bucket.arn, bucket.arn.apply(lambda arn: f"{arn}/*")]
    deny: dict[str, Any] = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": everything}
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "DenyPlainHttp", **deny, "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
            {"Sid": "DenyOldTls", **deny, "Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}}},
            *statements,
        ],
    }
    # S3 answers "conflicting conditional operation" where these change one bucket at once.
    return s3.BucketPolicy(
        label,
        bucket=bucket.id,
        policy=pulumi.Output.json_dumps(policy),
        opts=child(parent, depends_on=[block, owner]),
    )


def encrypt_bucket(
    parent: pulumi.ComponentResource,
    label: str,
    bucket: s3.Bucket,
    default: s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs,
) -> None:
    """Encrypt by default; no key of a caller's own."""
    s3.BucketServerSideEncryptionConfiguration(
        label,
        bucket=bucket.id,
        rules=[
            s3.BucketServerSideEncryptionConfigurationRuleArgs(
                apply_server_side_encryption_by_default=default,
                bucket_key_enabled=True,
                # With a key of the caller's own (SSE-C), whoever can write can lock the owner out.
                blocked_encryption_types=["SSE-C"],
            )
        ],
        opts=child(parent),
    )


def expire_objects(parent: pulumi.ComponentResource, label: str, bucket: s3.Bucket, days: pulumi.Input[int]) -> None:
    """What nobody needs after `days`, such as logs. Earlier versions and broken uploads stay a week."""
    versioning = s3.BucketVersioning(
        label,
        bucket=bucket.id,
        versioning_configuration=s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
        opts=child(parent),
    )
    s3.BucketLifecycleConfiguration(
        label,
        bucket=bucket.id,
        rules=[
            s3.BucketLifecycleConfigurationRuleArgs(
                id="expire",
                status="Enabled",
                filter=s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
                expiration=s3.BucketLifecycleConfigurationRuleExpirationArgs(days=days),
                noncurrent_version_expiration=s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                    noncurrent_days=_VERSION_DAYS
                ),
                abort_incomplete_multipart_upload=s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                    days_after_initiation=_UPLOAD_DAYS
                ),
            )
        ],
        opts=child(parent, depends_on=[versioning]),
    )
