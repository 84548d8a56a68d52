"""Cloud Monitoring's metrics of the parts.

https://cloud.google.com/monitoring/api/metrics_gcp
"""

from collections.abc import Mapping
from typing import Final

from stackwright_components.monitoring.signals import Kind, Metric, Threshold, graph, piled_up

_RUN: Final = "run.googleapis.com"
_PUBSUB: Final = "pubsub.googleapis.com/subscription"
_GCS: Final = "storage.googleapis.com"
_SERVICE: Final = Kind(
    namespace="cloud_run_revision",
    found_by={"service_name": "service_name"},
    graphs=(
        graph("Requests", Metric(f"{_RUN}/request_count", "ALIGN_RATE")),
        graph("Latency, ms", Metric(f"{_RUN}/request_latencies", "ALIGN_PERCENTILE_99")),
        graph("Instances", Metric(f"{_RUN}/container/instance_count", "ALIGN_MAX")),
    ),
    thresholds=(
        Threshold(
            "slow",
            "One request in a hundred takes longer than two seconds.",
            Metric(f"{_RUN}/request_latencies", "ALIGN_PERCENTILE_99"),
            2000,
        ),
    ),
)
KINDS: Final[Mapping[str, Kind]] = {
    "web-service": _SERVICE,
    "queue": Kind(
        namespace="pubsub_subscription",
        found_by={"subscription_id": "subscription_id"},
        graphs=(
            graph("Handed out", Metric(f"{_PUBSUB}/sent_message_count", "ALIGN_RATE")),
            graph("Waiting", Metric(f"{_PUBSUB}/num_undelivered_messages", "ALIGN_MAX")),
            graph("Age of the oldest, s", Metric(f"{_PUBSUB}/oldest_unacked_message_age", "ALIGN_MAX")),
            graph("Dead letters", Metric(f"{_PUBSUB}/dead_letter_message_count", "ALIGN_RATE")),
        ),
        thresholds=(piled_up(Metric(f"{_PUBSUB}/num_undelivered_messages", "ALIGN_MAX")),),
    ),
    "object-storage": Kind(
        namespace="gcs_bucket",
        found_by={"bucket_name": "bucket_name"},
        graphs=(
            graph("Requests", Metric(f"{_GCS}/api/request_count", "ALIGN_RATE")),
            graph("Sent, bytes", Metric(f"{_GCS}/network/sent_bytes_count", "ALIGN_RATE")),
            graph("Size, bytes", Metric(f"{_GCS}/storage/v2/total_bytes", "ALIGN_MAX")),
        ),
        thresholds=(
            Threshold(
                "busy",
                "More than a hundred requests a second for a quarter of an hour: a loop, or a guest.",
                Metric(f"{_GCS}/api/request_count", "ALIGN_RATE"),
                100,
            ),
        ),
    ),
}
