"""Pub/Sub."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Recipe

_MEMBER = {"etag": "BwY{hex:8:etag}="}

TYPES: Mapping[str, Recipe] = {
    "gcp:pubsub/topic:Topic": Recipe(id="projects/{project}/topics/{in:name}"),
    "gcp:pubsub/subscription:Subscription": Recipe(
        id="projects/{project}/subscriptions/{in:name}",
        outputs={"ackDeadlineSeconds": 10, "messageRetentionDuration": "604800s"},
    ),
    "gcp:pubsub/topicIAMMember:TopicIAMMember": Recipe(id="{in:topic}/{in:role}/{in:member}", outputs=_MEMBER),
    "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember": Recipe(
        id="{in:subscription}/{in:role}/{in:member}", outputs=_MEMBER
    ),
}
