"""A key of an App Configuration store."""

import pulumi
from pulumi_azure_native import appconfiguration, resources
from stackwright_components.conventions import child
from stackwright_components.labels import azure_tags

from acme_components.settings import SettingsArgs


def build(settings: pulumi.ComponentResource, name: str, args: SettingsArgs) -> pulumi.Output[str]:
    """Make a store and the document in it, under the key `settings`; its address is the store's endpoint."""
    tags = azure_tags(args.get("tags", {}))
    group = resources.ResourceGroup(name, location=args.get("location"), tags=tags, opts=child(settings))
    store = appconfiguration.ConfigurationStore(
        name,
        resource_group_name=group.name,
        location=group.location,
        sku={"name": "standard"},
        # No access keys: whoever deploys writes with their own rights (App Configuration Data Owner).
        disable_local_auth=True,
        data_plane_proxy={"authentication_mode": "Pass-through"},
        tags=tags,
        opts=child(settings),
    )
    appconfiguration.KeyValue(
        f"{name}-document",
        resource_group_name=group.name,
        config_store_name=store.name,
        key_value_name="settings",
        content_type="application/json",
        value=pulumi.Output.json_dumps(args["values"], sort_keys=True),
        tags=tags,
        opts=child(settings),
    )
    return store.endpoint
