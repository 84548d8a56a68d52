"""A version of a parameter in Parameter Manager."""

import hashlib

import pulumi
from pulumi_gcp import parametermanager
from stackwright_components.conventions import child
from stackwright_components.labels import gcp_labels

from acme_components.settings import SettingsArgs


def build(settings: pulumi.ComponentResource, name: str, args: SettingsArgs) -> pulumi.Output[str]:
    """Make the parameter and its version; its address is the version's name."""
    document = pulumi.Output.json_dumps(args["values"], sort_keys=True)
    parameter = parametermanager.Parameter(
        name,
        parameter_id=f"{name}-settings",  # Google has no names of its own for parameters
        format="JSON",
        labels=gcp_labels(args.get("tags", {})),
        opts=child(settings),
    )
    version = parametermanager.ParameterVersion(
        f"{name}-document",
        parameter=parameter.id,
        # A version never changes. Another document is another version, made before the old one goes.
        parameter_version_id=document.apply(_digest),
        parameter_data=document,
        opts=child(settings),
    )
    return version.name


def _digest(document: str) -> str:
    return "v" + hashlib.sha256(document.encode()).hexdigest()[:16]
