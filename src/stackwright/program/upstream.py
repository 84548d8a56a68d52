"""Outputs of other stacks, read through Pulumi's own StackReference, one per stack.

All of them are read before anything is registered. Each output keeps its own secretness: one secret does not hide the
rest. In a preview a stack or an output that is not there yet is unknown; in an `up` it is an error. A secret that
Pulumi could not decrypt would arrive as `{}` (`pkg/backend/secrets.go`, `errorCatchingSecretsManager`) and is an
error at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

import pulumi
from pulumi.output import Unknown

from stackwright.program.target import Target
from stackwright.service.addresses import Address, address
from stackwright.service.graph import external_name
from stackwright.service.model import BlueprintInfo, Cloud
from stackwright.service.reaching import cloud_of
from stackwright.service.references import references
from stackwright.service.schemas import Schema, schema_at, types_of
from stackwright.service.versions import resolve

_READ: Final = "pulumi:pulumi:readStackOutputs"


@dataclass(frozen=True, slots=True)
class Upstream:
    """One stack that is referred to. `blueprint` is None for a program, whose outputs nobody declares."""

    name: str
    """As in references: `part` or `service/part`."""
    stack: str
    project: str
    blueprint: BlueprintInfo | None
    cloud: Cloud | None = None
    """Where the part runs, as its service's file says."""

    def output_schema(self, output: str) -> Schema | None:
        return schema_at(self.blueprint.output_schema(), (output,)) if self.blueprint else None


@dataclass(frozen=True, slots=True)
class Outputs:
    """What a stack puts out. `values` may hold unknowns; None where nothing is known of the whole stack."""

    upstream: Upstream
    values: Mapping[str, Any] | None
    secrets: Collection[str] = ()
    resource: pulumi.StackReference | None = field(default=None, repr=False)


def find_upstreams(target: Target) -> dict[str, Upstream]:
    """Each stack that the part's inputs refer to, by `part` or `service/part`."""
    found: dict[str, Upstream] = {}
    for _, reference, _ in references(dict(target.part.inputs)):
        name = external_name(reference)
        if name not in found:
            found[name] = _upstream(target, address(target.service, target.environment.name, reference))
    return found


def _upstream(target: Target, at: Address) -> Upstream:
    part, blueprint = at.part, None
    if part is not None and part.blueprint is not None:
        blueprint = resolve(target.catalogue, part.blueprint, part.version, where=part.where)
    return Upstream(at.name, at.stack, at.project, blueprint, cloud_of(part, blueprint) if part is not None else None)


async def read_upstreams(upstreams: Mapping[str, Upstream]) -> dict[str, Outputs]:
    """Read all stacks at once.

    Raises:
        RunError: one cannot be read, or a secret of it cannot be decrypted.
    """
    read = await asyncio.gather(*(_read(upstream) for upstream in upstreams.values()))
    return {outputs.upstream.name: outputs for outputs in read}


async def _read(upstream: Upstream) -> Outputs:
    name = f"{pulumi.get_organization()}/{upstream.project}/{upstream.stack}"
    if not await _exists(upstream, name):
        return Outputs(upstream, None if pulumi.runtime.is_dry_run() else {})
    reference = pulumi.StackReference(name)
    values = cast("Mapping[str, Any] | Unknown | None", await reference.outputs.future(with_unknowns=True))
    names = await reference.secret_output_names.future()
    if not isinstance(values, Mapping):
        return Outputs(upstream, None if pulumi.runtime.is_dry_run() else {}, names or (), reference)
    # As in the SDK: an old engine gives no names, and then the whole is as secret as its most secret part.
    secrets = names if names is not None else (list(values) if await reference.outputs.is_secret() else [])
    _refuse_undecryptable(upstream, values, secrets)
    return Outputs(upstream, values, frozenset(secrets), reference)


async def _exists(upstream: Upstream, name: str) -> bool:
    """Whether there is such a stack. Asked first: a StackReference that fails ends the program without a word.

    Raises:
        RunError: it is there, but cannot be read.
    """
    try:
        await pulumi.runtime.invoke_async(_READ, {"name": name})
    except Exception as error:  # noqa: BLE001 - the SDK turns every answer of the engine into a bare Exception
        reason = str(error).rpartition("returned an error: ")[2]
        if "unknown stack" in reason:
            return False
        if (
            "unrecognized function" not in reason
        ):  # an engine that has no such function reads the reference all the same
            raise _unreadable(upstream, reason) from None
    return True


def _unreadable(upstream: Upstream, reason: str) -> pulumi.RunError:
    if "passphrase" in reason:
        return _undecryptable(upstream, reason)
    return pulumi.RunError(f"stack {upstream.stack} of project {upstream.project} cannot be read: {reason}")


def _undecryptable(upstream: Upstream, which: str) -> pulumi.RunError:
    return pulumi.RunError(
        f"secrets of stack {upstream.stack} cannot be decrypted: {which}\n"
        "  They were written with another passphrase or key. Use the one that the stack was deployed with; all parts "
        "of an environment share one."
    )


def _refuse_undecryptable(upstream: Upstream, values: Mapping[str, Any], secrets: Collection[str]) -> None:
    lost = [name for name in secrets if name in values and _is_lost(values[name], upstream.output_schema(name))]
    if lost:
        raise _undecryptable(upstream, ", ".join(sorted(lost)))


def _is_lost(value: Any, schema: Schema | None) -> bool:  # noqa: ANN401 - a Pulumi value may be anything
    if value == {}:
        return schema is None or types_of(schema) != frozenset({"object"})
    for path, leaf in _empty_mappings(value):
        wanted = schema_at(schema, path) if schema is not None else None
        if leaf == {} and wanted is not None and "object" not in types_of(wanted):
            return True
    return False


def _empty_mappings(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:  # noqa: ANN401
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Any]", value)
        if not items:
            return [(path, items)]
        return [found for key, item in items.items() for found in _empty_mappings(item, (*path, key))]
    if isinstance(value, list):
        return [
            found for at, item in enumerate(cast("list[Any]", value)) for found in _empty_mappings(item, (*path, at))
        ]
    return []
