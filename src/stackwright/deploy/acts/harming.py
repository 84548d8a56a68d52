"""What is done to the clouds behind Pulumi's back, to the resources of one plan and to no other's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from stackwright.deploy.acts.model import Drift, Selection
from stackwright.deploy.plan import Plan
from stackwright.deploy.state.entries import short_type
from stackwright.simcloud import urns
from stackwright.simcloud.drifting.choice import may_drift
from stackwright.simcloud.drifting.drift import find, has_property, label

if TYPE_CHECKING:
    from stackwright.simcloud import Resource, SimulatedHost
    from stackwright.simcloud.drifting.drift import Drifted

_FEW: Final = 3
"""Properties that drift where nobody says which."""


def break_(plan: Plan, what: Selection, host: SimulatedHost) -> list[str]:
    """Delete what is selected from its clouds; says how much of what is gone, a line a part."""
    ours = _ours(plan, host)
    lost = _selected(ours, what, host)
    for _, resource in lost:
        host.drift.delete(resource)
    whole = Counter((part, resource.type) for part, resource in ours)
    gone = Counter((part, resource.type) for part, resource in lost)
    parts = dict.fromkeys(part for part, _ in lost)
    return [f"{part}: {_shares(_of(part, gone), _of(part, whole))}" for part in parts]


def _of(part: str, counts: Counter[tuple[str, str]]) -> dict[str, int]:
    return {token: count for (owner, token), count in counts.items() if owner == part}


def _shares(gone: Mapping[str, int], whole: Mapping[str, int]) -> str:
    """`all 14 resources`, or `1 of 3 aws:ec2:Subnet, the only aws:ec2:NatGateway`."""
    if gone == whole:
        return f"all {sum(gone.values())} resources"
    return ", ".join(f"{_share(count, whole[token])} {short_type(token)}" for token, count in gone.items())


def _share(count: int, whole: int) -> str:
    if whole == 1:
        return "the only"
    return f"all {whole}" if count == whole else f"{count} of {whole}"


def drift(plan: Plan, wanted: Drift, host: SimulatedHost) -> list[str]:
    """Change a property of what is selected, where it has one, or a few properties; says which. No value is said."""
    chosen = _selected(_ours(plan, host), wanted.what, host)
    if not wanted.path:
        done = host.drift.edits([resource for _, resource in chosen], _FEW)
    else:
        able = [resource for _, resource in chosen if has_property(resource.type, wanted.path)]
        done = [host.drift.change(resource, {wanted.path: wanted.value}) for resource in able]
    parts = {resource.urn: part for part, resource in chosen}
    return [line for each in done for line in _lines(parts[each.resource.urn], each)]


def _lines(part: str, drifted: Drifted) -> list[str]:
    paths = [change.path for change in drifted.changes if change.old != change.new]
    return [f"{part}: {label(drifted.resource)}: {path}" for path in paths]


def _ours(plan: Plan, host: SimulatedHost) -> list[tuple[str, Resource]]:
    """What the clouds hold of the plan's parts. What is only computed (`random`, `tls`) is in no cloud."""
    parts = {(part.stack.project, part.stack.name): part.name for part in plan.parts}
    found: list[tuple[str, Resource]] = []
    for resource in host.resources():
        urn = urns.parse(resource.urn)
        part = parts.get((urn.project, urn.stack))
        if part is not None and may_drift(resource):
            found.append((part, resource))
    return found


def _selected(ours: Sequence[tuple[str, Resource]], what: Selection, host: SimulatedHost) -> list[tuple[str, Resource]]:
    match what.kind:
        case "everything":
            return list(ours)
        case "part":
            return [each for each in ours if each[0] == what.text]
        case "type":
            return [each for each in ours if each[1].type in what.types]
        case "zone":
            return [each for each in ours if host.zone_of(each[1]) == what.text]
        case "resource":
            meant = {each.urn for each in find([resource for _, resource in ours], what.text)}
            return [each for each in ours if each[1].urn in meant]
