"""Container Apps, key vaults' secrets, and public DNS."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.azure.paths import arm, record_name
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.curated.words import ADJECTIVES, NAMES
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_ENVIRONMENT = "Microsoft.App/managedEnvironments/{in:environmentName}"
_APP = "Microsoft.App/containerApps/{in:containerAppName}"


def _default_domain(it: Subject) -> Value:
    """`politebay-1a2b3c4d.westeurope.azurecontainerapps.io`."""
    words = ADJECTIVES[it.seed.below(len(ADJECTIVES), "adjective")] + NAMES[it.seed.below(len(NAMES), "noun")]
    location = it.place.replace(" ", "").lower()
    return f"{words}-{it.seed.hex(8, 'domain')}.{location}.azurecontainerapps.io"


def _static_ip(it: Subject) -> Value:
    """An internal environment's address is one of its subnet's."""
    internal = it.mapping("vnetConfiguration").get("internal") is True
    return guess.private_ip(it, "static") if internal else guess.public_ip(it, "static")


def _environment_of(it: Subject) -> Mapping[str, Value]:
    return it.other(it.text("environmentId") or it.text("managedEnvironmentId"))


def _revision(it: Subject) -> str:
    """Another template is another revision."""
    return f"{it.text('containerAppName')}--{it.seed.hex(7, repr(it.inputs.get('template')))}"


def _fqdn(it: Subject, label: str) -> str | None:
    domain = _environment_of(it).get("defaultDomain")
    return f"{label}.{domain}" if domain else None


def _configuration(it: Subject) -> Value:
    """The hostname, where there is ingress."""
    ingress = it.mapping("configuration").get("ingress")
    if not isinstance(ingress, dict):
        return None
    # https://learn.microsoft.com/azure/container-apps/connect-apps: those that only the environment reaches
    name = it.text("containerAppName") + ("" if ingress.get("external") else ".internal")
    return {"ingress": {"fqdn": _fqdn(it, name)}}


def _verification(it: Subject) -> Value:
    """The subscription's, the same in each of its environments."""
    return Seed("verification", it.identity.subscription).hex(64).upper()


def _outbound(it: Subject) -> Value:
    return [guess.public_ip(it, "outbound")]


def _secret_uris(it: Subject) -> Value:
    """Another value is another version."""
    uri = f"https://{it.text('vaultName')}.vault.azure.net/secrets/{it.text('secretName')}"
    version = it.seed.hex(32, f"version {it.mapping('properties').get('value')}")
    return {"secretUri": uri, "secretUriWithVersion": f"{uri}/{version}"}


TYPES: Mapping[str, Recipe] = {
    "azure-native:app:ManagedEnvironment": arm(
        _ENVIRONMENT,
        defaultDomain=_default_domain,
        staticIp=_static_ip,
        customDomainConfiguration=lambda it: {"customDomainVerificationId": _verification(it)},
        eventStreamEndpoint="https://{location}.azurecontainerapps.dev{id}/eventstream",
        infrastructureResourceGroup="ME_{in:environmentName}_{in:resourceGroupName}_{location}",
        deploymentErrors="",
        kedaConfiguration={"version": "2.17.2"},
        daprConfiguration={"version": "1.13.6-msft.6"},
        privateEndpointConnections=[],
        privateLinkDefaultDomain="",
        absent=frozenset({"deploymentErrors", "privateLinkDefaultDomain"}),
    ),
    "azure-native:app:ContainerApp": arm(
        _APP,
        configuration=_configuration,
        customDomainVerificationId=_verification,
        eventStreamEndpoint="https://{location}.azurecontainerapps.dev{id}/eventstream",
        latestRevisionName=_revision,
        latestReadyRevisionName=_revision,
        latestRevisionFqdn=lambda it: _fqdn(it, _revision(it)),
        outboundIpAddresses=_outbound,
        runningStatus="Running",
        deploymentErrors="",
        absent=frozenset({"deploymentErrors"}),
    ),
    "azure-native:app:ManagedCertificate": arm(
        _ENVIRONMENT + "/managedCertificates/{in:managedCertificateName}",
        properties={"provisioningState": "Succeeded", "validationToken": "{hex:32:token}", "error": ""},
    ),
    "azure-native:keyvault:Secret": arm(
        "Microsoft.KeyVault/vaults/{in:vaultName}/secrets/{in:secretName}", properties=_secret_uris
    ),
    "azure-native:dns:Zone": arm(
        "Microsoft.Network/dnsZones/{in:zoneName}",
        nameServers=[
            "ns1-04.azure-dns.com.",
            "ns2-04.azure-dns.net.",
            "ns3-04.azure-dns.org.",
            "ns4-04.azure-dns.info.",
        ],
        maxNumberOfRecordSets=10000,
        maxNumberOfRecordsPerRecordSet=20,
        numberOfRecordSets=2,
        zoneType="Public",
    ),
    "azure-native:dns:RecordSet": arm(
        "Microsoft.Network/dnsZones/{in:zoneName}/{in:recordType}/{in:relativeRecordSetName}",
        fqdn=lambda it: record_name(it.text("relativeRecordSetName"), it.text("zoneName")),
    ),
}
