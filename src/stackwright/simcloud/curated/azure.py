"""azure."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Recipe

TYPES: Mapping[str, Recipe] = {}
