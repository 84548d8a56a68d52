"""App Service: plans, apps, their slots, static sites."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.azure.paths import arm
from stackwright.simcloud.curated.recipe import Part, Recipe
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_SITE = "Microsoft.Web/sites/{in:name}"


def _label(it: Subject) -> str:
    """What comes before `.azurewebsites.net`: a slot has its app's name and its own."""
    return "-".join(filter(None, (it.text("name"), it.text("slot")))).lower()


def _host(it: Subject) -> str:
    return f"{_label(it)}.azurewebsites.net"


def _hosts(it: Subject) -> Value:
    return [_host(it), f"{_label(it)}.scm.azurewebsites.net"]


def _addresses(count: int) -> Part:
    """So many addresses of the plan's scale unit, the same for each app of the plan."""

    def made(it: Subject) -> Value:
        unit = Seed("scale unit", it.text("serverFarmId"))
        return ",".join(guess.public_ip_of(unit, str(index)) for index in range(count))

    return made


def _verification(it: Subject) -> Value:
    """The subscription's, the same for each of its apps."""
    return Seed("verification", it.identity.subscription).hex(64).upper()


def _static_host(it: Subject) -> str:
    return f"{it.seed.choice(_WORDS, 'one')}-{it.seed.choice(_THINGS, 'two')}-0{it.seed.hex(9)}.1.azurestaticapps.net"


_WORDS = ("gentle", "happy", "kind", "lively", "mango", "nice", "polite", "proud", "white", "yellow")
_THINGS = ("beach", "bush", "coast", "field", "forest", "ground", "island", "river", "sea", "stone")


def _site(path: str) -> Recipe:
    return arm(
        path,
        defaultHostName=_host,
        hostNames=lambda it: [_host(it)],
        enabledHostNames=_hosts,
        outboundIpAddresses=_addresses(6),
        possibleOutboundIpAddresses=_addresses(12),
        customDomainVerificationId=_verification,
        kind="app",
        enabled=True,
        state="Running",
        availabilityState="Normal",
        usageState="Normal",
        repositorySiteName="{in:name}",
        resourceGroup="{in:resourceGroupName}",
        lastModifiedTimeUtc="{time}",
        sku="Basic",
        trafficManagerHostNames=[],
        inProgressOperationId="",
        suspendedTill="",
        targetSwapSlot="",
        slotSwapStatus={},
        absent=frozenset({"inProgressOperationId", "suspendedTill", "targetSwapSlot", "slotSwapStatus"}),
    )


TYPES: Mapping[str, Recipe] = {
    "azure-native:web:AppServicePlan": arm(
        "Microsoft.Web/serverfarms/{in:name}",
        kind="app",
        status="Ready",
        geoRegion="{location}",
        resourceGroup="{in:resourceGroupName}",
        subscription="{subscription}",
        maximumNumberOfWorkers=3,
        numberOfWorkers=1,
        numberOfSites=0,
    ),
    "azure-native:web:WebApp": _site(_SITE),
    "azure-native:web:WebAppSlot": _site(_SITE + "/slots/{in:slot}"),
    "azure-native:web:WebAppApplicationSettings": arm(_SITE + "/config/appsettings"),
    "azure-native:web:WebAppConnectionStrings": arm(_SITE + "/config/connectionstrings"),
    "azure-native:web:WebAppHostNameBinding": arm(
        _SITE + "/hostNameBindings/{in:hostName}", virtualIP="{ip}", name="{in:name}/{in:hostName}"
    ),
    "azure-native:web:WebAppSwiftVirtualNetworkConnection": arm(_SITE + "/networkConfig/virtualNetwork"),
    "azure-native:web:StaticSite": arm(
        "Microsoft.Web/staticSites/{in:name}",
        defaultHostname=_static_host,
        contentDistributionEndpoint="https://content-{location}.infrastructure.1.azurestaticapps.net",
        customDomains=[],
        databaseConnections=[],
        linkedBackends=[],
        privateEndpointConnections=[],
        userProvidedFunctionApps=[],
        keyVaultReferenceIdentity="SystemAssigned",
    ),
}
