"""A vault that gives back what it was given, and lets nobody delete it before its time."""

from collections.abc import Mapping
from typing import Final

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_policies import document
from stackwright_components.backup.interface import Settings
from stackwright_components.conventions import child

# What ends a backup before its time. Expiry by the plan's lifecycle is AWS Backup's own, and goes on.
_ENDS: Final = (
    "backup:DeleteRecoveryPoint",
    "backup:DisassociateRecoveryPoint",
    "backup:DisassociateRecoveryPointFromParent",
    "backup:UpdateRecoveryPointLifecycle",
)


def vault(
    backup: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    key: aws.kms.Key,
    tags: Mapping[str, str],
    region: str | None = None,
) -> aws.backup.Vault:
    """A vault of its own key, locked, whose policy denies to everybody what would end a backup.

    A vault with backups in it is not deleted, and so neither is its key: `force_destroy` stays off, and AWS refuses.
    """
    label = f"{name}-vault" if region is None else f"{name}-copy"
    made = aws.backup.Vault(
        label,
        kms_key_arn=key.arn,
        force_destroy=False,
        region=region,
        tags=tags,
        opts=child(backup, protect=settings.deletion_protection),
    )
    deny = {
        "Sid": "NobodyDeletes",
        "Effect": "Deny",
        "Principal": "*",
        "Action": list(_ENDS),
        "Resource": "*",
    }
    aws.backup.VaultPolicy(
        label,
        backup_vault_name=made.name,
        policy=pulumi.Output.json_dumps(document(deny)),
        region=region,
        opts=child(backup),
    )
    if settings.lock != "none":
        aws.backup.VaultLockConfiguration(
            label,
            backup_vault_name=made.name,
            min_retention_days=settings.shortest_days,
            max_retention_days=settings.longest_days,
            # With it the lock closes for good after so many days; without it, whoever may can lift it.
            changeable_for_days=settings.cooling_off_days if settings.lock == "compliance" else None,
            region=region,
            opts=child(backup),
        )
    return made
