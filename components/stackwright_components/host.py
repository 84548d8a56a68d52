"""Pulumi's component host, with one repair: a whole number may be an output.

The SDK's host calls `int()` on every input that a component declares as a whole number (pulumi 3.272,
`pulumi/provider/experimental/component.py`, `map_input_properties`) and so refuses an output, which is what any value
that depends on another resource, or is secret, arrives as.
"""

import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, cast

import pulumi
from pulumi.provider import main
from pulumi.provider.experimental.analyzer import PropertyDefinition, PropertyType
from pulumi.provider.experimental.component import ComponentProvider

from stackwright_components.conventions import PACKAGE


class ComponentHost(ComponentProvider):
    """Builds components for programs in any language."""

    def map_input_properties(
        self,
        inputs: Any,  # noqa: ANN401 - the SDK's own signature
        properties: dict[str, PropertyDefinition],
        mapping: dict[str, str],
        component_name: str,
        property_path: str,
    ) -> Any:  # noqa: ANN401
        given = cast("dict[str, Any]", inputs) if isinstance(inputs, dict) else {}
        later: dict[str, pulumi.Output[Any]] = {
            name: value
            for name, value in given.items()
            if isinstance(value, pulumi.Output) and name in properties and properties[name].type is PropertyType.INTEGER
        }
        mapped = super().map_input_properties(
            {**given, **dict.fromkeys(later, 0)}, properties, mapping, component_name, property_path
        )
        return {**mapped, **{mapping[name]: value.apply(int) for name, value in later.items()}}


def serve(components: Sequence[type[pulumi.ComponentResource]]) -> None:
    """Serve `components` to the Pulumi engine that started this process; returns when the engine is done."""
    main(ComponentHost(list(components), PACKAGE, version=version("stackwright")), sys.argv[1:])
