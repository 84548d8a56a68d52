"""Connecting to a queue: sending or receiving, and nothing else, at exactly this queue."""

from collections.abc import Mapping
from typing import Any, Final

import pulumi

from stackwright_components.connection.firewall import open_way_to_cloud
from stackwright_components.connection.interface import Connected, Link
from stackwright_components.conventions import implementation

# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
_SQS: Final[Mapping[str, tuple[str, ...]]] = {
    "send": ("sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"),
    "receive": (
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
    ),
}
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
_KMS: Final[Mapping[str, tuple[str, ...]]] = {
    "send": ("kms:Decrypt", "kms:GenerateDataKey"),
    "receive": ("kms:Decrypt",),
}
# Azure Service Bus Data Sender and Data Receiver:
# https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/integration
_SERVICE_BUS: Final[Mapping[str, str]] = {
    "send": "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39",
    "receive": "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0",
}


def connect_queue(link: Link, principal: pulumi.Output[str]) -> Connected:
    """`ORDERS_QUEUE_URL` and `_QUEUE_NAME`; on GCP also `ORDERS_TOPIC` (send) or `ORDERS_SUBSCRIPTION` (receive)."""
    url, name, target = link.needs("queue_url", "name", "queue_id")
    environment: dict[str, pulumi.Input[str]] = {f"{link.name}_QUEUE_URL": url, f"{link.name}_QUEUE_NAME": name}
    cloud = implementation("connection", link.cloud, ("aws", "azure", "gcp"))
    if link.cloud == "aws":
        statements: list[dict[str, Any]] = [
            {"Sid": "Queue", "Effect": "Allow", "Action": _SQS[link.access], "Resource": target}
        ]
        if "key_arn" in link.target:
            statements.append(
                {"Sid": "Key", "Effect": "Allow", "Action": _KMS[link.access], "Resource": link.target["key_arn"]}
            )
        granted = cloud.allow(link, principal, statements)
    elif link.cloud == "azure":
        granted = cloud.assign(link, principal, _SERVICE_BUS[link.access], target)
    else:
        output = {"send": "topic_id", "receive": "subscription_id"}[link.access]
        (place,) = link.needs(output)
        environment[f"{link.name}_{output.removesuffix('_id').upper()}"] = place
        granted = (cloud.publish if link.access == "send" else cloud.subscribe)(link, principal, place)
    return Connected(environment=environment, prerequisites=[granted, *open_way_to_cloud(link)])
