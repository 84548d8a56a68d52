"""What single fields of the SDK's requests mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, cast

from pulumi.runtime.proto import alias_pb2, resource_pb2, source_pb2

from stackwright.engine.embedded import paths
from stackwright.engine.embedded.faults import Bail
from stackwright.engine.embedded.hooks import hooks_of
from stackwright.engine.embedded.positions import Positions
from stackwright.engine.embedded.run import Run
from stackwright.engine.goal import Alias, Goal
from stackwright.engine.state import urns
from stackwright.wire.structs import plain_value, without_outputs
from stackwright.wire.values import Properties, Value

_UNITS: Final = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}


def planned_urn(run: Run, parent: str, type_: str, name: str) -> str:
    return urns.create(run.stack, run.project, urns.qualified_type(parent) if parent else "", type_, name)


def dependencies_of(
    request: resource_pb2.RegisterResourceRequest, inputs: Properties
) -> tuple[list[str], dict[str, list[str]]]:
    """The resource's dependencies, as a whole and by property. Sorted: the SDK sends them in any order."""
    dependencies = sorted(request.dependencies)
    of_property: dict[str, list[str]] = {}
    if not request.propertyDependencies:
        # Without a map, every property depends on everything.
        of_property = dict.fromkeys(sorted(inputs), dependencies)
    else:
        for key in sorted(request.propertyDependencies):
            of_property[key] = sorted(request.propertyDependencies[key].urns)
    for key, value in inputs.items():
        found: set[str] = set()
        without_outputs(value, found)
        if found:
            of_property[key] = sorted(found.union(of_property.get(key, ())))
        else:
            of_property.setdefault(key, [])
    return dependencies, of_property


def said(request: resource_pb2.RegisterResourceRequest, field: Literal["protect", "retainOnDelete"]) -> bool | None:
    return getattr(request, field) if request.HasField(field) else None


def source(request: object) -> source_pb2.SourcePosition:
    return cast("source_pb2.SourcePosition", request.sourcePosition)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def aliases_of(request: resource_pb2.RegisterResourceRequest) -> list[Alias | str]:
    specs = cast("Sequence[alias_pb2.Alias]", request.aliases)
    return [*map(_alias, specs), *request.aliasURNs]


def _alias(alias: alias_pb2.Alias) -> Alias | str:
    if alias.WhichOneof("alias") == "urn":
        return alias.urn
    spec = alias.spec
    return Alias(
        name=spec.name,
        type=spec.type,
        stack=spec.stack,
        project=spec.project,
        parent=spec.parentUrn,
        no_parent=spec.noParent,
    )


def trigger_of(request: resource_pb2.RegisterResourceRequest) -> Value:
    if not request.HasField("replacement_trigger"):
        return None
    return without_outputs(plain_value(request.replacement_trigger))


def timeouts_of(timeouts: resource_pb2.RegisterResourceRequest.CustomTimeouts) -> dict[str, float]:
    """Seconds by operation.

    Raises:
        Bail: a duration is not one.
    """
    result: dict[str, float] = {}
    for name in ("create", "update", "delete", "read"):
        text = getattr(timeouts, name)
        if text:
            result[name] = duration(text)
    return result


def duration(text: str) -> float:
    """The seconds in a Go duration such as `1h30m`.

    Raises:
        Bail: it is not one.
    """
    pieces: Sequence[tuple[str, str]] = re.findall(r"([0-9.]+)(ns|us|µs|ms|s|m|h)", text)
    if not pieces or "".join(number + unit for number, unit in pieces) != text:
        raise Bail(f"unable to parse customTimeout value {text}: it is not a duration such as 30s, 10m or 1h30m")
    return sum(float(number) * _UNITS[unit] for number, unit in pieces)


def goal_of(
    request: resource_pb2.RegisterResourceRequest,
    inputs: Properties,
    dependencies: list[str],
    of_property: dict[str, list[str]],
    provider: str,
    positions: Positions,
) -> Goal:
    """What a registration asks for.

    Raises:
        Bail: a duration is not one.
    """
    return Goal(
        type=request.type,
        name=request.name,
        custom=request.custom,
        inputs=inputs,
        parent=request.parent,
        protect=said(request, "protect"),
        dependencies=dependencies,
        provider=provider,
        property_dependencies=of_property,
        delete_before_replace=(
            request.deleteBeforeReplace if request.deleteBeforeReplaceDefined or request.deleteBeforeReplace else None
        ),
        ignore_changes=list(request.ignoreChanges),
        additional_secret_outputs=list(request.additionalSecretOutputs),
        aliases=aliases_of(request),
        import_id=request.importId,
        custom_timeouts=timeouts_of(request.customTimeouts),
        replace_on_changes=list(request.replaceOnChanges),
        replacement_trigger=trigger_of(request),
        resource_hooks=hooks_of(request),
        retain_on_delete=said(request, "retainOnDelete"),
        deleted_with=request.deletedWith,
        replace_with=list(request.replace_with),
        hide_diff=[list(paths.parse(path)) for path in request.hideDiffs],
        source_position=positions.position(source(request)),
        stack_trace=positions.trace(request),
    )
