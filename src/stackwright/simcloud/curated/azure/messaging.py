"""Service Bus."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.azure.paths import arm
from stackwright.simcloud.curated.recipe import Recipe

_NAMESPACE = "Microsoft.ServiceBus/namespaces/{in:namespaceName}"
_NONE = {
    "activeMessageCount": 0,
    "deadLetterMessageCount": 0,
    "scheduledMessageCount": 0,
    "transferDeadLetterMessageCount": 0,
    "transferMessageCount": 0,
}

TYPES: Mapping[str, Recipe] = {
    "azure-native:servicebus:Namespace": arm(
        _NAMESPACE,
        serviceBusEndpoint="https://{in:namespaceName}.servicebus.windows.net:443/",
        metricId="{subscription}:{in:namespaceName}",
        status="Active",
        createdAt="{time}",
        updatedAt="{time}",
        disableLocalAuth=False,
        minimumTlsVersion="1.2",
        publicNetworkAccess="Enabled",
        zoneRedundant=True,
        privateEndpointConnections=[],
    ),
    "azure-native:servicebus:Queue": arm(
        _NAMESPACE + "/queues/{in:queueName}",
        accessedAt="0001-01-01T00:00:00Z",
        createdAt="{time}",
        updatedAt="{time}",
        countDetails=_NONE,
        messageCount=0,
        sizeInBytes=0,
        status="Active",
        lockDuration="PT1M",
        maxDeliveryCount=10,
        maxSizeInMegabytes=1024,
        autoDeleteOnIdle="P10675199DT2H48M5.4775807S",
        defaultMessageTimeToLive="P10675199DT2H48M5.4775807S",
        duplicateDetectionHistoryTimeWindow="PT10M",
        enableBatchedOperations=True,
        enableExpress=False,
        enablePartitioning=False,
    ),
}
