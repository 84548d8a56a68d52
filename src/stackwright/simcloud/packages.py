"""Which providers there can be a simulated cloud for: every installed SDK of plain resources.

A simulated provider does nothing outside its database, whatever its SDK is of. What cannot be made up are providers
that do their work on this machine, and those whose packages are made while a program is set up.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from stackwright.errors import CloudError
from stackwright.simcloud.catalogue.sdk import installed

CURATED: Final = ("aws", "azure-native", "gcp", "kubernetes", "openstack", "random", "tls", "std")
"""The packages of which more is known than their SDK says."""
_WORKING: Final[Mapping[str, str]] = {
    "command": "runs commands",
    "docker": "talks to a Docker daemon",
    "docker-build": "builds container images",
    "dockerbuild": "builds container images",
    "local": "writes files",
    "terraform": "reads Terraform states",
    "pulumiservice": "changes an organization in Pulumi Cloud",
    "auto-deploy": "changes an organization in Pulumi Cloud",
}
"""Providers whose results come from what they do, not from a cloud's interface."""
_BUILDING: Final = frozenset({"awsx", "eks", "synced-folder", "aws-apigateway", "aws-static-website", "cloud"})
"""Providers that only build components, in a process of their own (https://www.pulumi.com/docs/iac/concepts/packages)."""


def check_package(package: str) -> None:
    """
    Raises:
        CloudError: there cannot be a simulated cloud for it, or its SDK is not installed.
    """
    if package in _WORKING:
        raise CloudError(
            f"{package} {_WORKING[package]}, which a rehearsal does not: it cannot be simulated",
            hint="leave its resources out of this stack, such as by a configuration value that the program asks for",
        )
    if package in _BUILDING:
        raise CloudError(
            f"{package} builds components in a provider of its own, which a rehearsal does not start",
            hint="build them from plain resources, or from components in Python",
        )
    root = installed(package)
    if root is None:
        raise CloudError(
            f"the simulated cloud for {package} needs its SDK, which is not installed",
            hint=f"pip install pulumi-{package}",
        )
    if _plugin(root).get("parameterization"):
        raise CloudError(
            f"{package} is a parameterized package: which resources it has is known only to its base provider",
            hint="use the provider's own SDK, where there is one (https://www.pulumi.com/registry)",
        )


def simulable() -> tuple[str, ...]:
    """The packages that are installed and can be simulated: the curated ones first."""
    found = {name for name in _installed() if name not in _WORKING and name not in _BUILDING}
    return (*(name for name in CURATED if name in found), *sorted(found.difference(CURATED)))


def _installed() -> Iterator[str]:
    for folder in dict.fromkeys(sys.path):
        for file in Path(folder).glob("pulumi_*/pulumi-plugin.json"):
            plugin = _plugin(file.parent)
            if plugin.get("resource") and not plugin.get("parameterization") and isinstance(plugin.get("name"), str):
                yield str(plugin["name"])


def _plugin(root: Path) -> dict[str, Any]:
    try:
        plugin: Any = json.loads((root / "pulumi-plugin.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return plugin
