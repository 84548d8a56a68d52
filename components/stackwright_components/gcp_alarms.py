"""Alarms inside a component on GCP, and the notification channels through which they reach its owner.

Cloud Monitoring has nothing between a policy and its channels, so where other clouds have one target there are several
channels here. An alarm target is their names, with commas between: one text, as elsewhere.
"""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_gcp import monitoring

from stackwright_components.conventions import child


def owner_channels(
    parent: pulumi.ComponentResource,
    name: str,
    *,
    emails: Sequence[str],
    webhooks: Mapping[str, pulumi.Input[str]],
    labels: Mapping[str, str],
) -> pulumi.Output[str]:
    """The alarm target: a channel for each address and webhook; empty, if nobody is named."""
    channels = [
        monitoring.NotificationChannel(
            f"{name}-{address}",
            display_name=f"{name}: {address}",
            type="email",
            labels={"email_address": address},
            user_labels=labels,
            opts=child(parent),
        )
        for address in emails
    ] + [
        # The URL carries the token: the kind that Cloud Monitoring calls `webhook_tokenauth`.
        monitoring.NotificationChannel(
            f"{name}-hook-{hook}",
            display_name=f"{name}: {hook}",
            type="webhook_tokenauth",
            labels={"url": url},
            user_labels=labels,
            opts=child(parent),
        )
        for hook, url in webhooks.items()
    ]
    return pulumi.Output.concat(*_between([channel.name for channel in channels]))


def channels(target: pulumi.Input[str]) -> pulumi.Output[list[str]]:
    """The channels that an alarm target is made of, as an alert policy takes them."""
    return pulumi.Output.from_input(target).apply(lambda names: [name for name in names.split(",") if name])


def _between(names: Sequence[pulumi.Output[str]]) -> list[pulumi.Input[str]]:
    return [piece for index, name in enumerate(names) for piece in ([",", name] if index else [name])]
