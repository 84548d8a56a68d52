"""Drift: resources changed, deleted and created behind Pulumi's back. `refresh` shows it, `up` puts it right.

A change is put where a read finds it: in the outputs, and in the inputs too where the property is one, as every
provider's Read answers both. What a cloud merges from it (`tagsAll`, `effectiveLabels`) follows.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Final, Literal

from stackwright.errors import UsageError
from stackwright.simcloud import paths, urns
from stackwright.simcloud.catalogue.model import ResourceType
from stackwright.simcloud.catalogue.sdk import catalogue, installed
from stackwright.simcloud.custom import custom_resource
from stackwright.simcloud.drifting import choice
from stackwright.simcloud.drifting.edit import at, placed
from stackwright.simcloud.drifting.fitting import fitting
from stackwright.simcloud.provider import SimulatedProvider
from stackwright.simcloud.store import Resource, Store
from stackwright.wire.values import Properties, Value

UNMANAGED: Final = "urn:pulumi:unmanaged::unmanaged::"
"""How the URNs of resources begin that no program made."""
_FOLLOWING: Final[Mapping[str, Sequence[str]]] = {
    "tags": ("tagsAll", "allTags"),
    "labels": ("effectiveLabels", "pulumiLabels"),
}
"""Outputs into which a cloud merges an input (see `values.common`)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One property that is no longer what it was; None where there is nothing. A secret carries its mark."""

    path: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Drifted:
    """What became of a resource. `resource` is how it is now, or was when it was deleted."""

    what: Literal["changed", "deleted", "created"]
    resource: Resource
    changes: Sequence[Change] = ()


class Drift:
    """Drift in one world."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, wanted: str, *, gone: bool = False) -> Resource:
        """The resource that is meant by a URN, `type::name`, a name in Pulumi, an id, or a pattern of one of these;
        with `gone` also one that was deleted.

        Raises:
            UsageError: there is none, or more than one.
        """
        found = find(self._store.resources(gone=gone), wanted)
        if len(found) == 1:
            return found[0]
        listed = ", ".join(sorted({label(each) for each in found})[:5])
        if found:
            raise UsageError(f"'{wanted}' may be any of {len(found)} resources: {listed}", hint="give its URN")
        names = {urns.parse(each.urn).name: label(each) for each in self._store.resources()}
        near = get_close_matches(wanted, names, n=3)
        hint = f"did you mean {' or '.join(names[name] for name in near)}?" if near else "`cloud show` lists them"
        raise UsageError(f"the simulated clouds hold no '{wanted}'", hint=hint)

    def change(self, resource: Resource, values: Mapping[str, Value]) -> Drifted:
        """Set properties by path (`tags.team`, `ingress[0].fromPort`); None removes what is there.

        Raises:
            UsageError: the type has no such property, or there is no such place in it; nothing was changed.
        """
        kind = _kind(resource.type)
        inputs, outputs = resource.inputs, resource.outputs
        changes: list[Change] = []
        for text, given in values.items():
            try:
                path = paths.split(text)
                top = str(path[0])
                value = fitting(kind, path, given)
                changes.append(Change(text, at(outputs, path), value))
                for name in (top, *(item for item in _FOLLOWING.get(top, ()) if item in outputs)):
                    outputs = placed(outputs, (name, *path[1:]), value)
                if top in kind.inputs:
                    inputs = placed(inputs, path, value)
            except ValueError as error:
                raise UsageError(f"{label(resource)}: {error}") from error
        marked = [replace(change, new=at(outputs, paths.split(change.path))) for change in changes]
        self._store.change(resource, inputs, outputs)
        return Drifted("changed", replace(resource, inputs=inputs, outputs=outputs), marked)

    def delete(self, resource: Resource) -> Drifted:
        """It is gone; Pulumi has yet to find out."""
        self._store.remove(resource)
        return Drifted("deleted", resource)

    def create(self, type: str, name: str, inputs: Properties) -> Drifted:
        """A resource that no program made, beside what the world already has of this cloud: same account and region.

        Raises:
            UsageError: there is no such type, or an input is wrong.
            CloudError: the cloud refuses, as it would refuse a program.
        """
        _kind(type)
        package = type.partition(":")[0]
        provider = SimulatedProvider(catalogue(package), self._store)
        others = self._store.resources(package)
        if others:
            provider.stand_beside(others[-1])
        urn = f"{UNMANAGED}{type}::{name}"
        checked = provider.check(urn, {}, inputs, seed=b"unmanaged")
        if checked.failures:
            reasons = [f"{failure.property}: {failure.reason}".removeprefix(": ") for failure in checked.failures]
            raise UsageError(f"{type} cannot be made like this: {'; '.join(reasons)}")
        provider.create(urn, checked.inputs)
        return Drifted("created", self._store.find_by_urn(urn)[-1])

    def random(self, count: int, seed: int = 0) -> list[Drifted]:
        """Let `count` resources drift, fewer where there are fewer: most are changed, some deleted. The same seed does
        the same to the same world.

        Computed values (`random`, `tls`) do not drift, names and whatever else would replace a resource stay.
        """
        able = _able(self._store.resources())
        drawn = random.Random(seed)  # noqa: S311 - it shall repeat
        done: list[Drifted] = []
        for resource in drawn.sample(able, min(count, len(able))):
            values = choice.change(resource, _kind(resource.type), drawn)
            done.append(self.change(resource, values) if values else self.delete(resource))
        return done

    def edits(self, resources: Sequence[Resource], count: int, seed: int = 0) -> list[Drifted]:
        """Let a property of `count` of these resources be changed, fewer where fewer can be; the rest is as in
        `random`.
        """
        able = _able(resources)
        drawn = random.Random(seed)  # noqa: S311 - it shall repeat
        done: list[Drifted] = []
        for resource in drawn.sample(able, len(able)):
            values = choice.edit(resource, _kind(resource.type), drawn) if len(done) < count else {}
            if values:
                done.append(self.change(resource, values))
        return done


def _able(resources: Sequence[Resource]) -> list[Resource]:
    """Those that may drift, in an order of their own."""
    able = [each for each in resources if choice.may_drift(each) and not unmanaged(each)]
    return sorted(able, key=lambda each: (each.urn, each.generation))


def require_property(token: str, path: str) -> None:
    """
    Raises:
        UsageError: there is no such type, or it has no such property.
    """
    try:
        fitting(_kind(token), paths.split(path), None)
    except ValueError as error:
        raise UsageError(str(error)) from error


def has_property(token: str, path: str) -> bool:
    """Whether a type has a property, as far as its SDK says."""
    try:
        require_property(token, path)
    except UsageError:
        return False
    return True


def unmanaged(resource: Resource) -> bool:
    """Whether no program made it."""
    return resource.urn.startswith(UNMANAGED)


def label(resource: Resource) -> str:
    """`type::name`, as `state list` names resources."""
    return f"{resource.type}::{urns.parse(resource.urn).name}"


def find(resources: Sequence[Resource], wanted: str) -> list[Resource]:
    """Those that `wanted` means; where a pattern is also somebody's exact name, that one."""
    known = [(each, (each.urn, label(each), urns.parse(each.urn).name, each.id)) for each in resources]
    exact = [each for each, names in known if wanted in names]
    return exact or [each for each, names in known if any(fnmatchcase(name, wanted) for name in names)]


def _kind(token: str) -> ResourceType:
    package = token.partition(":")[0]
    kind = None
    if ":" in token and installed(package):
        kind = catalogue(package).resource(token) or custom_resource(token)
    if kind is None:
        raise UsageError(f"there is no type {token}", hint="a type is such as aws:s3/bucket:Bucket")
    return kind
