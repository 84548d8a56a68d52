"""Azure, a file per group of resource providers. Paths and outputs: Azure REST API reference."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.azure import (
    compute,
    containers,
    data,
    databases,
    edge,
    management,
    messaging,
    network,
    observe,
    services,
    web,
)
from stackwright.simcloud.curated.recipe import Recipe

TYPES: Mapping[str, Recipe] = {
    **management.TYPES,
    **network.TYPES,
    **data.TYPES,
    **messaging.TYPES,
    **observe.TYPES,
    **containers.TYPES,
    **compute.TYPES,
    **databases.TYPES,
    **edge.TYPES,
    **services.TYPES,
    **web.TYPES,
}
