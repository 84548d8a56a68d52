"""From a stack's name to its resources: find the part, read what it needs, build its blueprint, put out its outputs."""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import pulumi

from stackwright.errors import StackwrightError
from stackwright.program.providers import build_providers
from stackwright.program.resolving import resolve_inputs
from stackwright.program.secret_sources import REHEARSAL
from stackwright.program.target import Target, find_target
from stackwright.program.upstream import find_upstreams, read_upstreams
from stackwright.service.catalogue import installed
from stackwright.service.changing import VARIABLE, Changes, changes_of
from stackwright.service.clouds import HYBRID, LOCATION
from stackwright.service.facts import facts_of
from stackwright.service.graph import external_name
from stackwright.service.layout import FILE
from stackwright.service.model import Catalogue, Cloud
from stackwright.service.reaching import joined, packages
from stackwright.service.schemas import schema_at, types_of

MANAGED_BY: Final = "stackwright"


async def deploy(catalogue: Catalogue | None = None) -> None:
    """Deploy the part that the running program's stack stands for.

    Nothing is registered, providers included, before every reference and secret has been found.

    Raises:
        RunError: anything that a person can put right; one message, no traceback.
    """
    try:
        await _deploy(find_target(_folder(), pulumi.get_stack(), catalogue or installed(), _changes()))
    except StackwrightError as error:
        raise pulumi.RunError(str(error)) from None


async def _deploy(target: Target) -> None:
    upstreams = find_upstreams(target)
    resolved = resolve_inputs(target, await read_upstreams(upstreams), _config)
    if resolved.missing:
        raise pulumi.RunError("\n".join([f"part '{target.part.name}' cannot be deployed yet", *resolved.missing]))
    named = (upstreams[external_name(it)] for _, it in joined(target.part.inputs, target.blueprint.input_schema()))
    await build(target, resolved.inputs, [upstream.cloud for upstream in named if upstream.cloud])


async def build(target: Target, inputs: Mapping[str, Any], reached: Iterable[Cloud]) -> None:
    """Build the target's blueprint with inputs as it receives them, and put out its outputs.

    `reached` are the clouds of the whole parts among the inputs.

    Raises:
        RunError: anything that a person can put right; one message, no traceback.
    """
    outputs = await _build(target, reached, inputs)
    _export(target, outputs)
    if not pulumi.runtime.is_dry_run():
        await _require_known(target, outputs)


def _changes() -> Changes:
    """What a rehearsal tries out in place of what the service's file says; nothing else may change it."""
    return changes_of(os.environ.get(VARIABLE, "") if os.environ.get(REHEARSAL) == "1" else "")


def _folder() -> Path:
    """The project's root; the working folder under Pulumi's mocks, which know of none.

    In a rehearsal by the official CLI the root is a folder of links to the project.
    """
    root = Path(getattr(pulumi.runtime.settings.SETTINGS, "root_directory", None) or ".")
    return (root / FILE).resolve().parent if (root / FILE).exists() or root.is_absolute() else Path.cwd()


def _config(key: str) -> str | None:
    """A value of the stack's configuration; a key without a namespace is the project's own."""
    return pulumi.runtime.get_config(key if ":" in key else f"{pulumi.get_project()}:{key}")


async def _build(target: Target, reached: Iterable[Cloud], inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Run the blueprint's own code.

    Its traceback is its author's to read, but for what is said to the person who uses it: a missing SDK, and errors
    that say of themselves that they are messages (`for_people`).
    """
    try:
        built = target.blueprint.load()(_context(target, reached), inputs)
        return await built if inspect.isawaitable(built) else built
    except ModuleNotFoundError as error:
        raise pulumi.RunError(f"part '{target.part.name}': {error}") from error
    except Exception as error:
        if getattr(error, "for_people", False):
            raise pulumi.RunError(f"part '{target.part.name}': {error}") from None
        raise


def _context(target: Target, reached: Iterable[Cloud]) -> object:
    part, environment, service, blueprint = target.part, target.environment, target.service, target.blueprint
    needed = packages(blueprint, part.cloud, reached)
    locations = {cloud: str(environment.providers[cloud].get(LOCATION[cloud], "")) for cloud in needed}
    tags = {**facts_of(service, environment, part.name), "managed-by": MANAGED_BY}
    providers: dict[str, pulumi.ProviderResource] = {}
    for cloud, names in needed.items():
        providers |= build_providers(cloud, names, environment.providers[cloud], tags)
    return blueprint.context(
        service=service.name,
        part=part.name,
        environment=environment.name,
        cloud=part.cloud or HYBRID,
        owner=service.owner,
        providers=providers,
        tags=tags,
        location=locations[part.cloud] if part.cloud else "",
        locations=locations,
    )


def _export(target: Target, outputs: Mapping[str, Any]) -> None:
    """Put out exactly what the blueprint declares."""
    schema = target.blueprint.output_schema()
    declared: Mapping[str, Any] = schema.get("properties", {})  # pyright: ignore[reportAssignmentType]
    required: list[str] = list(schema.get("required", ()))  # pyright: ignore[reportArgumentType]
    full = f"blueprint {target.blueprint.name}@{target.blueprint.version}"
    undeclared = sorted(set(outputs) - set(declared))
    missing = sorted(set(required) - set(outputs))
    if undeclared or missing:
        wrong = f"puts out what it does not declare: {', '.join(undeclared)}" if undeclared else ""
        lacks = f"does not put out what it declares: {', '.join(missing)}" if missing else ""
        raise pulumi.RunError(f"{full} {' and '.join(filter(None, (wrong, lacks)))}")
    for name, value in outputs.items():
        pulumi.export(name, pulumi.Output.secret(value) if declared[name].get("x-secret") else value)


async def _require_known(target: Target, outputs: Mapping[str, Any]) -> None:
    """Every required output has a value when an `up` is done; Pulumi itself would drop one without, in silence."""
    schema = target.blueprint.output_schema()
    without: list[str] = []
    for name in schema.get("required", ()):  # pyright: ignore[reportGeneralTypeIssues, reportOptionalIterable]
        output = pulumi.Output.from_input(outputs[str(name)])
        try:
            empty = not await output.is_known() or await output.future(with_unknowns=True) is None
        except Exception:  # noqa: BLE001 - a resource failed; the engine has said so, and says it best
            return
        wanted = schema_at(schema, (str(name),))
        if empty and not (wanted and "null" in types_of(wanted)):
            without.append(str(name))
    if without:
        full = f"{target.blueprint.name}@{target.blueprint.version}"
        raise pulumi.RunError(f"part '{target.part.name}' ({full}) has no value for its outputs {', '.join(without)}")
