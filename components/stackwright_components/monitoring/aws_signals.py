"""CloudWatch's metrics of the parts.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
"""

from collections.abc import Mapping
from typing import Final

from stackwright_components.monitoring.signals import Graph, Kind, Metric, Threshold

_DEAD: Final = {"QueueName": "dead_letter_name"}
_ELB: Final = "AWS/ApplicationELB"
_FRONT: Final = {"LoadBalancer": "load_balancer_arn"}
_TASKS: Final = (
    Graph("Processor and memory, %", (Metric("CPUUtilization", "Average"), Metric("MemoryUtilization", "Average"))),
    Graph(
        "Tasks",
        (
            Metric("DesiredTaskCount", "Average", "ECS/ContainerInsights"),
            Metric("RunningTaskCount", "Average", "ECS/ContainerInsights"),
        ),
    ),
)
_REQUESTS: Final = (
    Graph(
        "Requests and errors",
        (
            Metric("RequestCount", "Sum", _ELB, _FRONT),
            Metric("HTTPCode_Target_5XX_Count", "Sum", _ELB, _FRONT),
            Metric("HTTPCode_ELB_5XX_Count", "Sum", _ELB, _FRONT),
        ),
    ),
    Graph(
        "Latency, s",
        (Metric("TargetResponseTime", "p50", _ELB, _FRONT), Metric("TargetResponseTime", "p99", _ELB, _FRONT)),
    ),
)
_SILENT: Final = Threshold(
    role="silent",
    meaning="No task has reported anything for fifteen minutes: none runs.",
    metric=Metric("CPUUtilization", "SampleCount"),
    limit=1,
    above=False,
    silence="breaching",
)
_ECS: Final = {"ClusterName": "cluster_name", "ServiceName": "service_name"}
KINDS: Final[Mapping[str, Kind]] = {
    "web-service": Kind(namespace="AWS/ECS", found_by=_ECS, graphs=(*_REQUESTS, *_TASKS), thresholds=(_SILENT,)),
    "worker": Kind(namespace="AWS/ECS", found_by=_ECS, graphs=_TASKS, thresholds=(_SILENT,)),
    "database": Kind(
        namespace="AWS/RDS",
        found_by={"DBInstanceIdentifier": "server_id"},
        graphs=(
            Graph("Processor, %", (Metric("CPUUtilization", "Average"),)),
            Graph("Connections", (Metric("DatabaseConnections", "Maximum"),)),
            Graph("Latency, s", (Metric("ReadLatency", "Average"), Metric("WriteLatency", "Average"))),
            Graph("Free storage, bytes", (Metric("FreeStorageSpace", "Minimum"),)),
        ),
        thresholds=(
            Threshold(
                role="silent",
                meaning="The database has reported nothing for fifteen minutes.",
                metric=Metric("DatabaseConnections", "SampleCount"),
                limit=1,
                above=False,
                silence="breaching",
            ),
            Threshold(
                role="slow",
                meaning="A write takes longer than 50 ms on average.",
                metric=Metric("WriteLatency", "Average"),
                limit=0.05,
            ),
        ),
    ),
    "queue": Kind(
        namespace="AWS/SQS",
        found_by={"QueueName": "name"},
        graphs=(
            Graph(
                "Sent and deleted", (Metric("NumberOfMessagesSent", "Sum"), Metric("NumberOfMessagesDeleted", "Sum"))
            ),
            Graph("Waiting", (Metric("ApproximateNumberOfMessagesVisible", "Maximum"),)),
            Graph("Age of the oldest, s", (Metric("ApproximateAgeOfOldestMessage", "Maximum"),)),
            Graph("Dead letters", (Metric("ApproximateNumberOfMessagesVisible", "Maximum", found_by=_DEAD),)),
        ),
        thresholds=(
            Threshold(
                role="backlog",
                meaning="More than ten thousand messages wait: consumers are too few, or have stopped.",
                metric=Metric("ApproximateNumberOfMessagesVisible", "Maximum"),
                limit=10_000,
                # SQS reports nothing of a queue that nobody has touched for six hours.
                silence="notBreaching",
            ),
        ),
    ),
    "object-storage": Kind(
        namespace="AWS/S3",
        found_by={"BucketName": "bucket_name", "StorageType": "=StandardStorage"},
        graphs=(
            # S3 reports once a day.
            Graph("Size, bytes", (Metric("BucketSizeBytes", "Average"),)),
            Graph(
                "Objects",
                (
                    Metric(
                        "NumberOfObjects",
                        "Average",
                        found_by={"BucketName": "bucket_name", "StorageType": "=AllStorageTypes"},
                    ),
                ),
            ),
        ),
    ),
}
