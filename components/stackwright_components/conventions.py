"""What every component here has in common.

One component, one folder, one shape:

    network/__init__.py       class NetworkArgs(TypedDict); class Network(pulumi.ComponentResource); nothing else public
    network/aws.py …          build(network, name, args) -> NetworkOutputs, a file per cloud, imported when it is needed
    docs/components/network.md, tests/components/test_network.py, type token stackwright-components:index:Network

The constructor is always this one, so a component reads the same on every cloud:

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(type_token("Network"), name, dict(args), opts)
        built = implementation("network", args["cloud"]).build(self, name, args)
        self.network_id = built["network_id"] …
        self.register_outputs(built)

Rules that Pulumi's component host sets (pulumi 3.272, `pulumi/provider/experimental/analyzer.py`): `args` is annotated
with a `TypedDict`; no `from __future__ import annotations`, `Literal`, `Annotated` or union in it or in the class's
annotations; a docstring below a field becomes its description. The host passes a plain dict, and a whole number as a
float, so read numbers with `integer`. A `str`, `list[str]` or `bool` without `pulumi.Input` decides which resources
there are and is always known.

Names: children are called `<name>-<role>[-<zone>]` and get their physical name from the provider's autonaming, except
where a cloud has none. No stack or environment name is ever part of one. Children pass `parent=self` and inherit the
component's providers; nothing here creates a provider, asks a cloud anything, or reads configuration.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import ClassVar, Final, Literal

import pulumi
from pulumi.errors import InputPropertyError

Cloud = Literal["aws", "azure", "gcp", "private"]
"""For code and blueprints; in a component's arguments `cloud` is `str`, because the host takes no `Literal`."""

CLOUDS: Final[tuple[Cloud, ...]] = ("aws", "azure", "gcp", "private")
PACKAGE: Final = "stackwright-components"


class ArgumentError(InputPropertyError):
    """An argument of a component that cannot be; Pulumi's host reports it at the property, without a traceback."""

    for_people: ClassVar[bool] = True
    """Whoever deploys a component prints the message alone, without a traceback."""

    def __str__(self) -> str:
        return f"{self.property_path}: {self.reason}"


class MissingSdk(ModuleNotFoundError):
    """A cloud's SDK is not installed; the message names the extra that brings it."""


def type_token(component: str) -> str:
    """`stackwright-components:index:Network` for `Network`: the host knows only the module `index`."""
    return f"{PACKAGE}:index:{component}"


def implementation(
    component: str, cloud: str, clouds: Sequence[str] = CLOUDS, *, package: str = "stackwright_components"
) -> ModuleType:
    """The module of one cloud inside a component's folder: `implementation("network", "aws")`.

    `package` is where the component's folder is, for components of other packages.

    Raises:
        ArgumentError: the component does not run on that cloud.
        MissingSdk: the cloud's SDK is not installed.
    """
    if cloud not in clouds:
        raise ArgumentError("cloud", f"{cloud!r} is not one of {', '.join(clouds)}")
    try:
        return import_module(f"{package}.{component}.{cloud}")
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("pulumi_"):
            raise
        raise MissingSdk(
            f"{component} on {cloud} needs {error.name}, which is not installed: pip install 'stackwright[{cloud}]'",
            name=error.name,
        ) from error


def child(parent: pulumi.ComponentResource, **options: object) -> pulumi.ResourceOptions:
    """The options of a component's child: its parent, and whatever else of `pulumi.ResourceOptions` is named."""
    return pulumi.ResourceOptions(parent=parent, **options)  # pyright: ignore[reportArgumentType] - passed on as given


def masked(arguments: Mapping[str, object], *names: str) -> dict[str, object]:
    """A component's arguments as it registers them: what `names` hold is secret, however it was given.

    A component's arguments are part of the state. A caller's `{"DATABASE_URL": "postgresql://…"}` would lie there in
    clear, although the resource that gets it in the end marks it.
    """
    return {key: pulumi.Output.secret(value) if key in names else value for key, value in arguments.items()}


def integer(value: "pulumi.Input[int]") -> "pulumi.Input[int]":
    """`value` as a whole number, now or when it is known: Pulumi's host hands over `3.0` for 3."""
    if isinstance(value, pulumi.Output):
        return value.apply(int)
    return int(value) if isinstance(value, int | float) else pulumi.Output.from_input(value).apply(int)


def in_order(by_zone: "pulumi.Input[dict[str, str]]") -> "pulumi.Output[list[str]]":
    """What a mapping by zone holds, in the order of the zones: the same list whoever wrote the mapping."""
    return pulumi.Output.from_input(by_zone).apply(lambda ids: [ids[zone] for zone in sorted(ids)])


def one_of(value: str, argument: str, *allowed: str) -> str:
    """`value`, if it is allowed.

    Raises:
        ArgumentError: it is not; the message lists what is.
    """
    if value not in allowed:
        raise ArgumentError(argument, f"{value!r} is not one of {', '.join(allowed)}")
    return value
