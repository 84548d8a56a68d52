"""Which recipe a type has."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.twins import canonical

_MODULES = {
    "aws": "aws",
    "azure-native": "azure",
    "gcp": "gcp",
    "kubernetes": "kubernetes",
    "openstack": "openstack",
    "random": "random",
    "tls": "tls",
}


@lru_cache(maxsize=16)
def recipes(package: str) -> Mapping[str, Recipe]:
    """The recipes of one package; its file is loaded on first use."""
    module = _MODULES.get(package)
    if module is None:
        return {}
    loaded = importlib.import_module(f"stackwright.simcloud.curated.{module}")
    return cast("Mapping[str, Recipe]", loaded.TYPES)


def recipe(token: str) -> Recipe | None:
    """The recipe of one type, or None: then its values are generic."""
    known = recipes(token.partition(":")[0])
    return known.get(token) or known.get(canonical(token))
