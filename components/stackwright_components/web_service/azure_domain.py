"""The custom domain: its records in an Azure DNS zone, and its certificate.

The order is Azure's: the records, then the app that has the domain, then the certificate, which Azure binds to the app
(`bindingType: Auto`) and renews. https://learn.microsoft.com/azure/container-apps/custom-domains-managed-certificates
"""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import app as containers
from pulumi_azure_native import dns, resources

from stackwright_components.azure_names import segment
from stackwright_components.conventions import child
from stackwright_components.web_service.azure_checks import relative_name, zone_name
from stackwright_components.web_service.azure_environment import Around
from stackwright_components.web_service.interface import Settings


def point(service: pulumi.ComponentResource, name: str, settings: Settings, around: Around) -> list[pulumi.Resource]:
    """Prove the domain, and point it at the app: a name below the zone's by CNAME, the zone's own by address."""
    domain = settings.domain
    if domain is None or settings.zone_id is None:
        return []
    zone_id = pulumi.Output.from_input(settings.zone_id)
    zone = zone_id.apply(zone_name)
    group = zone_id.apply(lambda text: segment(text, "resourceGroups"))
    relative = zone.apply(lambda text: relative_name(domain, text))
    verification = around.environment.custom_domain_configuration.apply(
        lambda it: it.custom_domain_verification_id if it else ""
    )
    proof = dns.RecordSet(
        f"{name}-proof",
        resource_group_name=group,
        zone_name=zone,
        record_type="TXT",
        relative_record_set_name=relative.apply(lambda text: f"asuid.{text}" if text else "asuid"),
        ttl=300,
        txt_records=[dns.TxtRecordArgs(value=[verification])],
        opts=child(service),
    )
    alias = pulumi.Output.all(relative, around.hostname).apply(
        lambda it: dns.CnameRecordArgs(cname=it[1]) if it[0] else None
    )
    addresses = pulumi.Output.all(relative, around.environment.static_ip).apply(
        lambda it: None if it[0] else [dns.ARecordArgs(ipv4_address=it[1])]
    )
    way = dns.RecordSet(
        f"{name}-alias",
        resource_group_name=group,
        zone_name=zone,
        record_type=relative.apply(lambda text: "CNAME" if text else "A"),
        relative_record_set_name=relative.apply(lambda text: text or "@"),
        ttl=300,
        cname_record=alias,
        a_records=addresses,
        opts=child(service),
    )
    return [proof, way]


def bind(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    around: Around,
    group: resources.ResourceGroup,
    app: containers.ContainerApp,
    tags: Mapping[str, str],
) -> None:
    """Have a certificate issued for the domain that the app has by now."""
    domain = settings.domain
    if domain is None or settings.zone_id is None:
        return
    zone = pulumi.Output.from_input(settings.zone_id).apply(zone_name)
    containers.ManagedCertificate(
        # Another domain is another certificate beside the old one, which is in use until the app has the new domain.
        f"{name}-{domain.replace('.', '-')}",
        resource_group_name=group.name,
        environment_name=around.environment.name,
        location=settings.location,
        properties={
            "subject_name": domain,
            "domain_control_validation": zone.apply(lambda text: "CNAME" if relative_name(domain, text) else "HTTP"),
        },
        tags=tags,
        # Azure keeps a certificate that is in use; it goes with the environment.
        opts=child(service, depends_on=[app], deleted_with=around.environment),
    )
