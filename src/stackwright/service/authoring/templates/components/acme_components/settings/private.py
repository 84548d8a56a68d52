"""A ConfigMap on a Kubernetes cluster."""

import pulumi
from pulumi_kubernetes import core
from stackwright_components.conventions import child
from stackwright_components.labels import kubernetes_labels

from acme_components.settings import SettingsArgs


def build(settings: pulumi.ComponentResource, name: str, args: SettingsArgs) -> pulumi.Output[str]:
    """Make the ConfigMap, with the document in the key `settings.json`; its address is `namespace/name`."""
    config_map = core.v1.ConfigMap(
        name,
        metadata={"labels": kubernetes_labels(args.get("tags", {}))},
        data={"settings.json": pulumi.Output.json_dumps(args["values"], sort_keys=True)},
        opts=child(settings),
    )
    return pulumi.Output.concat(config_map.metadata.namespace, "/", config_map.metadata.name)
