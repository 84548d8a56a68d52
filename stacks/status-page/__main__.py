"""A status page for the shop: two files in an S3 bucket that the offices can read, and nobody else.

A plain Pulumi program. Its stacks are `dev` and `prod`, after the shop's environments.
"""

import pulumi
from pulumi_aws import s3

config = pulumi.Config()
shop = pulumi.StackReference(f"organization/shop/{pulumi.get_stack()}.web")
url = shop.require_output("url")

tags = {"owner": "team-retail", "service": "shop", "environment": pulumi.get_stack()}

bucket = s3.Bucket("status-page", tags=tags)
versions = s3.BucketVersioning(
    "status-page",
    bucket=bucket.id,
    versioning_configuration=s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
)
s3.BucketLifecycleConfiguration(
    "status-page",
    bucket=bucket.id,
    rules=[
        s3.BucketLifecycleConfigurationRuleArgs(
            id="old-versions",
            status="Enabled",
            noncurrent_version_expiration=s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                noncurrent_days=30
            ),
            abort_incomplete_multipart_upload=s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                days_after_initiation=7
            ),
        )
    ],
    opts=pulumi.ResourceOptions(depends_on=[versions]),
)
access = s3.BucketPublicAccessBlock(
    "status-page",
    bucket=bucket.id,
    block_public_acls=True,
    ignore_public_acls=True,
    block_public_policy=True,  # a policy that is limited to address ranges does not count as public
    restrict_public_buckets=True,
)
s3.BucketPolicy(
    "status-page",
    bucket=bucket.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "OfficesRead",
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "s3:GetObject",
                    "Resource": pulumi.Output.concat(bucket.arn, "/*"),
                    "Condition": {"IpAddress": {"aws:SourceIp": config.require_object("readers")}},
                },
                {
                    "Sid": "NobodyInClear",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": [bucket.arn, pulumi.Output.concat(bucket.arn, "/*")],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                },
            ],
        }
    ),
    opts=pulumi.ResourceOptions(depends_on=[access]),
)

after_versioning = pulumi.ResourceOptions(depends_on=[versions])
s3.BucketObjectv2(
    "index.html",
    bucket=bucket.id,
    key="index.html",
    source=pulumi.FileAsset("index.html"),
    content_type="text/html; charset=utf-8",
    tags=tags,
    opts=after_versioning,
)
s3.BucketObjectv2(
    "status.json",
    bucket=bucket.id,
    key="status.json",
    content=pulumi.Output.json_dumps(
        {"title": config.require("title"), "url": url, "everySeconds": config.require_int("checkEverySeconds")},
        indent=2,
    ),
    content_type="application/json",
    cache_control="max-age=60",
    tags=tags,
    opts=after_versioning,
)

pulumi.export("page", pulumi.Output.concat("https://", bucket.bucket_regional_domain_name, "/index.html"))
