"""Things that Pulumi names, and what stands on them by that name."""

import pulumi
import pulumi_aws as aws

logs = aws.s3.Bucket("logs", tags={"team": "a"})
aws.s3.BucketPublicAccessBlock("closed", bucket=logs.id, block_public_acls=True)
role = aws.iam.Role("role", assume_role_policy="{}", opts=pulumi.ResourceOptions(delete_before_replace=True))
aws.iam.RolePolicy(
    "behind", role=role.name, policy="{}", opts=pulumi.ResourceOptions(delete_before_replace=True, depends_on=[logs])
)
pulumi.export("tags", logs.tags)
