"""A cloud resource that exists already, adopted into the state of a part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stackwright.deploy.checks import deployments
from stackwright.deploy.means import Means
from stackwright.deploy.state.commands import Here, read
from stackwright.deploy.state.entries import Entry, entries, find
from stackwright.deploy.state.saving import Backup, write_backup
from stackwright.engine.protocol import Adoption, Stack
from stackwright.engine.state import urns
from stackwright.errors import CloudError, UsageError


@dataclass(frozen=True, slots=True)
class Adopted:
    """The resource as the state has it now, and the state before."""

    entry: Entry
    backup: Backup


def plan_adoption(
    here: Here,
    token: str,
    name: str,
    id: str,
    means: Means,
    others: Mapping[str, Stack],
    *,
    parent: str | None = None,
    provider: str | None = None,
    protect: bool = False,
) -> Adoption:
    """Work out how to adopt a resource. `others` are the stacks of the other parts, none of which may have it.

    Raises:
        UsageError: nothing of the part is deployed; it or another part has the resource; there is no telling which
            provider is meant; the parent is not there.
    """
    if token.count(":") != 2 or not all(token.split(":")):
        raise UsageError(f"'{token}' is no resource type", hint="It is PACKAGE:MODULE:TYPE, as aws:s3/bucket:Bucket.")
    found = entries(read(here, means))
    states = deployments(dict(others), means)
    for part, listed in {here.part: found, **{each: entries(state) for each, state in states.items()}}.items():
        for entry in listed:
            if (entry.outline.type, entry.outline.id) == (token, id) and not entry.outline.external:
                hint = f"`stackwright state move` takes it from one part to another: {entry.urn}"
                raise UsageError(f"{part} has {id} already, as {entry.label}", hint=hint)
    above = find(found, parent, here.part) if parent else next((each for each in found if each.is_root), None)
    if above is None:
        raise UsageError(f"{here.part} has no root resource to put {name} below", hint="Deploy it first.")
    urn = urns.create(here.stack.name, here.stack.project, urns.qualified_type(above.urn), token, name)
    if any(entry.urn == urn for entry in found):
        raise UsageError(f"{here.part} has a resource {urn} already", hint="Choose another name.")
    reference = _provider(found, token, provider, here)
    parent_urn = "" if above.is_root else above.urn
    return Adoption(type=token, name=name, id=id, parent=parent_urn, provider=reference, protect=protect)


def _provider(found: list[Entry], token: str, wanted: str | None, here: Here) -> str:
    """The provider that reads it: the one named, else the only one of its package that the part has."""
    package = urns.package_of(token)
    if wanted is not None:
        chosen = find(found, wanted, here.part)
        if urns.provider_package(chosen.outline.type) != package or not chosen.outline.is_provider:
            raise UsageError(f"{chosen.label} is no provider of {package}")
        return urns.reference(chosen.urn, chosen.outline.id)
    fitting = [
        each for each in found if each.outline.is_provider and urns.provider_package(each.outline.type) == package
    ]
    explicit = [each for each in fitting if not urns.is_default_provider(each.urn)] or fitting
    if len(explicit) == 1:
        return urns.reference(explicit[0].urn, explicit[0].outline.id)
    if not explicit:
        hint = f"Let its program have one, deploy it, and then import {token}."
        raise UsageError(f"{here.part} has no provider of {package}", hint=hint)
    listed = "".join(f"\n    {each.urn}" for each in explicit)
    raise UsageError(f"{here.part} has {len(explicit)} providers of {package}", hint=f"Say --provider:{listed}")


def adopt(here: Here, adoption: Adoption, means: Means) -> Adopted:
    """Adopt it.

    Raises:
        CloudError: the cloud does not know it; the state is as it was.
        StackLocked: another run holds the stack.
    """
    before = read(here, means)
    backup = write_backup(here.stack, before)
    outcome = means.engine.adopt(here.stack, adoption, lambda _: None)
    if outcome.result != "succeeded":
        raise CloudError(f"{adoption.id} was not adopted: {outcome.error or outcome.result}")
    known = {entry.urn for entry in entries(before)}
    added = [entry for entry in entries(means.engine.export(here.stack)) if entry.urn not in known]
    [entry] = [entry for entry in added if entry.outline.type == adoption.type]
    return Adopted(entry, backup)
