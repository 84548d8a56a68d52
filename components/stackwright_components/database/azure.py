"""Azure Database for PostgreSQL, flexible server: in a delegated subnet of its own, zone-redundant, geo-backed up."""

from collections.abc import Mapping
from typing import Final

import pulumi
from pulumi_azure_native import authorization, dbforpostgresql, resources

from stackwright_components.azure_alarms import owner_group
from stackwright_components.azure_watched import watch_resource
from stackwright_components.conventions import child
from stackwright_components.database.azure_network import Surroundings, surroundings
from stackwright_components.database.azure_watch import ALARMS
from stackwright_components.database.credentials import connection_url, generated_password
from stackwright_components.database.interface import PORT, DatabaseOutputs, Settings
from stackwright_components.labels import azure_tags

_SKUS: Final[Mapping[str, dbforpostgresql.SkuArgsDict]] = {
    "S": {"name": "Standard_B2s", "tier": "Burstable"},
    "M": {"name": "Standard_D2ds_v5", "tier": "GeneralPurpose"},
    "L": {"name": "Standard_E4ds_v5", "tier": "MemoryOptimized"},
}

# https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-server-parameters
_CONFIGURATION: Final[Mapping[str, str]] = {
    "require_secure_transport": "on",
    "ssl_min_protocol_version": "TLSv1.2",
    "password_encryption": "scram-sha-256",
    "azure.accepted_password_auth_method": "scram-sha-256",
    "connection_throttle.enable": "on",
    "log_connections": "on",
    "log_disconnections": "on",
    "log_lock_waits": "on",
    "log_min_duration_statement": "1000",
    "idle_in_transaction_session_timeout": "300000",
}


def build(database: pulumi.ComponentResource, name: str, settings: Settings) -> DatabaseOutputs:
    """Make the server and what belongs to it, in a resource group of its own."""
    tags = azure_tags(settings.tags)
    group = resources.ResourceGroup(name, location=settings.location, tags=tags, opts=child(database))
    around = surroundings(database, name, settings, group, tags)
    password = generated_password(database, name, settings) if settings.credentials == "generated" else None
    server = _server(database, name, settings, group, around, password, tags)
    ready = _inside(database, name, settings, group, server)
    if settings.deletion_protection:
        authorization.ManagementLockByScope(
            f"{name}-lock",
            scope=server.id,
            level="CanNotDelete",
            notes="The data of a live service. Set the database's deletion_protection to false first.",
            opts=child(database, depends_on=[ready]),
        )
    target = settings.alarm_target or owner_group(database, name, group=group, tags=tags)
    watch_resource(
        database,
        name,
        settings,
        ALARMS,
        resource_id=server.id,
        group=group,
        location=settings.location,
        target=target,
        tags=tags,
    )
    host = server.fully_qualified_domain_name
    nothing = pulumi.Output.from_input("")
    return DatabaseOutputs(
        host=host,
        port=pulumi.Output.from_input(PORT),
        database_name=settings.database_name,
        username=_login(settings),
        password=password or nothing,
        password_secret=nothing,
        url=connection_url(settings, host=host, username=_login(settings), password=password),
        server_id=server.id,
        network_id=pulumi.Output.from_input(around.network_id),
        key_arn=nothing,
        client_security_group_id=nothing,
        guard_id=around.guard_id,
        network_cidr=pulumi.Output.from_input(settings.network_cidr),
        alarm_target=pulumi.Output.from_input(target),
    )


def _login(settings: Settings) -> pulumi.Output[str]:
    """Without passwords the server has no first user: the Entra administrator logs in by name."""
    administrator = settings.entra_administrator
    if settings.credentials == "identity" and administrator:
        return pulumi.Output.from_input(administrator["name"])
    return settings.username


def _server(
    database: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    group: resources.ResourceGroup,
    around: Surroundings,
    password: pulumi.Output[str] | None,
    tags: Mapping[str, str],
) -> dbforpostgresql.Server:
    administrator = settings.entra_administrator
    authentication: dbforpostgresql.AuthConfigArgsDict = {
        "password_auth": "Enabled" if password else "Disabled",
        "active_directory_auth": "Enabled" if administrator else "Disabled",
    }
    if administrator:
        authentication["tenant_id"] = administrator["tenant_id"]
    return dbforpostgresql.Server(
        name,
        resource_group_name=group.name,
        location=settings.location,
        version=settings.version,
        sku=_SKUS[settings.size],
        storage={"storage_size_gb": settings.storage_gb, "auto_grow": "Enabled"},
        administrator_login=settings.username if password else None,
        administrator_login_password=password,
        auth_config=authentication,
        network={
            "delegated_subnet_resource_id": around.subnet_id,
            "private_dns_zone_arm_resource_id": around.zone_id,
            "public_network_access": "Disabled",
        },
        high_availability={"mode": "ZoneRedundant" if settings.high_availability else "Disabled"},
        backup={
            "backup_retention_days": settings.backup_retention_days,
            "geo_redundant_backup": settings.geo_redundant_backup.apply(
                lambda wanted: "Enabled" if wanted else "Disabled"
            ),
        },
        maintenance_window={"custom_window": "Enabled", "day_of_week": 0, "start_hour": 3, "start_minute": 30},
        tags=tags,
        # The server registers itself in the private zone, and clients resolve it there: the link comes first.
        opts=child(database, protect=settings.deletion_protection, depends_on=[around.link]),
    )


def _inside(
    database: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    group: resources.ResourceGroup,
    server: dbforpostgresql.Server,
) -> pulumi.Resource:
    """The database, the administrator and the configuration; the last of them comes back.

    One after another, because a server takes one change at a time and answers `ServerIsBusy` to a second.
    """
    last: pulumi.Resource = dbforpostgresql.Database(
        f"{name}-database",
        resource_group_name=group.name,
        server_name=server.name,
        database_name=settings.database_name,
        charset="UTF8",
        collation="en_US.utf8",
        opts=child(database, protect=settings.deletion_protection),
    )
    if administrator := settings.entra_administrator:
        last = dbforpostgresql.AdministratorsMicrosoftEntra(
            f"{name}-administrator",
            resource_group_name=group.name,
            server_name=server.name,
            object_id=administrator["object_id"],
            principal_name=administrator["name"],
            principal_type=administrator.get("type", "Group"),
            tenant_id=administrator["tenant_id"],
            opts=child(database, depends_on=[last]),
        )
    for parameter, value in _CONFIGURATION.items():
        last = dbforpostgresql.Configuration(
            f"{name}-{parameter.replace('.', '-').replace('_', '-')}",
            resource_group_name=group.name,
            server_name=server.name,
            configuration_name=parameter,
            source="user-override",
            value=value,
            opts=child(database, depends_on=[last]),
        )
    return last
