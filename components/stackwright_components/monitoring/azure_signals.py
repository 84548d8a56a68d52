"""Azure Monitor's metrics of the parts.

https://learn.microsoft.com/azure/azure-monitor/reference/metrics-index
"""

from collections.abc import Mapping
from typing import Final

from stackwright_components.monitoring.signals import Kind, Metric, Threshold, graph

_SERVICE: Final = Kind(
    namespace="microsoft.app/containerapps",
    found_by={"scope": "service_id"},
    graphs=(
        graph("Requests", Metric("Requests", "Total")),
        graph("Processor, nanocores", Metric("UsageNanoCores", "Average")),
        graph("Memory, bytes", Metric("WorkingSetBytes", "Average")),
        graph("Replicas", Metric("Replicas", "Maximum")),
    ),
    thresholds=(Threshold("none-runs", "No replica runs.", Metric("Replicas", "Maximum"), 1, above=False),),
)
KINDS: Final[Mapping[str, Kind]] = {
    "web-service": _SERVICE,
    "worker": _SERVICE,
    "database": Kind(
        namespace="microsoft.dbforpostgresql/flexibleservers",
        found_by={"scope": "server_id"},
        graphs=(
            graph("Processor and memory, %", Metric("cpu_percent", "Average"), Metric("memory_percent", "Average")),
            graph("Connections", Metric("active_connections", "Maximum")),
            graph("Transactions", Metric("xact_total", "Total")),
            graph("Storage, %", Metric("storage_percent", "Maximum")),
        ),
        thresholds=(
            Threshold(
                "refused",
                "Clients cannot log in: wrong credentials, or too many connections.",
                Metric("connections_failed", "Total"),
                20,
            ),
        ),
    ),
    "queue": Kind(
        namespace="microsoft.servicebus/namespaces",
        found_by={"scope": "namespace_id", "EntityName": "name"},
        graphs=(
            graph("Sent and completed", Metric("IncomingMessages", "Total"), Metric("CompleteMessage", "Total")),
            graph("Waiting", Metric("ActiveMessages", "Maximum")),
            graph("Dead letters", Metric("DeadletteredMessages", "Maximum")),
        ),
        thresholds=(
            Threshold(
                "throttled",
                "Service Bus turns requests away, because there are too many.",
                Metric("ThrottledRequests", "Total"),
                10,
            ),
        ),
    ),
    "object-storage": Kind(
        namespace="microsoft.storage/storageaccounts",
        found_by={"scope": "bucket_id"},
        graphs=(
            graph("Requests", Metric("Transactions", "Total")),
            graph("Latency, ms", Metric("SuccessE2ELatency", "Average")),
            graph("Answered, %", Metric("Availability", "Average")),
        ),
        thresholds=(
            Threshold(
                "unanswered",
                "One request in a hundred is not answered.",
                Metric("Availability", "Average"),
                99,
                above=False,
            ),
        ),
    ),
}
