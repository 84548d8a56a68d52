"""What is watched of an RDS instance. Thresholds and what to do about them: docs/components/database.md, Runbook."""

from collections.abc import Mapping
from typing import Final

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_alarms import Alarm, MissingData, raise_alarms
from stackwright_components.conventions import child
from stackwright_components.database.interface import Settings

GIB: Final = 1024**3
_MEMORY_GIB: Final[Mapping[str, int]] = {"S": 4, "M": 8, "L": 32}


def watch(
    database: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    instance: aws.rds.Instance,
    topic: pulumi.Input[str],
    tags: Mapping[str, str],
) -> None:
    """Alarms on the instance's metrics, and the events that no metric shows (failover, failure, low storage)."""

    def alarm(
        role: str,
        metric: str,
        meaning: str,
        threshold: pulumi.Input[float],
        missing: MissingData,
        *,
        above: bool = True,
    ) -> Alarm:
        return Alarm(
            name=role,
            meaning=meaning,
            namespace="AWS/RDS",
            metric=metric,
            dimensions={"DBInstanceIdentifier": instance.identifier},
            threshold=threshold,
            missing=missing,
            above=above,
        )

    low_storage = settings.storage_gb.apply(lambda size: 0.1 * size * GIB)
    raise_alarms(
        database,
        name,
        [
            alarm("cpu", "CPUUtilization", "The processor has been busy for five minutes.", 80, "missing"),
            # RDS reports free storage every minute for as long as the instance lives: silence is an outage.
            alarm(
                "storage",
                "FreeStorageSpace",
                "The disk is nearly full, or the instance is gone.",
                low_storage,
                "breaching",
                above=False,
            ),
            alarm(
                "memory",
                "FreeableMemory",
                "Memory runs out.",
                0.1 * _MEMORY_GIB[settings.size] * GIB,
                "missing",
                above=False,
            ),
            alarm("disk-queue", "DiskQueueDepth", "Requests wait for the disk.", 64, "notBreaching"),
            # PostgreSQL stops taking writes at 2^31 transactions without a vacuum.
            alarm("wraparound", "MaximumUsedTransactionIDs", "Vacuum does not keep up.", 1_000_000_000, "notBreaching"),
        ],
        topic=topic,
        runbook=settings.runbook,
        tags=tags,
    )
    aws.rds.EventSubscription(
        f"{name}-events",
        sns_topic=topic,
        source_type="db-instance",
        source_ids=[instance.identifier],
        event_categories=["availability", "failover", "failure", "low storage", "maintenance", "recovery"],
        tags=tags,
        opts=child(database),
    )
