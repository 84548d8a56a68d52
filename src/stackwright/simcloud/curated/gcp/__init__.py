"""Google Cloud. Ids: the import sections of the provider's documentation; outputs: Google's REST references."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.gcp import compute, messaging, observe, platform
from stackwright.simcloud.curated.recipe import Recipe

TYPES: Mapping[str, Recipe] = {**compute.TYPES, **platform.TYPES, **messaging.TYPES, **observe.TYPES}
