"""Which providers there can be a simulated cloud for: every installed SDK of plain resources.

A simulated provider does nothing outside its database, whatever its SDK is of. What cannot be made up are providers
that do their work on this machine, and those whose packages are made while a program is set up.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from stackwright.errors import CloudError
from stackwright.simcloud.catalogue.sdk import PLUGIN, installed, plugin

CURATED: Final = ("aws", "azure-native", "gcp", "kubernetes", "openstack", "random", "tls", "std")
"""The packages of which more is known than their SDK says."""
_WORKING: Final[Mapping[str, str]] = {
    "archive": "writes archives to files",
    "command": "runs commands",
    "docker-build": "builds container images",
    "dockerbuild": "builds container images",
    "external": "runs programs",
    "http": "asks servers",
    "local": "writes files",
    "terraform": "reads Terraform states",
    "pulumiservice": "changes an organization in Pulumi Cloud",
    "auto-deploy": "changes an organization in Pulumi Cloud",
}
"""Providers whose results come from what they do, not from a cloud's interface."""
_WORKING_TYPES: Final[Mapping[str, str]] = {
    "docker:index/buildxBuilder:BuildxBuilder": "builds container images",
    "docker:index/image:Image": "builds a container image",
    "docker:index/registryImage:RegistryImage": "pushes a container image",
}
"""The same of types of a package whose others are plain: Docker's networks are what they are asked to be."""
_INSTEAD: Final[Mapping[str, str]] = {
    "archive": "give the resource a pulumi.FileArchive or pulumi.AssetArchive",
    "docker-build": "name an image that a pipeline builds",
    "docker": "name an image that a pipeline builds, as docker.RemoteImage does",
    "external": "run the program before, and say what it found as configuration",
    "http": "say what it would find as configuration",
    "local": "write the file in the program itself, or export its content",
}
_LEFT_OUT: Final = "leave its resources out of this stack, such as by a configuration value that the program asks for"
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
            hint=_INSTEAD.get(package, _LEFT_OUT),
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
            hint=f"pip install pulumi-{package}{_beside(package)}",
        )
    if plugin(root).get("parameterization"):
        raise CloudError(
            f"{package} is a parameterized package: which resources it has is known only to its base provider",
            hint="use the provider's own SDK, where there is one (https://www.pulumi.com/registry)",
        )


def _beside(package: str) -> str:
    """What cannot be had of a package that can."""
    work = sorted({what for token, what in _WORKING_TYPES.items() if token.startswith(f"{package}:")})
    return f"; what {' or '.join(work)} in it cannot be simulated" if work else ""


def check_type(token: str) -> None:
    """
    Raises:
        CloudError: resources of this type are made by work on this machine.
    """
    if token in _WORKING_TYPES:
        raise CloudError(
            f"{token} {_WORKING_TYPES[token]}, which a rehearsal does not: it cannot be simulated",
            hint=_INSTEAD.get(token.partition(":")[0], _LEFT_OUT),
        )


def simulable() -> tuple[str, ...]:
    """The packages that are installed and can be simulated: the curated ones first."""
    found = {name for name in _installed() if name not in _WORKING and name not in _BUILDING}
    return (*(name for name in CURATED if name in found), *sorted(found.difference(CURATED)))


def _installed() -> Iterator[str]:
    for folder in dict.fromkeys(sys.path):
        for file in Path(folder).glob(f"pulumi*_*/{PLUGIN}"):
            said = plugin(file.parent)
            if said.get("resource") and not said.get("parameterization") and isinstance(said.get("name"), str):
                yield str(said["name"])
