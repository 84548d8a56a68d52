"""CloudWatch's metrics of the parts.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
"""

from collections.abc import Mapping
from typing import Final

from stackwright_components.monitoring.signals import Kind, Metric, Threshold, graph, piled_up


def _silent(meaning: str, metric: str) -> Threshold:
    """When a metric that is there for as long as the part runs is not."""
    return Threshold("silent", meaning, Metric(metric, "SampleCount"), 1, above=False, silence="breaching")


_DEAD: Final = {"QueueName": "dead_letter_name"}
_ELB: Final = "AWS/ApplicationELB"
_FRONT: Final = {"LoadBalancer": "load_balancer_arn"}
_TASKS: Final = (
    graph("Processor and memory, %", Metric("CPUUtilization", "Average"), Metric("MemoryUtilization", "Average")),
    graph(
        "Tasks",
        Metric("DesiredTaskCount", "Average", "ECS/ContainerInsights"),
        Metric("RunningTaskCount", "Average", "ECS/ContainerInsights"),
    ),
)
_REQUESTS: Final = (
    graph(
        "Requests and errors",
        Metric("RequestCount", "Sum", _ELB, _FRONT),
        Metric("HTTPCode_Target_5XX_Count", "Sum", _ELB, _FRONT),
        Metric("HTTPCode_ELB_5XX_Count", "Sum", _ELB, _FRONT),
    ),
    graph(
        "Latency, s",
        Metric("TargetResponseTime", "p50", _ELB, _FRONT),
        Metric("TargetResponseTime", "p99", _ELB, _FRONT),
    ),
)
_ECS: Final = {"ClusterName": "cluster_name", "ServiceName": "service_name"}
_NO_TASK: Final = _silent("No task has reported anything for fifteen minutes: none runs.", "CPUUtilization")
KINDS: Final[Mapping[str, Kind]] = {
    "web-service": Kind(namespace="AWS/ECS", found_by=_ECS, graphs=(*_REQUESTS, *_TASKS), thresholds=(_NO_TASK,)),
    "worker": Kind(namespace="AWS/ECS", found_by=_ECS, graphs=_TASKS, thresholds=(_NO_TASK,)),
    "database": Kind(
        namespace="AWS/RDS",
        found_by={"DBInstanceIdentifier": "server_id"},
        graphs=(
            graph("Processor, %", Metric("CPUUtilization", "Average")),
            graph("Connections", Metric("DatabaseConnections", "Maximum")),
            graph("Latency, s", Metric("ReadLatency", "Average"), Metric("WriteLatency", "Average")),
            graph("Free storage, bytes", Metric("FreeStorageSpace", "Minimum")),
        ),
        thresholds=(
            _silent("The database has reported nothing for fifteen minutes.", "DatabaseConnections"),
            Threshold("slow", "A write takes longer than 50 ms on average.", Metric("WriteLatency", "Average"), 0.05),
        ),
    ),
    "queue": Kind(
        namespace="AWS/SQS",
        found_by={"QueueName": "name"},
        graphs=(
            graph("Sent and deleted", Metric("NumberOfMessagesSent", "Sum"), Metric("NumberOfMessagesDeleted", "Sum")),
            graph("Waiting", Metric("ApproximateNumberOfMessagesVisible", "Maximum")),
            graph("Age of the oldest, s", Metric("ApproximateAgeOfOldestMessage", "Maximum")),
            graph("Dead letters", Metric("ApproximateNumberOfMessagesVisible", "Maximum", found_by=_DEAD)),
        ),
        thresholds=(
            # SQS reports nothing of a queue that nobody has touched for six hours.
            piled_up(Metric("ApproximateNumberOfMessagesVisible", "Maximum"), silence="notBreaching"),
        ),
    ),
    "object-storage": Kind(
        namespace="AWS/S3",
        found_by={"BucketName": "bucket_name", "StorageType": "=StandardStorage"},
        graphs=(
            # S3 reports once a day.
            graph("Size, bytes", Metric("BucketSizeBytes", "Average")),
            graph(
                "Objects",
                Metric(
                    "NumberOfObjects",
                    "Average",
                    found_by={"BucketName": "bucket_name", "StorageType": "=AllStorageTypes"},
                ),
            ),
        ),
    ),
}
