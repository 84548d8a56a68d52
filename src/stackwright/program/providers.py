"""Explicit providers, one per package, configured as the environment says.

Their logical names are the packages' names and so do not change: a provider that were renamed would be replaced,
and its resources with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from stackwright.errors import ServiceError
from stackwright.service.clouds import SETTINGS
from stackwright.service.model import Cloud
from stackwright.service.sdks import module_name, pip_command
from stackwright.wire.values import Value

if TYPE_CHECKING:
    from pulumi import ProviderResource


def build_providers(
    cloud: Cloud, packages: Sequence[str], settings: Mapping[str, Value], tags: Mapping[str, str]
) -> dict[str, ProviderResource]:
    """Register one explicit provider per package.

    Raises:
        ServiceError: a package's SDK is not installed; says how to install it.
    """
    return {package: _provider(cloud, package, settings, tags) for package in packages}


def provider_arguments(
    cloud: Cloud, package: str, settings: Mapping[str, Value], tags: Mapping[str, str]
) -> dict[str, Any]:
    """The arguments of a package's provider, in the Python SDK's form."""
    arguments: dict[str, Any] = {
        known.arguments[package]: settings[name]
        for name, known in SETTINGS[cloud].items()
        if package in known.arguments and name in settings
    }
    if package == "aws":
        arguments["default_tags"] = {"tags": {**tags, **arguments.get("default_tags", {})}}
        if "assume_roles" in arguments:
            arguments["assume_roles"] = [{"role_arn": arguments["assume_roles"]}]
    if package == "gcp":
        arguments["default_labels"] = {**tags, **arguments.get("default_labels", {})}
    return arguments


def _provider(cloud: Cloud, package: str, settings: Mapping[str, Value], tags: Mapping[str, str]) -> ProviderResource:
    module = module_name(package)
    try:
        sdk = import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        message = f"the Pulumi SDK for {package} is not installed: {pip_command([package])}"
        raise ServiceError(message) from None
    return sdk.Provider(package, **provider_arguments(cloud, package, settings, tags))
