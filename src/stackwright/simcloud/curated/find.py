"""Which recipe a type has."""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.twins import canonical

_MODULES = {
    "auth0": "services",
    "aws": "aws",
    "azure": "azurerm",
    "azure-native": "azure",
    "azuread": "services",
    "cloudflare": "services",
    "cloudinit": "local",
    "confluentcloud": "services",
    "digitalocean": "hosting",
    "docker": "local",
    "gcp": "gcp",
    "github": "services",
    "gitlab": "services",
    "hcloud": "hosting",
    "keycloak": "services",
    "kubernetes": "kubernetes",
    "linode": "hosting",
    "mongodbatlas": "services",
    "null": "local",
    "openstack": "openstack",
    "random": "random",
    "time": "local",
    "tls": "tls",
    "vault": "services",
    "vsphere": "hosting",
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
    return curated(token) or distilled(token)


def curated(token: str) -> Recipe | None:
    """The recipe that somebody wrote."""
    known = recipes(token.partition(":")[0])
    return known.get(token) or known.get(canonical(token))


@lru_cache(maxsize=4096)
def distilled(token: str) -> Recipe | None:
    """The forms of a type's id and ARN, where nobody wrote a recipe: `distilling/README.md` tells whence."""
    line: Mapping[str, str] | None = _table(token.partition(":")[0]).get(token)
    if line is None:
        return None
    return Recipe(id=line.get("id", ""), outputs={name: form for name, form in line.items() if name != "id"})


@lru_cache(maxsize=4)
def _table(package: str) -> Mapping[str, Any]:
    file = Path(__file__).parent / "data" / f"{package}.json"
    return json.loads(file.read_bytes())["types"] if file.is_file() else {}
