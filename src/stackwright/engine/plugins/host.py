"""A provider host that also has the plugins of one program: its component packages, and its dynamic providers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from stackwright.engine.plugins.manifest import read
from stackwright.engine.plugins.provider import PluginProvider
from stackwright.engine.provider import Provider, ProviderHost
from stackwright.engine.serving import ServingProcess, module
from stackwright.errors import EngineError

DYNAMIC: Final = "pulumi-python"
"""The package of dynamic providers that are written in Python."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a program's plugins need of it: the folders of its packages, its own folder, its variables.

    `address` is where its engine serves; it is asked when a plugin starts. `dynamic` allows dynamic providers.
    """

    packages: Mapping[str, Path]
    folder: Path
    variables: Mapping[str, str] = field(repr=False)
    address: Callable[[], str]
    dynamic: bool = False


class PluginHost:
    """Satisfies `ProviderHost`: `beside` has every package that is no plugin of the program's.

    Closing it ends both, and calls `then`.
    """

    def __init__(self, beside: ProviderHost, surroundings: Surroundings, then: Callable[[], None]) -> None:
        self._then = then
        self._beside = beside
        self._around = surroundings
        self._started: list[ServingProcess] = []

    def connect(self, package: str, version: str | None) -> Provider:
        around = self._around
        if package in around.packages:
            return self._component(package, around.packages[package])
        if package == DYNAMIC:
            if not around.dynamic:
                raise EngineError(
                    "dynamic providers (pulumi.dynamic) are not run: they are code that may reach real systems",
                    hint="Where that is safe, ask for it: --allow-dynamic",
                )
            python = around.variables.get("PULUMI_PYTHON_CMD") or sys.executable
            return self._started_plugin("the dynamic provider", python, module("pulumi.dynamic"), [], around.folder)
        return self._beside.connect(package, version)

    def _component(self, package: str, folder: Path) -> Provider:
        around = self._around
        manifest = read(package, folder, around.variables)
        arguments = [*manifest.arguments, around.address()]
        return self._started_plugin(
            f"the package {package} in {folder}", manifest.interpreter, manifest.program, arguments, around.folder
        )

    def _started_plugin(
        self, name: str, interpreter: str, program: str, arguments: list[str], cwd: Path
    ) -> PluginProvider:
        served = ServingProcess(name, interpreter, program, arguments, cwd=cwd, variables=self._around.variables)
        self._started.append(served)
        return PluginProvider(served)

    def close(self) -> None:
        for served in self._started:
            served.close()
        self._beside.close()
        self._then()
