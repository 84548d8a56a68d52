"""What a blueprint is. Nothing here imports Pulumi, so that a catalogue is read in milliseconds.

A blueprint is published as one `Blueprint` object, found through the entry-point group `stackwright.blueprints`
(its value is `module:blueprint`). Versions of one blueprint may be installed side by side: the newest one's entry point
is named after the blueprint (`network`), an older one's carries its version (`network@1.4.0`). Inputs and outputs are
`TypedDict`s whose fields carry a `Field`:

    class NetworkInputs(TypedDict):
        cidr: Annotated[str, Field("Address range of the whole network.", format="ipv4-network", immutable=True)]
        owner_email: NotRequired[Annotated[Input[str], Field("Whom to ask.", default="", format="email")]]

A field written `Input[T]` takes a reference to another part's output; one written `T` shapes the deployment and must be
written out. The JSON Schema that validation, the documentation and the portal read is derived from them, once.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from stackwright_blueprints.fields import REQUIRED, BlueprintError, Field, Input, Output
from stackwright_blueprints.schema import Schema, declared, object_schema, plain_fields, with_defaults

if TYPE_CHECKING:
    from pulumi import ProviderResource, ResourceOptions

__all__ = [
    "ENTRY_POINT_GROUP",
    "REQUIRED",
    "Blueprint",
    "BlueprintError",
    "Build",
    "Cloud",
    "Context",
    "Field",
    "Input",
    "Lifecycle",
    "Output",
]

Cloud = Literal["aws", "azure", "gcp", "private"]
Lifecycle = Literal["proposed", "available", "orphaned", "deprecated"]

ENTRY_POINT_GROUP: Final = "stackwright.blueprints"

# https://semver.org/#is-there-a-suggested-regular-expression-regex-to-check-a-semver-string, without build metadata
_SEMVER: Final = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?")
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a blueprint's `build` is told about where it is deployed.

    `providers` maps package names (`aws`, `azure-native`, `gcp`, `openstack`, `kubernetes`) to the explicit provider
    of this environment; only the packages that the part's cloud needs are there, and those of the clouds that it
    reaches. `cloud` is `hybrid` where the blueprint has no cloud of its own. `tags` are what every resource must carry
    (owner, service, part, environment).
    """

    service: str
    part: str
    environment: str
    cloud: Cloud | Literal["hybrid"]
    owner: str
    providers: Mapping[str, ProviderResource]
    tags: Mapping[str, str]
    location: str = ""
    """The environment's region (aws, gcp) or location (azure); empty where the cloud has none."""
    locations: Mapping[Cloud, str] = field(default_factory=dict["Cloud", str])
    """The same for every cloud at hand: the part's own and those that it reaches."""

    @property
    def name(self) -> str:
        """The logical name for the blueprint's components: the service's name.

        Neither the environment nor the part is in it: a part may be renamed (`was:`), and logical names become
        physical ones, which a stack's name must never enter.
        """
        return self.service

    def options(self) -> ResourceOptions:
        """The options of a blueprint's components: the explicit providers, which their children inherit."""
        from pulumi import ResourceOptions

        return ResourceOptions(providers=dict(self.providers))


Build = Callable[[Context, Any], Mapping[str, Any] | Awaitable[Mapping[str, Any]]]
"""`build(context, inputs) -> outputs`, the outputs by name as the `outputs` TypedDict declares them.

It may be a coroutine: one that must look at another part's outputs before it registers anything (`await
output.future()`, which is None for what a preview does not know yet).
"""


Misfit = tuple[str, str, str | None]
"""The input that is wrong, what is wrong with it, and what to do."""

Check = Callable[[Mapping[str, Any]], Iterable[Misfit]]
"""Whether inputs fit together, which no schema can say: `check(inputs) -> misfits`.

It sees what stands in the service's file, nothing else: the inputs that are written out, and each whole part that one
names as a mapping with `cloud`, `blueprint` and its own written-out `inputs`. It imports no Pulumi.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """A whole service, versioned, documented and typed; made of components.

    `version` follows Semantic Versioning. `clouds` names, per cloud that it runs on, the Pulumi packages that its
    providers come from; `reaches` those that it uses on the cloud of another part, which an input names whole. One that
    only joins others has no clouds of its own. `build` is `module:function`, imported only when the blueprint is
    deployed. `upgrade_notes` says, by version, what a user of an older version must know. `check` says whether inputs
    fit together; a service is validated with it.
    """

    name: str
    version: str
    title: str
    description: str
    owner: str
    inputs: type
    outputs: type
    clouds: Mapping[Cloud, Sequence[str]]
    build: str
    reaches: Mapping[Cloud, Sequence[str]] = field(default_factory=dict["Cloud", "Sequence[str]"])
    lifecycle: Lifecycle = "available"
    replaced_by: str | None = None
    upgrade_notes: Mapping[str, str] | None = None
    check: Check | None = None

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise BlueprintError(f"{self.name!r} is no blueprint name; write it like `web-service`")
        if not _SEMVER.fullmatch(self.version):
            raise BlueprintError(f"{self.name}: {self.version!r} is not a semantic version; write it like `1.4.0`")
        if self.build.count(":") != 1:
            raise BlueprintError(f"{self}: build is {self.build!r}; write it `module:function`")
        if not self.clouds and not self.reaches:
            raise BlueprintError(f"{self} names no cloud; write `clouds={{'aws': ['aws']}}`")
        if self.replaced_by and self.lifecycle != "deprecated":
            raise BlueprintError(f"{self} is replaced by {self.replaced_by}, so its lifecycle is 'deprecated'")

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"

    def input_schema(self) -> Schema:
        """JSON Schema (draft 2020-12) of the inputs; see `stackwright_blueprints.schema` for the vendor keys."""
        return object_schema(self.inputs, title=f"Inputs of {self}")

    def output_schema(self) -> Schema:
        """JSON Schema of the outputs; every declared output is a property."""
        return object_schema(self.outputs, title=f"Outputs of {self}", inputs=False)

    def misfits(self, inputs: Mapping[str, Any]) -> Iterable[Misfit]:
        """What `check` says of the inputs, as far as the service's file tells them."""
        return self.check(inputs) if self.check else ()

    def context(self, **told: Any) -> Context:  # noqa: ANN401 - `Context` checks the names
        """A `Context`, for a deployer that does not import this module."""
        return Context(**told)

    def load(self) -> Build:
        """Import the blueprint's code; this imports Pulumi.

        The function that comes back fills in the declared defaults, refuses an unknown value where the deployment's
        shape depends on it, and answers for the outputs: exactly the declared ones, the secret ones marked secret.

        Raises:
            BlueprintError: there is no such module or function. A cloud SDK that is not installed is an
                `ImportError` that names the extra, raised when the component is built.
        """
        build = _imported(self)

        def checked(context: Context, inputs: Mapping[str, Any]) -> Mapping[str, Any] | Awaitable[Mapping[str, Any]]:
            if context.cloud not in (self.clouds or ("hybrid",)):
                raise BlueprintError(
                    f"{self} runs on {', '.join(self.clouds) or 'no cloud of its own'}, not on {context.cloud}"
                )
            built = build(context, _inputs(self, inputs))
            return _outputs_later(self, built) if isawaitable(built) else _outputs(self, built)

        return checked


def _imported(blueprint: Blueprint) -> Build:
    module_name, function_name = blueprint.build.split(":")
    try:
        module = import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name and (module_name == error.name or module_name.startswith(f"{error.name}.")):
            raise BlueprintError(f"{blueprint}: there is no module {error.name!r} to build it with") from error
        raise
    build = getattr(module, function_name, None)
    if not callable(build):
        raise BlueprintError(f"{blueprint}: {module_name} has no function {function_name!r}")
    return cast("Build", build)


def _inputs(blueprint: Blueprint, given: Mapping[str, Any]) -> dict[str, Any]:
    from pulumi import Output as PulumiOutput

    schema = blueprint.input_schema()
    if unknown := sorted(set(given) - set(schema["properties"])):
        raise BlueprintError(f"{blueprint} has no input {', '.join(unknown)}")
    if missing := [name for name in schema.get("required", ()) if name not in given]:
        raise BlueprintError(f"{blueprint} needs the input {', '.join(missing)}")
    for name in sorted(plain_fields(blueprint.inputs)):
        if isinstance(given.get(name), PulumiOutput):
            raise BlueprintError(
                f"{blueprint}: {name} decides which resources there are, so it cannot come from another part's output; "
                "write the value itself"
            )
    return with_defaults(blueprint.inputs, given)


async def _outputs_later(blueprint: Blueprint, built: Awaitable[Mapping[str, Any]]) -> Mapping[str, Any]:
    return _outputs(blueprint, await built)


def _outputs(blueprint: Blueprint, built: Mapping[str, Any]) -> Mapping[str, Any]:
    from pulumi import Output as PulumiOutput

    fields = declared(blueprint.outputs)
    required = set(blueprint.output_schema().get("required", ()))
    if wrong := sorted((set(built) - set(fields)) | (required - set(built))):
        raise BlueprintError(f"{blueprint}: build and {blueprint.outputs.__name__} differ in {', '.join(wrong)}")
    return {name: PulumiOutput.secret(value) if fields[name].secret else value for name, value in built.items()}
