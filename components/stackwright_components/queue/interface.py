"""A queue's arguments and outputs: the same on every cloud."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NotRequired, TypedDict

import pulumi

from stackwright_components.conventions import ArgumentError, integer, one_of

RUNBOOK: Final = "docs/components/queue.md#runbook"
TIMEOUTS: Final = 6
"""How many of a consumer's timeouts a message stays hidden: enough for its retries on throttling, and a late answer.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
"""
DEAD_LETTER_DAYS: Final = 14
"""The longest that SQS keeps a message. It counts from when the message was first sent, not from when it died."""
DAY: Final = 24 * 60 * 60


class QueueArgs(TypedDict):
    """A queue, and one for the messages that could not be handled."""

    cloud: str
    """`aws` (SQS)."""
    location: NotRequired[str]
    """The location (azure) or region (gcp) of the queue and its key. Required there; AWS takes its provider's."""
    ordered: NotRequired[bool]
    """Whether messages of one group (session, key) are handled one after another, in order. Another value is another
    queue. Off by default: order costs throughput."""
    timeout_seconds: NotRequired[pulumi.Input[int]]
    """How long a consumer may take for one message; 30, if not given. A received message is hidden from others for six
    times as long, as far as the cloud goes."""
    max_receives: NotRequired[pulumi.Input[int]]
    """How often a message is handed out before it is a dead letter; 5, if not given."""
    retention_days: NotRequired[pulumi.Input[int]]
    """How long a message waits for a consumer, at most; 7, if not given, and up to 14. Dead letters stay 14 days."""
    max_age_minutes: NotRequired[pulumi.Input[int]]
    """How old the oldest message may be before the owner is told (aws, gcp); 15, if not given."""
    alarm_target: NotRequired[pulumi.Input[str]]
    """Where alarms go: the ARN of an SNS topic. One is made, if not given."""
    runbook_url: NotRequired[pulumi.Input[str]]
    """What an alarm tells people to read."""
    tags: NotRequired[dict[str, str]]
    """What every resource carries."""


class QueueOutputs(TypedDict):
    """What every cloud's implementation gives back; see the attributes of `Queue`."""

    queue_name: pulumi.Output[str]
    queue_url: pulumi.Output[str]
    queue_id: pulumi.Output[str]
    queue_arn: pulumi.Output[str]
    namespace_id: pulumi.Output[str]
    topic_id: pulumi.Output[str]
    subscription_id: pulumi.Output[str]
    dead_letter_name: pulumi.Output[str]
    dead_letter_url: pulumi.Output[str]
    dead_letter_id: pulumi.Output[str]
    key_arn: pulumi.Output[str]
    visibility_seconds: pulumi.Output[int]
    alarm_target: pulumi.Output[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`QueueArgs`, checked, with defaults. What decides which resources there are is plain."""

    location: str
    ordered: bool
    visibility_seconds: pulumi.Output[int]
    max_receives: pulumi.Output[int]
    retention_days: pulumi.Input[int]
    max_age_minutes: pulumi.Input[int]
    alarm_target: pulumi.Input[str] | None
    runbook: pulumi.Input[str]
    tags: Mapping[str, str]


LONGEST_VISIBILITY: Final[Mapping[str, int]] = {"aws": 12 * 60 * 60}
"""Seconds for which one receive hides a message, at most. A consumer that needs longer says so while it works:

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
"""


def settle(args: QueueArgs) -> Settings:
    """Check the arguments and fill in the defaults.

    Raises:
        ArgumentError: naming the argument; nothing has been registered yet.
    """
    cloud = one_of(args["cloud"], "cloud", *LONGEST_VISIBILITY)
    location = args.get("location", "")
    if cloud != "aws" and not location:
        raise ArgumentError("location", f"is needed on {cloud}: where the queue is")
    longest = LONGEST_VISIBILITY[cloud]
    timeout = pulumi.Output.from_input(integer(args.get("timeout_seconds", 30)))
    return Settings(
        location=location,
        ordered=args.get("ordered", False),
        visibility_seconds=timeout.apply(lambda seconds: min(TIMEOUTS * seconds, longest)),
        max_receives=pulumi.Output.from_input(integer(args.get("max_receives", 5))),
        retention_days=integer(args.get("retention_days", 7)),
        max_age_minutes=integer(args.get("max_age_minutes", 15)),
        alarm_target=args.get("alarm_target"),
        runbook=args.get("runbook_url", RUNBOOK),
        tags=args.get("tags", {}),
    )


def times(value: pulumi.Input[int], factor: int) -> pulumi.Output[int]:
    """`value`, now or when it is known, in the cloud's unit: a factor of `DAY` makes seconds of days."""
    return pulumi.Output.from_input(value).apply(lambda known: known * factor)
