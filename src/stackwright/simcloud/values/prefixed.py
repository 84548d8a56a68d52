"""Names that begin with what a program says, and end with what Terraform's providers draw: `namePrefix`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stackwright.simcloud.catalogue.model import ResourceType
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties

_NAMES = ("ame", "dentifier", "bucket")
"""How the properties end that such a prefix belongs to: `name`, `keyName`, `identifier`, `clusterIdentifier`."""
_UNNAMED: Mapping[tuple[str, str], str] = {
    ("aws:docdb/clusterInstance:ClusterInstance", "identifier"): "tf-",
    ("aws:neptune/cluster:Cluster", "clusterIdentifier"): "tf-",
    ("aws:neptune/clusterInstance:ClusterInstance", "identifier"): "tf-",
}
"""Types that Pulumi gives no name, and Terraform's provider one of its own (pulumi-aws documentation of the inputs)."""


def chosen_names(it: Subject, kind: ResourceType) -> Properties:
    """The names that the cloud's provider chooses for a new resource, by property."""
    return {name: f"{prefix}{_unique(it)}" for name, prefix in _prefixes(it, kind)}


def _prefixes(it: Subject, kind: ResourceType) -> Iterator[tuple[str, str]]:
    for key in kind.inputs:
        name = key.removesuffix("Prefix")
        if (
            name != key
            and name.endswith(_NAMES)
            and name != "cname"
            and name in kind.outputs
            and not it.inputs.get(name)
        ):
            prefix = it.text(key) or _UNNAMED.get((it.token, name), "")
            if prefix:
                yield name, prefix


def _unique(it: Subject) -> str:
    """The moment to a tenth of a millisecond and a counter (terraform-plugin-sdk, `helper/id`: `PrefixedUniqueId`)."""
    return f"{it.time('name').strftime('%Y%m%d%H%M%S')}{it.seed.digits(4, 'name')}{1:08x}"
