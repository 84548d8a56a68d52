"""The bucket for the load balancer's access and connection logs."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_policies import Place, document
from stackwright_components.conventions import child
from stackwright_components.web_service.interface import Settings


def access_logs(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    place: pulumi.Output[Place],
    tags: Mapping[str, str],
) -> aws.s3.BucketPolicy:
    """A private bucket that only ELB writes to. Its policy comes back: `policy.bucket` is ready when that is there."""
    bucket = aws.s3.Bucket(
        f"{name}-logs",
        force_destroy=not settings.deletion_protection,
        tags=tags,
        opts=child(service, protect=settings.deletion_protection),
    )
    ownership = aws.s3.BucketOwnershipControls(
        f"{name}-logs",
        bucket=bucket.id,
        rule={"object_ownership": "BucketOwnerEnforced"},
        opts=child(service),
    )
    block = aws.s3.BucketPublicAccessBlock(
        f"{name}-logs",
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=child(service),
    )
    # ELB writes to buckets with S3's own keys only:
    # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    aws.s3.BucketServerSideEncryptionConfiguration(
        f"{name}-logs",
        bucket=bucket.id,
        rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
        opts=child(service),
    )
    versioning = aws.s3.BucketVersioning(
        f"{name}-logs",
        bucket=bucket.id,
        versioning_configuration={"status": "Enabled"},
        opts=child(service),
    )
    aws.s3.BucketLifecycleConfiguration(
        f"{name}-logs",
        bucket=bucket.id,
        rules=[
            {
                "id": "expire",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "expiration": {"days": settings.log_retention_days},
                "noncurrent_version_expiration": {"noncurrent_days": 7},
                "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            }
        ],
        opts=child(service, depends_on=[versioning]),
    )
    return aws.s3.BucketPolicy(
        f"{name}-logs",
        bucket=bucket.id,
        policy=pulumi.Output.json_dumps(pulumi.Output.all(bucket.arn, place).apply(_policy)),
        opts=child(service, depends_on=[ownership, block]),
    )


def _policy(known: list[Any]) -> dict[str, Any]:
    arn: str = known[0]
    here: Place = known[1]
    return document(
        {
            "Sid": "LoadBalancerLogs",
            "Effect": "Allow",
            "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": [f"{arn}/{prefix}/AWSLogs/{here.account}/*" for prefix in ("access", "connection")],
        },
        {
            "Sid": "TlsOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [arn, f"{arn}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    )
