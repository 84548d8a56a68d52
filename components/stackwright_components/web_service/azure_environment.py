"""The environment that the app runs in, and how its names are found inside the network."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_azure_native import app, privatedns, resources

from stackwright_components.conventions import child
from stackwright_components.web_service.azure_network import Place
from stackwright_components.web_service.interface import Settings

PROFILE: Final = "Consumption"
_LONGEST: Final = 32


@dataclass(frozen=True, slots=True)
class Around:
    """The environment, what the app is called, and its own hostname: known before the app is there."""

    environment: app.ManagedEnvironment
    app_name: str
    hostname: pulumi.Output[str]
    resolvable: list[pulumi.Resource]


def environment(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    group: resources.ResourceGroup,
    place: Place,
    tags: Mapping[str, str],
) -> Around:
    """Make the environment; without a public address, unless the service is public."""
    made = app.ManagedEnvironment(
        f"{name}-environment",
        resource_group_name=group.name,
        location=settings.location,
        zone_redundant=True,
        vnet_configuration={"infrastructure_subnet_id": place.subnet.id, "internal": not settings.public},
        public_network_access="Enabled" if settings.public else "Disabled",
        workload_profiles=[{"name": PROFILE, "workload_profile_type": PROFILE}],
        # From the ingress to the replicas it is TLS, too.
        peer_traffic_configuration={"encryption": {"enabled": True}},
        # By a diagnostic setting, so that no workspace key is needed.
        app_logs_configuration={"destination": "azure-monitor"},
        tags=tags,
        opts=child(
            service,
            protect=settings.deletion_protection,
            # What an environment cannot change; Azure Native would try. Its subnet takes one environment at a time.
            replace_on_changes=["vnetConfiguration", "zoneRedundant"],
            delete_before_replace=True,
        ),
    )
    app_name = _app_name(name)
    hostname = pulumi.Output.concat(app_name, ".", made.default_domain)
    resolvable = [] if settings.public else _private_zone(service, name, settings, group, made, tags)
    return Around(made, app_name, hostname, resolvable)


def _app_name(name: str) -> str:
    """What the app is called: in its resource group alone, so no other app can have that name.

    It is given, not left to autonaming, because it is a part of the hostname, and a custom domain must point at that
    before the app may have it. At most 32 lower-case letters, digits and hyphens, no two hyphens together.
    """
    letters = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name.lower())
    words = [word for word in letters.split("-") if word]
    text = "-".join(words if words and words[0][0].isalpha() else ["app", *words])
    return text[:_LONGEST].rstrip("-")


def _private_zone(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    group: resources.ResourceGroup,
    made: app.ManagedEnvironment,
    tags: Mapping[str, str],
) -> list[pulumi.Resource]:
    """An internal environment's domain is in no public DNS: https://learn.microsoft.com/azure/container-apps/networking#dns."""
    zone = privatedns.PrivateZone(
        f"{name}-web",
        private_zone_name=made.default_domain,
        resource_group_name=group.name,
        location="Global",
        tags=tags,
        opts=child(service),
    )
    record = privatedns.PrivateRecordSet(
        f"{name}-web",
        resource_group_name=group.name,
        private_zone_name=zone.name,
        record_type="A",
        relative_record_set_name="*",
        ttl=300,
        a_records=[{"ipv4_address": made.static_ip}],
        opts=child(service),
    )
    link = privatedns.VirtualNetworkLink(
        f"{name}-web",
        resource_group_name=group.name,
        private_zone_name=zone.name,
        location="Global",
        registration_enabled=False,
        virtual_network={"id": settings.network_id},
        tags=tags,
        opts=child(service),
    )
    return [record, link]
