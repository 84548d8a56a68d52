"""Builds the blueprint `queue`: one `Queue` component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from stackwright_components.queue import Queue, QueueArgs

from stackwright_blueprints.model import Context
from stackwright_blueprints.queue import QueueInputs

_ONLY: Final[Mapping[str, tuple[str, ...]]] = {
    "aws": ("queue_arn", "key_arn"),
    "azure": ("namespace_id",),
    "gcp": ("topic_id", "subscription_id"),
}
"""What only one cloud has is no output elsewhere, so that a reference to it is an error."""


def build(context: Context, inputs: QueueInputs) -> Mapping[str, Any]:
    """One queue in the environment's region."""
    # The blueprint's inputs are the component's arguments of the same names.
    around = {"cloud": context.cloud, "location": context.location, "tags": dict(context.tags)}
    queue = Queue(context.name, cast("QueueArgs", {**around, **inputs}), context.options())
    return {
        "cloud": context.cloud,
        "name": queue.queue_name,
        "queue_url": queue.queue_url,
        "queue_id": queue.queue_id,
        "dead_letter_name": queue.dead_letter_name,
        "dead_letter_url": queue.dead_letter_url,
        "dead_letter_id": queue.dead_letter_id,
        "visibility_seconds": queue.visibility_seconds,
        "alarm_target": queue.alarm_target,
        **{name: getattr(queue, name) for name in _ONLY[context.cloud]},
    }
