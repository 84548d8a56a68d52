"""An SQS queue, and a second one for dead letters that only the first may send to."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_alarms import PUBLISHERS, Alarm, owner_topic, raise_alarms
from stackwright_components.aws_policies import document, encryption_key, place_of
from stackwright_components.conventions import child
from stackwright_components.labels import aws_tags
from stackwright_components.queue.interface import DAY, DEAD_LETTER_DAYS, QueueOutputs, Settings, times

LONG_POLL_SECONDS = 20
"""The longest that SQS holds a receive open: fewer empty answers, and a message is delivered as soon as it is there."""


def build(queue: pulumi.ComponentResource, name: str, settings: Settings) -> QueueOutputs:
    """Make both queues, their key, and what watches them."""
    tags = aws_tags(settings.tags)
    key = encryption_key(
        queue, name, purpose=f"Messages and alarms of the queue {name}", publishers=PUBLISHERS, tags=tags, retain=False
    )
    dead = _queue(
        queue,
        f"{name}-dead-letters",
        settings,
        key=key,
        tags=tags,
        retention_seconds=DEAD_LETTER_DAYS * DAY,
        redrive=None,
    )
    redrive = {"deadLetterTargetArn": dead.arn, "maxReceiveCount": settings.max_receives}
    main = _queue(
        queue,
        f"{name}-queue",
        settings,
        key=key,
        tags=tags,
        retention_seconds=times(settings.retention_days, DAY),
        redrive=pulumi.Output.json_dumps(redrive),
    )
    allow = {"redrivePermission": "byQueue", "sourceQueueArns": [main.arn]}
    aws.sqs.RedriveAllowPolicy(
        f"{name}-dead-letters",
        queue_url=dead.url,
        redrive_allow_policy=pulumi.Output.json_dumps(allow),
        opts=child(queue),
    )
    topic = settings.alarm_target or owner_topic(queue, name, key=key, place=place_of(key.arn), tags=tags)
    _watch(queue, name, settings, main, dead, topic, tags)
    nothing = pulumi.Output.from_input("")
    return QueueOutputs(
        queue_name=main.name,
        queue_url=main.url,
        queue_id=main.arn,
        queue_arn=main.arn,
        namespace_id=nothing,
        topic_id=nothing,
        subscription_id=nothing,
        dead_letter_name=dead.name,
        dead_letter_url=dead.url,
        dead_letter_id=dead.arn,
        key_arn=key.arn,
        visibility_seconds=settings.visibility_seconds,
        alarm_target=pulumi.Output.from_input(topic),
    )


def _queue(
    queue: pulumi.ComponentResource,
    label: str,
    settings: Settings,
    *,
    key: aws.kms.Key,
    tags: Mapping[str, str],
    retention_seconds: pulumi.Input[int],
    redrive: pulumi.Output[str] | None,
) -> aws.sqs.Queue:
    """One queue, and its policy. Dead letters of an ordered queue go to an ordered one: SQS takes no other."""
    made = aws.sqs.Queue(
        label,
        kms_master_key_id=key.arn,
        kms_data_key_reuse_period_seconds=300,
        visibility_timeout_seconds=settings.visibility_seconds,
        message_retention_seconds=retention_seconds,
        receive_wait_time_seconds=LONG_POLL_SECONDS,
        redrive_policy=redrive,
        fifo_queue=settings.ordered or None,
        # A sender that names no id of its own is protected from sending the same twice within five minutes.
        content_based_deduplication=settings.ordered or None,
        # Both together are SQS's high throughput mode, in which the order is that of a message group.
        deduplication_scope="messageGroup" if settings.ordered else None,
        fifo_throughput_limit="perMessageGroupId" if settings.ordered else None,
        tags=dict(tags) | {"Name": label},
        opts=child(queue),
    )
    plaintext = {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": made.arn,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    aws.sqs.QueuePolicy(
        label, queue_url=made.url, policy=pulumi.Output.json_dumps(document(plaintext)), opts=child(queue)
    )
    return made


def _watch(
    queue: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    main: aws.sqs.Queue,
    dead: aws.sqs.Queue,
    topic: pulumi.Input[str],
    tags: Mapping[str, str],
) -> None:
    """What to do about them: docs/components/queue.md, Runbook."""
    # SQS reports a queue for six hours after the last call to it, and then falls silent, whatever is in it. An alarm
    # that has gone off must not heal of that: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    raise_alarms(
        queue,
        name,
        [
            Alarm(
                name="age",
                meaning="The oldest message waits too long: the consumers do not keep up, or there are none.",
                namespace="AWS/SQS",
                metric="ApproximateAgeOfOldestMessage",
                dimensions={"QueueName": main.name},
                statistic="Maximum",
                threshold=times(settings.max_age_minutes, 60),
                missing="ignore",
            ),
            Alarm(
                name="dead-letters",
                meaning="Messages could not be handled.",
                namespace="AWS/SQS",
                metric="ApproximateNumberOfMessagesVisible",
                dimensions={"QueueName": dead.name},
                statistic="Maximum",
                threshold=0,
                missing="ignore",
                periods=1,
            ),
        ],
        topic=topic,
        runbook=settings.runbook,
        tags=tags,
    )
