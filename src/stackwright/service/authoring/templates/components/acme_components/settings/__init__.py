"""Settings that a service reads when it starts: one JSON document, kept where its cloud keeps such things."""

from typing import NotRequired, TypedDict

import pulumi
from stackwright_components.conventions import implementation

__all__ = ["Settings", "SettingsArgs"]

CLOUDS = [
    # [aws]
    "aws",
    # [/aws]
    # [azure]
    "azure",
    # [/azure]
    # [gcp]
    "gcp",
    # [/gcp]
    # [private]
    "private",
    # [/private]
]


class SettingsArgs(TypedDict):
    """One document of settings."""

    cloud: str
    """Where it is kept: one of `CLOUDS`."""
    values: pulumi.Input[dict[str, pulumi.Input[str]]]
    """What the service reads, by name. No secrets: whoever may look at the service can read it."""
    location: NotRequired[str]
    """The region or location, where the cloud wants to know."""
    tags: NotRequired[dict[str, str]]
    """What every resource carries, in each cloud's spelling."""


class Settings(pulumi.ComponentResource):
    """One document of settings."""

    address: pulumi.Output[str]
    """Where the document is, as the cloud's own tools name it."""

    def __init__(self, name: str, args: SettingsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        # Imported here, so that no cloud's SDK has to be installed for another's sake.
        cloud = implementation("settings", args["cloud"], CLOUDS, package="acme_components")
        super().__init__("acme-components:index:Settings", name, dict(args), opts)
        self.address = cloud.build(self, name, args)
        self.register_outputs({"address": self.address})
