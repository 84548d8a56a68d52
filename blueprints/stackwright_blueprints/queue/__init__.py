"""The blueprint `queue`: messages that wait for a consumer."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, NotRequired, TypedDict

from stackwright_blueprints.model import Blueprint, Field, Input, Output
from stackwright_blueprints.operations import LOG_RETENTION_DAYS, RUNBOOK_URL

__all__ = ["QueueInputs", "QueueOutputs", "blueprint"]


class QueueInputs(TypedDict):
    """What a service says of its queue. All of it has a default."""

    ordered: NotRequired[
        Annotated[
            bool,
            Field(
                "Whether messages of one group (SQS), session (Service Bus) or ordering key (Pub/Sub) are handled one "
                "after another, in order. It costs throughput.",
                default=False,
                immutable=True,
            ),
        ]
    ]
    timeout_seconds: NotRequired[
        Annotated[
            Input[int],
            Field(
                "How long a consumer may take for one message. A received message is hidden from others for six times "
                "as long: up to twelve hours on AWS, ten minutes on GCP, five on Azure, where a client extends it.",
                default=30,
                minimum=2,
                maximum=7200,
                group="Delivery",
            ),
        ]
    ]
    max_receives: NotRequired[
        Annotated[
            Input[int],
            Field(
                "How often a message is handed out before it is a dead letter; on GCP 5 or more.",
                default=5,
                minimum=1,
                maximum=100,
                group="Delivery",
            ),
        ]
    ]
    retention_days: NotRequired[
        Annotated[
            Input[int],
            Field(
                "How long a message waits for a consumer, at most. Dead letters stay 14 days.",
                default=7,
                minimum=1,
                maximum=14,
                group="Delivery",
            ),
        ]
    ]
    max_age_minutes: NotRequired[
        Annotated[
            Input[int],
            Field(
                "AWS and GCP: how old the oldest message may be before the owner is told.",
                default=15,
                minimum=1,
                maximum=1440,
                group="Watch",
            ),
        ]
    ]
    max_backlog: NotRequired[
        Annotated[
            Input[int],
            Field(
                "Azure, which does not tell how old messages are: how many may wait before the owner is told.",
                default=1000,
                minimum=0,
                group="Watch",
            ),
        ]
    ]
    tier: NotRequired[
        Annotated[
            str,
            Field(
                "Azure: `premium` (the default) has a key and capacity of its own, at hundreds of euros a month; "
                "`standard` has Microsoft's key and costs next to nothing.",
                enum=["premium", "standard"],
                immutable=True,
                group="Security",
            ),
        ]
    ]
    log_retention_days: NotRequired[
        Annotated[int, replace(LOG_RETENTION_DAYS, description="Azure: how long logs are kept.")]
    ]
    alarm_target: NotRequired[
        Annotated[
            Input[str],
            Field(
                "Where alarms go: the ARN of an SNS topic, the id of an action group, or names of notification "
                "channels with commas between. Default: one is made.",
                group="Watch",
            ),
        ]
    ]
    runbook_url: NotRequired[Annotated[Input[str], RUNBOOK_URL]]


class QueueOutputs(TypedDict):
    """What other parts may refer to."""

    cloud: Annotated[Output[str], Field("The cloud it is on.")]
    name: Annotated[Output[str], Field("The queue; on GCP the subscription.")]
    queue_url: Annotated[Output[str], Field("What a client is configured with.")]
    queue_id: Annotated[
        Output[str], Field("What an access policy names: an ARN (AWS), a resource id (Azure), the subscription (GCP).")
    ]
    dead_letter_name: Annotated[Output[str], Field("The queue of the messages that nobody could handle.")]
    dead_letter_url: Annotated[Output[str], Field("What a client is configured with that looks after dead letters.")]
    dead_letter_id: Annotated[Output[str], Field("What an access policy to the dead letters names.")]
    visibility_seconds: Annotated[Output[int], Field("For how long a received message is hidden from other consumers.")]
    queue_arn: NotRequired[Annotated[Output[str], Field("AWS: the queue's ARN.")]]
    key_arn: NotRequired[
        Annotated[Output[str], Field("AWS: the KMS key, which whoever sends or receives must be allowed to use.")]
    ]
    namespace_id: NotRequired[
        Annotated[Output[str], Field("Azure: the Service Bus namespace, which holds nothing else.")]
    ]
    topic_id: NotRequired[Annotated[Output[str], Field("GCP: where to send to, `projects/…/topics/…`.")]]
    subscription_id: NotRequired[
        Annotated[Output[str], Field("GCP: where to receive from, `projects/…/subscriptions/…`.")]
    ]
    alarm_target: Annotated[Output[str], Field("Where its alarms go.")]


blueprint = Blueprint(
    name="queue",
    version="1.0.0",
    title="Queue",
    description=(
        "Messages that wait for a consumer: encrypted with a key of their own, reached over TLS only, set aside as "
        "dead letters when nobody can handle them, and watched."
    ),
    owner="platform",
    inputs=QueueInputs,
    outputs=QueueOutputs,
    clouds={"aws": ["aws"], "azure": ["azure-native"], "gcp": ["gcp"]},
    build="stackwright_blueprints.queue.build:build",
    upgrade_notes={"1.0.0": "The first version."},
)
