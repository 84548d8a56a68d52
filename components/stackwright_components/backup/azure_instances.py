"""What goes into an Azure vault, when, and for how long.

Databases and blobs are copied into the vault, out of the subscription's reach: *operational* backup of blobs stays in
the account and dies with it, and databases restore to any second of the last weeks by themselves.

Roles: https://learn.microsoft.com/azure/backup/backup-rbac-rs-vault,
https://learn.microsoft.com/azure/backup/backup-azure-database-postgresql-flex-overview. Types and retention tags: the
manifests of Az.DataProtection, https://www.powershellgallery.com/packages/Az.DataProtection.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pulumi
from pulumi_azure_native import authorization, dataprotection, resources

from stackwright_components.azure_names import role_definition
from stackwright_components.backup.interface import NEEDS, Protected, Settings
from stackwright_components.conventions import child

_READER: Final = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
_LONG_TERM_BACKUP: Final = "c088a766-074b-43ba-90d4-1fb21feae531"
_STORAGE_BACKUP: Final = "e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1"
# A Sunday; schedules repeat from here.
_FIRST: Final = "2026-01-04T06:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Kind:
    """How Azure Backup calls what it copies, how it copies, and what the vault must be allowed for that."""

    source: str
    resource: str
    copy: str
    every: str
    on_source: str
    on_group: str | None = None


_KINDS: Final[Mapping[str, Kind]] = {
    "database": Kind(
        "Microsoft.DBforPostgreSQL/flexibleServers",
        "Microsoft.DBforPostgreSQL/flexibleServers",
        "Full",
        "P1W",
        _LONG_TERM_BACKUP,
        _READER,
    ),
    "object-storage": Kind(
        "Microsoft.Storage/storageAccounts/blobServices",
        "Microsoft.Storage/storageAccounts",
        "Discrete",
        "P1D",
        _STORAGE_BACKUP,
    ),
}


def principal(vault: dataprotection.BackupVault) -> pulumi.Output[str]:
    """Who the vault is: it has an identity, because it was given one."""
    return vault.identity.apply(lambda identity: (identity.principal_id if identity else None) or "")


def enrol(
    backup: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    group: resources.ResourceGroup,
    vault: dataprotection.BackupVault,
    tags: Mapping[str, str],
) -> None:
    """A policy for each kind; for each part the vault's roles, and its enrolment.

    The policies do not come and go with the parts: what is still in the vault of a part that went needs its policy.
    """
    policies = {blueprint: _policy(backup, name, settings, blueprint, group, vault) for blueprint in _KINDS}
    for key, part in settings.protect.items():
        _instance(backup, f"{name}-{key}", settings, part, policies[part["blueprint"]], group, vault, tags)


def _policy(
    backup: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    blueprint: str,
    group: resources.ResourceGroup,
    vault: dataprotection.BackupVault,
) -> dataprotection.BackupPolicy:
    """Azure changes no policy that exists, so another content is another name, and the instances move to it."""
    kind = _KINDS[blueprint]
    rules = _rules(settings, kind)
    digest = hashlib.sha256(json.dumps([kind.source, rules], sort_keys=True).encode()).hexdigest()[:8]
    return dataprotection.BackupPolicy(
        f"{name}-{blueprint}",
        backup_policy_name=f"{blueprint}-{digest}",
        resource_group_name=group.name,
        vault_name=vault.name,
        properties={  # pyright: ignore[reportArgumentType] - rules are of two classes, told apart by `object_type`
            "object_type": "BackupPolicy",
            "datasource_types": [kind.source],
            "policy_rules": rules,
        },
        # Until the instances have moved, the old one is in use. azure-native would delete what has a given name first.
        opts=child(backup, delete_before_replace=False),
    )


def _rules(settings: Settings, kind: Kind) -> list[dict[str, Any]]:
    """Each backup is kept as long as the longest that applies: the first of a month, of a week, or any."""
    daily = kind.every == "P1D"
    kept = {"Default": settings.daily_days if daily else settings.weekly_days}
    if daily:
        kept["Weekly"] = settings.weekly_days
    if settings.monthly_days:
        kept["Monthly"] = settings.monthly_days
    first = {"Weekly": "FirstOfWeek", "Monthly": "FirstOfMonth"}
    store = {"data_store_type": "VaultStore", "object_type": "DataStoreInfoBase"}
    tagging: list[dict[str, Any]] = [
        {
            "tag_info": {"tag_name": tag},
            "is_default": tag == "Default",
            # The lowest counts; the default comes last.
            "tagging_priority": {"Monthly": 15, "Weekly": 20, "Default": 99}[tag],
            **(
                {"criteria": [{"object_type": "ScheduleBasedBackupCriteria", "absolute_criteria": [first[tag]]}]}
                if tag in first
                else {}
            ),
        }
        for tag in kept
    ]
    retention: list[dict[str, Any]] = [
        {
            "object_type": "AzureRetentionRule",
            "name": tag,
            "is_default": tag == "Default",
            "lifecycles": [
                {
                    "delete_after": {"object_type": "AbsoluteDeleteOption", "duration": f"P{days}D"},
                    "source_data_store": store,
                    "target_data_store_copy_settings": [],
                }
            ],
        }
        for tag, days in kept.items()
    ]
    return [
        {
            "object_type": "AzureBackupRule",
            "name": "Backup",
            "backup_parameters": {"object_type": "AzureBackupParams", "backup_type": kind.copy},
            "data_store": store,
            "trigger": {
                "object_type": "ScheduleBasedTriggerContext",
                "schedule": {"repeating_time_intervals": [f"R/{_FIRST}/{kind.every}"], "time_zone": "UTC"},
                "tagging_criteria": tagging,
            },
        },
        *retention,
    ]


def _instance(
    backup: pulumi.ComponentResource,
    label: str,
    settings: Settings,
    part: Protected,
    policy: dataprotection.BackupPolicy,
    group: resources.ResourceGroup,
    vault: dataprotection.BackupVault,
    tags: Mapping[str, str],
) -> None:
    kind = _KINDS[part["blueprint"]]
    (output,) = NEEDS["azure"][part["blueprint"]]
    enrolled = pulumi.Output.from_input(part["outputs"][output])
    source = enrolled.apply(lambda it: it.partition("/blobServices/")[0])
    granted = [_grant(backup, f"{label}-source", vault, source, kind.on_source)]
    if kind.on_group is not None:
        around = source.apply(lambda it: "/".join(it.split("/")[:5]))
        granted.append(_grant(backup, f"{label}-group", vault, around, kind.on_group))
    described: dict[str, Any] = {
        "resource_id": source,
        "resource_location": settings.location,
        "resource_type": kind.resource,
        "resource_uri": source,
        "datasource_type": kind.source,
    }
    info: dict[str, Any] = {"policy_id": policy.id}
    if part["blueprint"] == "object-storage":
        containers = {
            "object_type": "BlobBackupDatasourceParameters",
            "containers_list": [enrolled.apply(lambda it: it.rpartition("/")[2])],
        }
        info["policy_parameters"] = {"backup_datasource_parameters_list": [containers]}
    dataprotection.BackupInstance(
        label,
        # An enrolment is of one resource for good, so another resource is another name.
        backup_instance_name=source.apply(lambda it: f"{label}-{hashlib.sha256(it.lower().encode()).hexdigest()[:8]}"),
        resource_group_name=group.name,
        vault_name=vault.name,
        properties={  # pyright: ignore[reportArgumentType] - put together above
            "object_type": "BackupInstance",
            "friendly_name": label,
            "data_source_info": {"object_type": "Datasource", **described},
            "data_source_set_info": {"object_type": "DatasourceSet", **described},
            "policy_info": info,
        },
        tags=tags,
        # An immutable vault refuses to let go of what has backups.
        opts=child(backup, depends_on=granted, retain_on_delete=settings.deletion_protection),
    )


def _grant(
    backup: pulumi.ComponentResource,
    label: str,
    vault: dataprotection.BackupVault,
    scope: pulumi.Output[str],
    role: str,
) -> authorization.RoleAssignment:
    return authorization.RoleAssignment(
        label,
        scope=scope,
        role_definition_id=scope.apply(lambda it: role_definition(it, role)),
        principal_id=principal(vault),
        principal_type=authorization.PrincipalType.SERVICE_PRINCIPAL,
        opts=child(backup),
    )
