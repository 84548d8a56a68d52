"""Azure, a file per group of resource providers. Paths and outputs: Azure REST API reference."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.azure import containers, data, management, messaging, network, observe
from stackwright.simcloud.curated.recipe import Recipe

TYPES: Mapping[str, Recipe] = {
    **management.TYPES,
    **network.TYPES,
    **data.TYPES,
    **messaging.TYPES,
    **observe.TYPES,
    **containers.TYPES,
}
