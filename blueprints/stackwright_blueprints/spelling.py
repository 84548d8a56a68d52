"""Mappings and lists whose *shape* decides which resources there are, while what they hold may come from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stackwright_blueprints.fields import BlueprintError


def spelled_out(blueprint: str, inputs: Mapping[str, Any], *names: str) -> None:
    """Refuse a reference to a whole mapping or list, where its keys or its length must be known.

    `environment: {LEVEL: "${other.level}"}` is fine, `environment: "${other.variables}"` is not.

    Raises:
        BlueprintError: naming the input.
    """
    from pulumi import Output

    for name in names:
        if isinstance(inputs.get(name), Output):
            raise BlueprintError(
                f"{blueprint}: {name} decides which resources there are; write it out, with references inside it"
            )
