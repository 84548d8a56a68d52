"""Google Cloud. Ids: the import sections of the provider's documentation; outputs: Google's REST references."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.gcp import (
    balancing,
    compute,
    data,
    machines,
    messaging,
    observe,
    pipelines,
    platform,
    serverless,
)
from stackwright.simcloud.curated.recipe import Recipe

TYPES: Mapping[str, Recipe] = {
    **balancing.TYPES,
    **compute.TYPES,
    **data.TYPES,
    **machines.TYPES,
    **messaging.TYPES,
    **observe.TYPES,
    **pipelines.TYPES,
    **platform.TYPES,
    **serverless.TYPES,
}
