"""A Backup vault on Azure: immutable, geo-redundant, its deleted backups restorable; policies, instances, alerts.

Nothing is enrolled by tags: that is Azure Policy's, assigned to a whole subscription by whoever owns it.
"""

from collections.abc import Mapping
from typing import Final

import pulumi
from pulumi_azure_native import alertsmanagement, dataprotection, resources

from stackwright_components.azure_alarms import owner_group
from stackwright_components.backup.azure_instances import enrol, principal
from stackwright_components.backup.interface import BackupOutputs, Settings
from stackwright_components.conventions import child
from stackwright_components.labels import azure_tags

SOFT_DELETE_DAYS: Final = 14
_IMMUTABLE: Final = {
    "none": dataprotection.ImmutabilityState.DISABLED,
    "governance": dataprotection.ImmutabilityState.UNLOCKED,
    "compliance": dataprotection.ImmutabilityState.LOCKED,
}


def build(backup: pulumi.ComponentResource, name: str, settings: Settings) -> BackupOutputs:
    """Make the vault, in a resource group of its own, and enrol what is protected."""
    tags = azure_tags(settings.tags)
    group = resources.ResourceGroup(f"{name}-backup", location=settings.location, tags=tags, opts=child(backup))
    vault = _vault(backup, name, settings, group, tags)
    enrol(backup, name, settings, group=group, vault=vault, tags=tags)
    target = settings.alarm_target or owner_group(backup, name, group=group, tags=tags)
    _tell_failures(backup, name, settings, group, vault, target, tags)
    nothing = pulumi.Output.from_input("")
    return BackupOutputs(
        vault_id=vault.id,
        vault_name=vault.name,
        copy_vault_id=nothing,
        plan_id=nothing,
        role_id=principal(vault),
        alarm_target=pulumi.Output.from_input(target),
    )


def _vault(
    backup: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    group: resources.ResourceGroup,
    tags: Mapping[str, str],
) -> dataprotection.BackupVault:
    """Immutable: what shortens or ends a backup is refused. Unlocked that can be lifted, locked never again."""
    always = settings.lock == "compliance"
    return dataprotection.BackupVault(
        f"{name}-vault",
        resource_group_name=group.name,
        location=settings.location,
        identity={"type": "SystemAssigned"},
        properties={
            "storage_settings": [
                {
                    "datastore_type": dataprotection.StorageSettingStoreTypes.VAULT_STORE,
                    "type": dataprotection.StorageSettingTypes.GEO_REDUNDANT,
                }
            ],
            "feature_settings": {
                "cross_region_restore_settings": {"state": dataprotection.CrossRegionRestoreState.ENABLED}
            },
            "security_settings": {
                "immutability_settings": {"state": _IMMUTABLE[settings.lock]},
                "soft_delete_settings": {
                    "state": dataprotection.SoftDeleteState.ALWAYS_ON if always else dataprotection.SoftDeleteState.ON,
                    "retention_duration_in_days": SOFT_DELETE_DAYS,
                },
            },
            "monitoring_settings": {
                "azure_monitor_alert_settings": {"alerts_for_all_job_failures": dataprotection.AlertsState.ENABLED}
            },
        },
        tags=tags,
        opts=child(backup, protect=settings.deletion_protection),
    )


def _tell_failures(
    backup: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    group: resources.ResourceGroup,
    vault: dataprotection.BackupVault,
    target: pulumi.Input[str],
    tags: Mapping[str, str],
) -> None:
    """The vault raises an alert for every job that fails; this says who hears of it."""
    alertsmanagement.AlertProcessingRuleByName(
        f"{name}-backup-failed",
        resource_group_name=group.name,
        location="Global",
        properties={
            "scopes": [vault.id],
            "actions": [{"action_type": "AddActionGroups", "action_group_ids": [target]}],
            "description": pulumi.Output.concat("Backup jobs that failed. Runbook: ", settings.runbook),
            "enabled": True,
        },
        tags=tags,
        opts=child(backup),
    )
