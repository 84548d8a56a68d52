"""Container Apps: an app in a zone-redundant environment of its own, in a subnet of its own."""

import pulumi
from pulumi_azure_native import managedidentity, resources

from stackwright_components.azure_alarms import owner_group
from stackwright_components.azure_logs import log_everything, workspace
from stackwright_components.connection import AzurePrincipal, Client, connect
from stackwright_components.connection.merging import furnished
from stackwright_components.conventions import child
from stackwright_components.labels import azure_tags
from stackwright_components.web_service.azure_app import container_app
from stackwright_components.web_service.azure_checks import check
from stackwright_components.web_service.azure_domain import bind, point
from stackwright_components.web_service.azure_environment import environment
from stackwright_components.web_service.azure_network import subnet
from stackwright_components.web_service.azure_secrets import grants, vault
from stackwright_components.web_service.azure_watch import watch
from stackwright_components.web_service.interface import Settings, WebServiceOutputs


def build(service: pulumi.ComponentResource, name: str, settings: Settings) -> WebServiceOutputs:
    """Make the subnet, the environment, the app and who it is, and what watches it, in a resource group of its own."""
    check(settings)
    tags = azure_tags(settings.tags)
    group = resources.ResourceGroup(f"{name}-web", location=settings.location, tags=tags, opts=child(service))
    identity = managedidentity.UserAssignedIdentity(
        f"{name}-web", resource_group_name=group.name, location=settings.location, tags=tags, opts=child(service)
    )
    target = settings.alarm_target or owner_group(service, name, group=group, tags=tags)
    logs = workspace(
        service,
        f"{name}-logs",
        group=group,
        location=settings.location,
        retention_days=settings.log_retention_days,
        tags=tags,
        protect=settings.deletion_protection,
    )
    place = subnet(service, name, settings, group=group, tags=tags)
    around = environment(service, name, settings, group=group, place=place, tags=tags)
    log_everything(service, f"{name}-environment", resource_id=around.environment.id, logs=logs)
    client = Client(
        identity=AzurePrincipal(principal_id=identity.principal_id, client_id=identity.client_id),
        network_cidr=place.cidr,
        guard_id=place.guard.id,
        tags=settings.tags,
    )
    connected = connect(service, name, settings.connections, client)
    settings = furnished(settings, connected)
    kept = vault(service, name, settings, group=group, place=place, identity=identity, tags=tags)
    if kept.vault is not None:
        log_everything(service, f"{name}-vault", resource_id=kept.vault.id, logs=logs)
    allowed = grants(service, name, settings, identity=identity, vault=kept.vault)
    records = point(service, name, settings, around)
    app = container_app(
        service,
        name,
        settings,
        group=group,
        around=around,
        identity=identity,
        kept=kept,
        first=[*around.resolvable, *allowed, *records, *connected.prerequisites],
        tags=tags,
    )
    bind(service, name, settings, group=group, around=around, app=app, tags=tags)
    watch(service, name, settings, group=group, app=app, logs=logs, target=target, tags=tags)
    hostname = pulumi.Output.from_input(settings.domain or around.hostname)
    nothing = pulumi.Output.from_input("")
    return WebServiceOutputs(
        url=pulumi.Output.concat("https://", hostname),
        hostname=hostname,
        guard_id=place.guard.id,
        load_balancer_dns_name=around.hostname,
        load_balancer_zone_id=nothing,
        security_group_id=nothing,
        cluster_name=around.environment.name,
        service_name=app.name,
        service_id=app.id,
        load_balancer_arn=nothing,
        identity=identity.principal_id,
        task_role_arn=nothing,
        log_group_name=nothing,
        log_workspace_id=logs.id,
        subnet_cidr=place.cidr,
        alarm_target=pulumi.Output.from_input(target),
    )
