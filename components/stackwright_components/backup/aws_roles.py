"""Who makes backups, and who restores them to see whether they are any good: two roles, so that neither can do both."""

from collections.abc import Mapping, Sequence
from typing import Final

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_policies import place_of, service_trust
from stackwright_components.conventions import child

# AWS's own, which grow with what AWS Backup can back up:
# https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html
BACKUP: Final = ("service-role/AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForS3Backup")
RESTORE: Final = ("service-role/AWSBackupServiceRolePolicyForRestores", "AWSBackupServiceRolePolicyForS3Restore")


def service_role(
    backup: pulumi.ComponentResource,
    label: str,
    *,
    vault: aws.backup.Vault,
    policies: Sequence[str],
    what: str,
    tags: Mapping[str, str],
) -> aws.iam.Role:
    """A role that only AWS Backup may assume, and only for this account."""
    place = place_of(vault.arn)
    role = aws.iam.Role(
        label,
        description=what,
        assume_role_policy=service_trust("backup.amazonaws.com", place),
        tags=tags,
        opts=child(backup),
    )
    for policy in policies:
        aws.iam.RolePolicyAttachment(
            f"{label}-{'s3' if 'S3' in policy else 'all'}",
            role=role.name,
            policy_arn=place.apply(lambda here, policy=policy: f"arn:{here.partition}:iam::aws:policy/{policy}"),
            opts=child(backup),
        )
    return role
