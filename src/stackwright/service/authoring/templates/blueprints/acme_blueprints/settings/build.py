"""How the blueprint `settings` is made of components."""

from collections.abc import Mapping
from typing import Any

from stackwright_blueprints.model import Context

from acme_blueprints.settings import SettingsInputs
from acme_components import Settings


def build(context: Context, inputs: SettingsInputs) -> Mapping[str, Any]:
    """One document, in the part's cloud."""
    settings = Settings(
        context.name,
        {
            "cloud": context.cloud,
            "values": inputs["values"],
            "location": context.location,
            "tags": dict(context.tags),
        },
        context.options(),
    )
    return {"address": settings.address}
