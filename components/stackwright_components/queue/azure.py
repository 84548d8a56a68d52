"""A Service Bus queue in a namespace of its own. Its dead letters are a queue inside it, which Service Bus keeps."""

from collections.abc import Mapping
from typing import Final

import pulumi
from pulumi_azure_native import resources, servicebus

from stackwright_components.azure_alarms import Alarm, owner_group
from stackwright_components.azure_watched import watch_resource
from stackwright_components.conventions import child
from stackwright_components.labels import azure_tags
from stackwright_components.queue.azure_key import Key, own_key
from stackwright_components.queue.interface import QueueOutputs, Settings

DEAD_LETTERS: Final = "$deadletterqueue"
DUPLICATES: Final = "PT10M"
"""For how long a message with an id that was there before is dropped, in an ordered queue."""


def build(queue: pulumi.ComponentResource, name: str, settings: Settings) -> QueueOutputs:
    """Make the namespace and its queue, in a resource group of their own, and what watches them."""
    tags = azure_tags(settings.tags)
    group = resources.ResourceGroup(f"{name}-queue", location=settings.location, tags=tags, opts=child(queue))
    key = own_key(queue, name, settings, group, tags) if settings.tier == "premium" else None
    namespace = _namespace(queue, name, settings, group, key, tags)
    made = servicebus.Queue(
        f"{name}-queue",
        resource_group_name=group.name,
        namespace_name=namespace.name,
        lock_duration=settings.visibility_seconds.apply(_duration),
        max_delivery_count=settings.max_receives,
        default_message_time_to_live=pulumi.Output.format("P{0}D", settings.retention_days),
        # Otherwise what nobody took in time is gone, and nobody has seen it.
        dead_lettering_on_message_expiration=True,
        enable_batched_operations=True,
        enable_partitioning=False,
        requires_session=settings.ordered,
        requires_duplicate_detection=settings.ordered,
        duplicate_detection_history_time_window=DUPLICATES if settings.ordered else None,
        opts=child(
            queue,
            # Service Bus refuses to change these, and the provider does not know that.
            replace_on_changes=["requires_session", "requires_duplicate_detection"],
            delete_before_replace=True,
        ),
    )
    target = settings.alarm_target or owner_group(queue, name, group=group, tags=tags)
    watch_resource(
        queue,
        name,
        settings,
        _alarms(settings),
        resource_id=namespace.id,
        group=group,
        location=settings.location,
        target=target,
        tags=tags,
    )
    url = pulumi.Output.concat("https://", namespace.name, ".servicebus.windows.net/", made.name)
    nothing = pulumi.Output.from_input("")
    return QueueOutputs(
        queue_name=made.name,
        queue_url=url,
        queue_id=made.id,
        queue_arn=nothing,
        namespace_id=namespace.id,
        topic_id=nothing,
        subscription_id=nothing,
        dead_letter_name=pulumi.Output.concat(made.name, "/", DEAD_LETTERS),
        dead_letter_url=pulumi.Output.concat(url, "/", DEAD_LETTERS),
        dead_letter_id=made.id,
        key_arn=nothing,
        visibility_seconds=settings.visibility_seconds,
        alarm_target=pulumi.Output.from_input(target),
    )


def _namespace(
    queue: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    group: resources.ResourceGroup,
    key: Key | None,
    tags: Mapping[str, str],
) -> servicebus.Namespace:
    """No keys that are passed around: whoever connects is somebody in Entra ID."""
    sku = servicebus.SBSkuArgs(name=servicebus.SkuName.STANDARD, tier=servicebus.SkuTier.STANDARD)
    if key:
        sku = servicebus.SBSkuArgs(name=servicebus.SkuName.PREMIUM, tier=servicebus.SkuTier.PREMIUM, capacity=1)
    return servicebus.Namespace(
        f"{name}-queue",
        resource_group_name=group.name,
        location=settings.location,
        sku=sku,
        disable_local_auth=True,
        minimum_tls_version=servicebus.TlsVersion.TLS_VERSION_1_2,
        zone_redundant=True if key else None,
        identity=servicebus.IdentityArgs(
            type=servicebus.ManagedServiceIdentityType.USER_ASSIGNED, user_assigned_identities=[key.identity_id]
        )
        if key
        else None,
        encryption=servicebus.EncryptionArgs(
            key_source=servicebus.KeySource.MICROSOFT_KEY_VAULT,
            require_infrastructure_encryption=True,
            key_vault_properties=[
                servicebus.KeyVaultPropertiesArgs(
                    key_vault_uri=key.vault_uri,
                    # Without a version: the newest is taken up by itself when the key is rotated.
                    key_name=key.name,
                    identity=servicebus.UserAssignedIdentityPropertiesArgs(user_assigned_identity=key.identity_id),
                )
            ],
        )
        if key
        else None,
        tags=tags,
        opts=child(
            queue,
            depends_on=[key.grant] if key else [],
            # A tier is for good, and only an empty namespace takes its first key.
            replace_on_changes=["sku.name"],
        ),
    )


def _duration(seconds: int) -> str:
    """ISO 8601 as Service Bus itself writes it, so that a refresh finds no difference: `PT3M`, not `PT180S`."""
    minutes, rest = divmod(seconds, 60)
    return "PT" + (f"{minutes}M" if minutes else "") + (f"{rest}S" if rest or not minutes else "")


def _alarms(settings: Settings) -> list[Alarm]:
    """What to do about them: docs/components/queue.md, Runbook.

    Service Bus counts messages, and does not tell how old they are:
    https://learn.microsoft.com/azure/service-bus-messaging/monitor-service-bus-reference
    """
    return [
        Alarm(
            "backlog",
            "Messages pile up: the consumers do not keep up, or there are none.",
            "ActiveMessages",
            settings.max_backlog,
            aggregation="Minimum",
        ),
        Alarm("dead-letters", "Messages could not be handled.", "DeadletteredMessages", 0, aggregation="Maximum"),
    ]
