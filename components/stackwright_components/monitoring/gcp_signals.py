"""Cloud Monitoring's metrics of the parts.

https://cloud.google.com/monitoring/api/metrics_gcp
"""

from collections.abc import Mapping
from typing import Final

from stackwright_components.monitoring.signals import Graph, Kind, Metric, Threshold

_RUN: Final = "run.googleapis.com"
_PUBSUB: Final = "pubsub.googleapis.com/subscription"
_GCS: Final = "storage.googleapis.com"
_SERVICE: Final = Kind(
    namespace="cloud_run_revision",
    found_by={"service_name": "service_name"},
    graphs=(
        Graph("Requests", (Metric(f"{_RUN}/request_count", "ALIGN_RATE"),)),
        Graph("Latency, ms", (Metric(f"{_RUN}/request_latencies", "ALIGN_PERCENTILE_99"),)),
        Graph("Instances", (Metric(f"{_RUN}/container/instance_count", "ALIGN_MAX"),)),
    ),
    thresholds=(
        Threshold(
            role="slow",
            meaning="One request in a hundred takes longer than two seconds.",
            metric=Metric(f"{_RUN}/request_latencies", "ALIGN_PERCENTILE_99"),
            limit=2000,
        ),
    ),
)
KINDS: Final[Mapping[str, Kind]] = {
    "web-service": _SERVICE,
    "queue": Kind(
        namespace="pubsub_subscription",
        found_by={"subscription_id": "subscription_id"},
        graphs=(
            Graph("Handed out", (Metric(f"{_PUBSUB}/sent_message_count", "ALIGN_RATE"),)),
            Graph("Waiting", (Metric(f"{_PUBSUB}/num_undelivered_messages", "ALIGN_MAX"),)),
            Graph("Age of the oldest, s", (Metric(f"{_PUBSUB}/oldest_unacked_message_age", "ALIGN_MAX"),)),
            Graph("Dead letters", (Metric(f"{_PUBSUB}/dead_letter_message_count", "ALIGN_RATE"),)),
        ),
        thresholds=(
            Threshold(
                role="backlog",
                meaning="More than ten thousand messages wait: consumers are too few, or have stopped.",
                metric=Metric(f"{_PUBSUB}/num_undelivered_messages", "ALIGN_MAX"),
                limit=10_000,
            ),
        ),
    ),
    "object-storage": Kind(
        namespace="gcs_bucket",
        found_by={"bucket_name": "bucket_name"},
        graphs=(
            Graph("Requests", (Metric(f"{_GCS}/api/request_count", "ALIGN_RATE"),)),
            Graph("Sent, bytes", (Metric(f"{_GCS}/network/sent_bytes_count", "ALIGN_RATE"),)),
            Graph("Size, bytes", (Metric(f"{_GCS}/storage/v2/total_bytes", "ALIGN_MAX"),)),
        ),
        thresholds=(
            Threshold(
                role="busy",
                meaning="More than a hundred requests a second for a quarter of an hour: a loop, or a guest.",
                metric=Metric(f"{_GCS}/api/request_count", "ALIGN_RATE"),
                limit=100,
            ),
        ),
    ),
}
