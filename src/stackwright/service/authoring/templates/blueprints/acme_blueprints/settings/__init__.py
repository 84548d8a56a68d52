"""The blueprint `settings`: what a service reads when it starts."""

from typing import Annotated, TypedDict

from stackwright_blueprints.model import Blueprint, Field, Input, Output

__all__ = ["SettingsInputs", "SettingsOutputs", "blueprint"]


class SettingsInputs(TypedDict):
    """What a service says of its settings."""

    values: Annotated[
        Input[dict[str, Input[str]]],
        Field(
            "What the service reads, by name. No secrets: whoever may look at the service can read it.",
            min_length=1,
            examples=[{"LOG_LEVEL": "info"}],
        ),
    ]


class SettingsOutputs(TypedDict):
    """What other parts may refer to."""

    address: Annotated[Output[str], Field("Where the document is, as the cloud's own tools name it.")]


blueprint = Blueprint(
    name="settings",
    version="1.0.0",
    title="Settings",
    description="One JSON document that a service reads when it starts.",
    owner="platform",
    inputs=SettingsInputs,
    outputs=SettingsOutputs,
    # The Pulumi packages that it uses on each cloud.
    clouds={
        # [aws]
        "aws": ["aws"],
        # [/aws]
        # [azure]
        "azure": ["azure-native"],
        # [/azure]
        # [gcp]
        "gcp": ["gcp"],
        # [/gcp]
        # [private]
        "private": ["kubernetes"],
        # [/private]
    },
    # Named, not imported: a catalogue is read in milliseconds, without Pulumi.
    build="acme_blueprints.settings.build:build",
    upgrade_notes={"1.0.0": "The first version."},
)
