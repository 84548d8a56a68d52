"""Google Cloud. Ids: the import sections of the provider's documentation; outputs: Google's REST references."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.gcp import (
    applications,
    balancing,
    compute,
    data,
    machines,
    messaging,
    observe,
    pipelines,
    platform,
    security,
    serverless,
)
from stackwright.simcloud.curated.recipe import Recipe

TYPES: Mapping[str, Recipe] = {
    **applications.TYPES,
    **balancing.TYPES,
    **compute.TYPES,
    **data.TYPES,
    **machines.TYPES,
    **messaging.TYPES,
    **observe.TYPES,
    **pipelines.TYPES,
    **platform.TYPES,
    **security.TYPES,
    **serverless.TYPES,
}
