"""Names a provider host so that a worker process can open its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import cast

from stackwright.engine.provider import ProviderHost
from stackwright.errors import EngineError
from stackwright.wire.values import Value


@dataclass(frozen=True, slots=True)
class HostSpec:
    """`factory` is `module:function`; it is called with `arguments` and returns a provider host."""

    factory: str
    arguments: Mapping[str, Value] = field(default_factory=dict[str, Value], repr=False)

    def open(self) -> ProviderHost:
        """
        Raises:
            EngineError: there is no such function.
        """
        module, _, name = self.factory.partition(":")
        try:
            function = getattr(import_module(module), name)
        except (ImportError, AttributeError) as error:
            raise EngineError(f"cannot find the provider host {self.factory}: {error}") from error
        return cast("ProviderHost", function(**self.arguments))
