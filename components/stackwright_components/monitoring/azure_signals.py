"""Azure Monitor's metrics of the parts.

https://learn.microsoft.com/azure/azure-monitor/reference/metrics-index
"""

from collections.abc import Mapping
from typing import Final

from stackwright_components.monitoring.signals import Graph, Kind, Metric, Threshold

_SERVICE: Final = Kind(
    namespace="microsoft.app/containerapps",
    found_by={"scope": "service_id"},
    graphs=(
        Graph("Requests", (Metric("Requests", "Total"),)),
        Graph("Processor, nanocores", (Metric("UsageNanoCores", "Average"),)),
        Graph("Memory, bytes", (Metric("WorkingSetBytes", "Average"),)),
        Graph("Replicas", (Metric("Replicas", "Maximum"),)),
    ),
    thresholds=(
        Threshold(
            role="none-runs",
            meaning="No replica runs.",
            metric=Metric("Replicas", "Maximum"),
            limit=1,
            above=False,
        ),
    ),
)
KINDS: Final[Mapping[str, Kind]] = {
    "web-service": _SERVICE,
    "worker": _SERVICE,
    "database": Kind(
        namespace="microsoft.dbforpostgresql/flexibleservers",
        found_by={"scope": "server_id"},
        graphs=(
            Graph("Processor and memory, %", (Metric("cpu_percent", "Average"), Metric("memory_percent", "Average"))),
            Graph("Connections", (Metric("active_connections", "Maximum"),)),
            Graph("Transactions", (Metric("xact_total", "Total"),)),
            Graph("Storage, %", (Metric("storage_percent", "Maximum"),)),
        ),
        thresholds=(
            Threshold(
                role="refused",
                meaning="Clients cannot log in: wrong credentials, or too many connections.",
                metric=Metric("connections_failed", "Total"),
                limit=20,
            ),
        ),
    ),
    "queue": Kind(
        namespace="microsoft.servicebus/namespaces",
        found_by={"scope": "namespace_id", "EntityName": "name"},
        graphs=(
            Graph("Sent and completed", (Metric("IncomingMessages", "Total"), Metric("CompleteMessage", "Total"))),
            Graph("Waiting", (Metric("ActiveMessages", "Maximum"),)),
            Graph("Dead letters", (Metric("DeadletteredMessages", "Maximum"),)),
        ),
        thresholds=(
            Threshold(
                role="throttled",
                meaning="Service Bus turns requests away, because there are too many.",
                metric=Metric("ThrottledRequests", "Total"),
                limit=10,
            ),
        ),
    ),
    "object-storage": Kind(
        namespace="microsoft.storage/storageaccounts",
        found_by={"scope": "bucket_id"},
        graphs=(
            Graph("Requests", (Metric("Transactions", "Total"),)),
            Graph("Latency, ms", (Metric("SuccessE2ELatency", "Average"),)),
            Graph("Answered, %", (Metric("Availability", "Average"),)),
        ),
        thresholds=(
            Threshold(
                role="unanswered",
                meaning="One request in a hundred is not answered.",
                metric=Metric("Availability", "Average"),
                limit=99,
                above=False,
            ),
        ),
    ),
}
