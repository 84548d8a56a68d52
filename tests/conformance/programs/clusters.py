"""A provider of another cluster, which has none of the resources: everything is made anew there."""

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes.core.v1 import ConfigMap

variant = pulumi.Config().require("variant")
Options = pulumi.ResourceOptions
context = "east" if variant == "made" else "west"
cluster = kubernetes.Provider("cluster", context=context)
settings = ConfigMap("settings", metadata={"name": "settings"}, data={"a": "b"}, opts=Options(provider=cluster))
other = kubernetes.Provider("other", context="north" if variant == "named" else context)
moving = ConfigMap(
    "moving",
    metadata={"name": "moving"},
    data={"a": "b"},
    opts=Options(provider=other if variant == "named" else cluster),
)
behind = ConfigMap(
    "behind", metadata={"name": "behind"}, data={"of": moving.metadata.name}, opts=Options(depends_on=[settings])
)
