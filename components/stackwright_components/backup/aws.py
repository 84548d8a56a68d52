"""AWS Backup: a locked vault here and, if asked for, in another region; plans, selections, restore tests, events."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_alarms import owner_topic
from stackwright_components.aws_policies import encryption_key
from stackwright_components.backup.aws_events import tell_failures
from stackwright_components.backup.aws_plan import plans
from stackwright_components.backup.aws_restore import restore_tests
from stackwright_components.backup.aws_roles import BACKUP, RESTORE, service_role
from stackwright_components.backup.aws_vault import vault
from stackwright_components.backup.interface import BackupOutputs, Settings
from stackwright_components.labels import aws_tags

EVENTS = ("events.amazonaws.com",)


def build(backup: pulumi.ComponentResource, name: str, settings: Settings) -> BackupOutputs:
    """Make the vaults, then what fills and tests them."""
    tags = aws_tags(settings.tags, name)
    key = encryption_key(
        backup, f"{name}-backup", purpose=f"Backups of {name}", publishers=EVENTS, tags=tags, retain=False
    )
    here = vault(backup, name, settings, key=key, tags=tags)
    there = _elsewhere(backup, name, settings, tags) if settings.copy_location else None
    role = service_role(backup, f"{name}-backup", vault=here, policies=BACKUP, what="Makes backups", tags=tags)
    plan = plans(backup, name, settings, vault=here, copy=there, role=role, tags=tags)
    roles = [role]
    if settings.restore_tests:
        restorer = service_role(
            backup, f"{name}-restore", vault=here, policies=RESTORE, what="Restores backups to test them", tags=tags
        )
        restore_tests(backup, name, settings, vault=here, role=restorer, tags=tags)
        roles.append(restorer)
    target = settings.alarm_target or owner_topic(backup, f"{name}-backup", key=key, publishers=EVENTS, tags=tags)
    tell_failures(backup, name, settings, roles=roles, target=target, tags=tags)
    return BackupOutputs(
        vault_id=here.arn,
        vault_name=here.name,
        copy_vault_id=there.arn if there else pulumi.Output.from_input(""),
        plan_id=plan.id,
        role_id=role.arn,
        alarm_target=pulumi.Output.from_input(target),
    )


def _elsewhere(
    backup: pulumi.ComponentResource, name: str, settings: Settings, tags: Mapping[str, str]
) -> aws.backup.Vault:
    """The same vault in another region, with a key of that region."""
    region = settings.copy_location
    key = encryption_key(
        backup, f"{name}-copy", purpose=f"Copies of backups of {name}", tags=tags, retain=False, region=region
    )
    return vault(backup, name, settings, key=key, tags=tags, region=region)
