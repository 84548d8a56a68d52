"""A queue's arguments and outputs: the same on every cloud."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NotRequired, TypedDict

import pulumi

from stackwright_components.conventions import ArgumentError, Cloud, integer, one_of

CLOUDS: Final[tuple[Cloud, ...]] = ("aws", "azure", "gcp")
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
    """`aws` (SQS), `azure` (Service Bus) or `gcp` (Pub/Sub)."""
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
    max_backlog: NotRequired[pulumi.Input[int]]
    """How many messages may wait before the owner is told (azure, which tells no age); 1000, if not given."""
    tier: NotRequired[str]
    """`premium`, the default, or `standard` (azure): only the former takes a key of one's own. Another tier is another
    queue."""
    log_retention_days: NotRequired[int]
    """How long the namespace's logs are kept (azure); 90 days, if not given."""
    alarm_target: NotRequired[pulumi.Input[str]]
    """Where alarms go: the ARN of an SNS topic, the id of an action group, or names of notification
    channels with commas between. One is made, if not given."""
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
    max_backlog: pulumi.Input[int]
    tier: str
    log_retention_days: int
    alarm_target: pulumi.Input[str] | None
    runbook: pulumi.Input[str]
    tags: Mapping[str, str]


LONGEST_VISIBILITY: Final[Mapping[str, int]] = {"aws": 12 * 60 * 60, "azure": 5 * 60, "gcp": 10 * 60}
"""Seconds for which one receive hides a message, at most. A consumer that needs longer says so while it works:

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
https://learn.microsoft.com/azure/service-bus-messaging/message-transfers-locks-settlement#renew-locks
https://cloud.google.com/pubsub/docs/lease-management
"""
_RECEIVES: Final[Mapping[str, tuple[int, int]]] = {"aws": (1, 1000), "azure": (1, 2000), "gcp": (5, 100)}
"""How often a cloud can hand out a message before it is a dead letter, at least and at most."""


def settle(args: QueueArgs) -> Settings:
    """Check the arguments and fill in the defaults.

    Raises:
        ArgumentError: naming the argument; nothing has been registered yet.
    """
    cloud = one_of(args["cloud"], "cloud", *CLOUDS)
    location = args.get("location", "")
    if cloud != "aws" and not location:
        raise ArgumentError("location", f"is needed on {cloud}: where the queue is")
    if cloud != "azure" and "tier" in args:
        raise ArgumentError("tier", f"{cloud} has no tiers; its queues have a key of their own in any case")
    longest = LONGEST_VISIBILITY[cloud]
    timeout = pulumi.Output.from_input(integer(args.get("timeout_seconds", 30)))
    return Settings(
        location=location,
        ordered=args.get("ordered", False),
        visibility_seconds=timeout.apply(lambda seconds: min(TIMEOUTS * seconds, longest)),
        max_receives=pulumi.Output.from_input(integer(args.get("max_receives", 5))).apply(
            lambda times: _possible(times, cloud)
        ),
        retention_days=integer(args.get("retention_days", 7)),
        max_age_minutes=integer(args.get("max_age_minutes", 15)),
        max_backlog=integer(args.get("max_backlog", 1000)),
        tier=one_of(args.get("tier", "premium"), "tier", "premium", "standard"),
        log_retention_days=int(args.get("log_retention_days", 90)),
        alarm_target=args.get("alarm_target"),
        runbook=args.get("runbook_url", RUNBOOK),
        tags=args.get("tags", {}),
    )


def times(value: pulumi.Input[int], factor: int) -> pulumi.Output[int]:
    """`value`, now or when it is known, in the cloud's unit: a factor of `DAY` makes seconds of days."""
    return pulumi.Output.from_input(value).apply(lambda known: known * factor)


def _possible(receives: int, cloud: str) -> int:
    least, most = _RECEIVES[cloud]
    if not least <= receives <= most:
        raise ArgumentError("max_receives", f"{cloud} takes {least} to {most}, not {receives}")
    return receives
