"""A Pub/Sub topic with one subscription that consumers share, and the same for dead letters."""

from collections.abc import Mapping, Sequence
from typing import Final

import pulumi
from pulumi_gcp import kms, projects, pubsub

from stackwright_components.conventions import child
from stackwright_components.gcp_alarms import Alarm, owner_channel, raise_alarms
from stackwright_components.labels import gcp_labels
from stackwright_components.queue.interface import DAY, DEAD_LETTER_DAYS, QueueOutputs, Settings, times

API: Final = "https://pubsub.googleapis.com/v1/"
_QUARTER: Final = "7776000s"


def build(queue: pulumi.ComponentResource, name: str, settings: Settings) -> QueueOutputs:
    """Make both topics and subscriptions, their key, what Pub/Sub itself must be granted, and what watches them."""
    labels = gcp_labels(settings.tags)
    # Pub/Sub's service agent, made where it is not there yet; it encrypts, and it moves dead letters.
    agent = projects.ServiceIdentity(f"{name}-pubsub", service="pubsub.googleapis.com", opts=child(queue))
    key, usable = _key(queue, name, settings, agent, labels)
    topic = _topic(queue, f"{name}-queue", settings, key, usable, labels)
    dead_topic = _topic(queue, f"{name}-dead-letters", settings, key, usable, labels)
    dead = _subscription(queue, f"{name}-dead-letters", settings, dead_topic, labels, days=DEAD_LETTER_DAYS)
    main = _subscription(
        queue, f"{name}-queue", settings, topic, labels, days=settings.retention_days, dead_topic=dead_topic
    )
    _move_dead_letters(queue, name, agent, main, dead_topic)
    target = settings.alarm_target or owner_channel(
        queue, name, agent=agent, key=key.id, usable=usable, regions=[settings.location], labels=labels
    )
    _watch(queue, name, settings, main, dead, target, labels)
    nothing = pulumi.Output.from_input("")
    return QueueOutputs(
        queue_name=main.name,
        queue_url=pulumi.Output.concat(API, main.id),
        queue_id=main.id,
        queue_arn=nothing,
        namespace_id=nothing,
        topic_id=topic.id,
        subscription_id=main.id,
        dead_letter_name=dead.name,
        dead_letter_url=pulumi.Output.concat(API, dead.id),
        dead_letter_id=dead.id,
        key_arn=nothing,
        visibility_seconds=settings.visibility_seconds,
        alarm_target=pulumi.Output.from_input(target),
    )


def _key(
    queue: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    agent: projects.ServiceIdentity,
    labels: Mapping[str, str],
) -> tuple[kms.CryptoKey, kms.CryptoKeyIAMMember]:
    """A key in the queue's region, rotated every quarter, and the grant with which Pub/Sub can use it."""
    ring = kms.KeyRing(f"{name}-queue", location=settings.location, opts=child(queue))
    key = kms.CryptoKey(
        f"{name}-queue",
        key_ring=ring.id,
        purpose="ENCRYPT_DECRYPT",
        rotation_period=_QUARTER,
        labels=labels,
        opts=child(queue),
    )
    usable = kms.CryptoKeyIAMMember(
        f"{name}-queue",
        crypto_key_id=key.id,
        role="roles/cloudkms.cryptoKeyEncrypterDecrypter",
        member=agent.member,
        opts=child(queue),
    )
    return key, usable


def _topic(
    queue: pulumi.ComponentResource,
    label: str,
    settings: Settings,
    key: kms.CryptoKey,
    usable: pulumi.Resource,
    labels: Mapping[str, str],
) -> pubsub.Topic:
    return pubsub.Topic(
        label,
        kms_key_name=key.id,
        # Messages rest in this region, wherever they were sent from.
        message_storage_policy=pubsub.TopicMessageStoragePolicyArgs(allowed_persistence_regions=[settings.location]),
        labels=labels,
        opts=child(queue, depends_on=[usable]),
    )


def _subscription(
    queue: pulumi.ComponentResource,
    label: str,
    settings: Settings,
    topic: pubsub.Topic,
    labels: Mapping[str, str],
    *,
    days: pulumi.Input[int],
    dead_topic: pubsub.Topic | None = None,
) -> pubsub.Subscription:
    """It stays when nobody has used it for a month (`expiration_policy`), and so does what waits in it."""
    return pubsub.Subscription(
        label,
        topic=topic.id,
        ack_deadline_seconds=settings.visibility_seconds,
        message_retention_duration=times(days, DAY).apply(lambda seconds: f"{seconds}s"),
        retain_acked_messages=False,
        expiration_policy=pubsub.SubscriptionExpirationPolicyArgs(ttl=""),
        enable_message_ordering=settings.ordered,
        enable_exactly_once_delivery=settings.ordered,
        retry_policy=pubsub.SubscriptionRetryPolicyArgs(minimum_backoff="10s", maximum_backoff="600s"),
        dead_letter_policy=pubsub.SubscriptionDeadLetterPolicyArgs(
            dead_letter_topic=dead_topic.id, max_delivery_attempts=settings.max_receives
        )
        if dead_topic
        else None,
        labels=labels,
        opts=child(queue),
    )


def _move_dead_letters(
    queue: pulumi.ComponentResource,
    name: str,
    agent: projects.ServiceIdentity,
    main: pubsub.Subscription,
    dead_topic: pubsub.Topic,
) -> None:
    """Without both, Pub/Sub hands out what cannot be handled for ever: https://cloud.google.com/pubsub/docs/handling-failures#grant_forwarding_permissions."""
    pubsub.SubscriptionIAMMember(
        f"{name}-dead-letters",
        subscription=main.id,
        role="roles/pubsub.subscriber",
        member=agent.member,
        opts=child(queue),
    )
    pubsub.TopicIAMMember(
        f"{name}-dead-letters",
        topic=dead_topic.id,
        role="roles/pubsub.publisher",
        member=agent.member,
        opts=child(queue),
    )


def _watch(
    queue: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    main: pubsub.Subscription,
    dead: pubsub.Subscription,
    target: pulumi.Input[str],
    labels: Mapping[str, str],
) -> None:
    """What to do about them: docs/components/queue.md, Runbook."""

    def subscription(name: pulumi.Output[str]) -> Mapping[str, pulumi.Input[str]]:
        return {"subscription_id": name}

    alarms: Sequence[Alarm] = [
        Alarm(
            name="age",
            meaning="The oldest message waits too long: the consumers do not keep up, or there are none.",
            metric="pubsub.googleapis.com/subscription/oldest_unacked_message_age",
            resource="pubsub_subscription",
            found_by=subscription(main.name),
            threshold=times(settings.max_age_minutes, 60),
            missing="NO_OP",
        ),
        Alarm(
            name="dead-letters",
            meaning="Messages could not be handled.",
            metric="pubsub.googleapis.com/subscription/num_undelivered_messages",
            resource="pubsub_subscription",
            found_by=subscription(dead.name),
            threshold=0,
            missing="NO_OP",
            minutes=1,
        ),
    ]
    raise_alarms(queue, name, alarms, target=target, runbook=settings.runbook, labels=labels)
