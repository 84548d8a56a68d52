"""Event Grid, Event Hubs, API Management, CDN and Front Door: what has a public endpoint of its own."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.azure.paths import arm
from stackwright.simcloud.curated.azure.places import place
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_HUBS = "Microsoft.EventHub/namespaces/{in:namespaceName}"
_HUB = _HUBS + "/eventhubs/{in:eventHubName}"
_GATEWAY = "Microsoft.ApiManagement/service/{in:serviceName}"
_CDN = "Microsoft.Cdn/profiles/{in:profileName}"


def _partitions(it: Subject) -> Value:
    return [str(index) for index in range(it.number("partitionCount", 4))]


def _addresses(it: Subject) -> Value:
    return [guess.public_ip(it, "gateway")]


TYPES: Mapping[str, Recipe] = {
    "azure-native:eventgrid:Topic": arm(
        "Microsoft.EventGrid/topics/{in:topicName}",
        endpoint=lambda it: f"https://{it.text('topicName')}.{place(it)}-1.eventgrid.azure.net/api/events",
        metricResourceId="{uuid:metric}",
        inputSchema="EventGridSchema",
        publicNetworkAccess="Enabled",
        privateEndpointConnections=[],
    ),
    "azure-native:eventgrid:SystemTopic": arm(
        "Microsoft.EventGrid/systemTopics/{in:systemTopicName}", metricResourceId="{uuid:metric}"
    ),
    "azure-native:eventgrid:SystemTopicEventSubscription": arm(
        "Microsoft.EventGrid/systemTopics/{in:systemTopicName}/eventSubscriptions/{in:eventSubscriptionName}"
    ),
    "azure-native:eventgrid:EventSubscription": Recipe(
        id="{in:scope}/providers/Microsoft.EventGrid/eventSubscriptions/{in:eventSubscriptionName}",
        outputs={"topic": "{in:scope}"},
    ),
    "azure-native:eventhub:Namespace": arm(
        _HUBS,
        serviceBusEndpoint="https://{in:namespaceName}.servicebus.windows.net:443/",
        metricId="{subscription}:{in:namespaceName}",
        status="Active",
        createdAt="{time}",
        updatedAt="{time}",
        kafkaEnabled=True,
        zoneRedundant=True,
        minimumTlsVersion="1.2",
        publicNetworkAccess="Enabled",
    ),
    "azure-native:eventhub:EventHub": arm(
        _HUB, partitionIds=_partitions, status="Active", createdAt="{time}", updatedAt="{time}"
    ),
    "azure-native:eventhub:EventHubAuthorizationRule": arm(_HUB + "/authorizationRules/{in:authorizationRuleName}"),
    "azure-native:eventhub:NamespaceAuthorizationRule": arm(_HUBS + "/authorizationRules/{in:authorizationRuleName}"),
    "azure-native:eventhub:ConsumerGroup": arm(
        _HUB + "/consumergroups/{in:consumerGroupName}", createdAt="{time}", updatedAt="{time}"
    ),
    "azure-native:apimanagement:ApiManagementService": arm(
        _GATEWAY,
        gatewayUrl="https://{in:serviceName}.azure-api.net",
        gatewayRegionalUrl=lambda it: f"https://{it.text('serviceName')}-{place(it)}-01.regional.azure-api.net",
        portalUrl="https://{in:serviceName}.portal.azure-api.net",
        developerPortalUrl="https://{in:serviceName}.developer.azure-api.net",
        managementApiUrl="https://{in:serviceName}.management.azure-api.net",
        scmUrl="https://{in:serviceName}.scm.azure-api.net",
        createdAtUtc="{time}",
        platformVersion="stv2.1",
        publicIPAddresses=_addresses,
        outboundPublicIPAddresses=_addresses,
        privateIPAddresses=[],
        targetProvisioningState="",
    ),
    "azure-native:apimanagement:Api": arm(
        _GATEWAY + "/apis/{in:apiId}", apiRevision="1", isCurrent=True, isOnline=True
    ),
    "azure-native:apimanagement:ApiOperation": arm(_GATEWAY + "/apis/{in:apiId}/operations/{in:operationId}"),
    "azure-native:apimanagement:Product": arm(_GATEWAY + "/products/{in:productId}"),
    "azure-native:apimanagement:ProductApi": arm(_GATEWAY + "/products/{in:productId}/apis/{in:apiId}"),
    "azure-native:apimanagement:Subscription": arm(
        _GATEWAY + "/subscriptions/{in:sid}", state="active", createdDate="{time}"
    ),
    "azure-native:cdn:Profile": arm(
        _CDN, frontDoorId="{uuid:door}", kind="cdn", resourceState="Active", extendedProperties={}
    ),
    "azure-native:cdn:Endpoint": arm(
        _CDN + "/endpoints/{in:endpointName}",
        hostName="{in:endpointName}.azureedge.net",
        resourceState="Running",
        customDomains=[],
    ),
    "azure-native:cdn:AFDEndpoint": arm(
        _CDN + "/afdEndpoints/{in:endpointName}",
        hostName=lambda it: f"{it.text('endpointName')}-{it.seed.hex(16, 'host')}.z01.azurefd.net".lower(),
        deploymentStatus="NotStarted",
    ),
    "azure-native:cdn:AFDOriginGroup": arm(_CDN + "/originGroups/{in:originGroupName}", deploymentStatus="NotStarted"),
    "azure-native:cdn:AFDOrigin": arm(
        _CDN + "/originGroups/{in:originGroupName}/origins/{in:originName}", deploymentStatus="NotStarted"
    ),
    "azure-native:cdn:Route": arm(
        _CDN + "/afdEndpoints/{in:endpointName}/routes/{in:routeName}", deploymentStatus="NotStarted"
    ),
}
