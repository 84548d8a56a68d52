"""`Queue`: messages that wait for a consumer, encrypted, with a place for those that nobody could handle."""

import pulumi

from stackwright_components.conventions import implementation, type_token
from stackwright_components.queue.interface import CLOUDS, QueueArgs, QueueOutputs, settle

__all__ = ["Queue", "QueueArgs", "QueueOutputs"]


class Queue(pulumi.ComponentResource):
    """A queue with a key of its own and a dead-letter queue: reached over TLS only, watched, closed until granted.

    An output that a cloud does not have is empty there.
    """

    queue_name: pulumi.Output[str]
    """The queue, or the subscription (gcp)."""
    queue_url: pulumi.Output[str]
    """What a client is configured with: `https://sqs.…`, `https://<namespace>.servicebus.windows.net/<queue>`, or the
    subscription below `https://pubsub.googleapis.com/v1/`."""
    queue_id: pulumi.Output[str]
    """What an access policy names: an ARN (aws), a resource id (azure), the subscription (gcp)."""
    queue_arn: pulumi.Output[str]
    """The queue's ARN (aws)."""
    namespace_id: pulumi.Output[str]
    """The Service Bus namespace (azure), which holds nothing else."""
    topic_id: pulumi.Output[str]
    """Where to send to (gcp): `projects/…/topics/…`."""
    subscription_id: pulumi.Output[str]
    """Where to receive from (gcp): `projects/…/subscriptions/…`."""
    dead_letter_name: pulumi.Output[str]
    """The queue of the messages that nobody could handle; on Azure a part of the queue, `<queue>/$deadletterqueue`."""
    dead_letter_url: pulumi.Output[str]
    """What a client is configured with that looks after dead letters."""
    dead_letter_id: pulumi.Output[str]
    """What an access policy to the dead letters names."""
    key_arn: pulumi.Output[str]
    """The KMS key (aws) that whoever sends or receives must be allowed to use. Elsewhere the cloud itself uses it."""
    visibility_seconds: pulumi.Output[int]
    """For how long a received message is hidden from other consumers."""
    alarm_target: pulumi.Output[str]
    """Where alarms go."""

    def __init__(self, name: str, args: QueueArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        cloud = implementation("queue", args["cloud"], CLOUDS)
        settings = settle(args)
        super().__init__(type_token("Queue"), name, dict(args), opts)
        built: QueueOutputs = cloud.build(self, name, settings)
        self.queue_name = built["queue_name"]
        self.queue_url = built["queue_url"]
        self.queue_id = built["queue_id"]
        self.queue_arn = built["queue_arn"]
        self.namespace_id = built["namespace_id"]
        self.topic_id = built["topic_id"]
        self.subscription_id = built["subscription_id"]
        self.dead_letter_name = built["dead_letter_name"]
        self.dead_letter_url = built["dead_letter_url"]
        self.dead_letter_id = built["dead_letter_id"]
        self.key_arn = built["key_arn"]
        self.visibility_seconds = built["visibility_seconds"]
        self.alarm_target = built["alarm_target"]
        self.register_outputs(dict(built))
