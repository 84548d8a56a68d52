"""What happens to the clouds behind Pulumi's back: drift, loss, outages and failing calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stackwright.errors import UsageError
from stackwright.simcloud.disturbing.model import Calls, Fault, FaultKind, Method
from stackwright.simcloud.drifting.choice import may_drift
from stackwright.simcloud.drifting.drift import label as drift_label
from stackwright.testing.selecting import Selector, meant, name_of, selector
from stackwright.wire.values import Value

if TYPE_CHECKING:
    from stackwright.simcloud import Resource, SimulatedHost

_FEW: Final = 3
"""Properties that drift where a test does not say which."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Calls that go wrong for a while."""

    said: str
    faults: Sequence[Fault]
    enough: bool = False
    """Whether it counts as met although no call failed: there was something to be met."""

    def hits(self, clouds: SimulatedHost) -> int:
        """How many calls went wrong so far."""
        mine = {fault.number for fault in self.faults}
        return sum(fault.hits for fault in clouds.faults.all() if fault.number in mine)

    def end(self, clouds: SimulatedHost) -> bool:
        """Let calls go well again; says whether any had gone wrong."""
        met = self.enough or self.hits(clouds) > 0
        clouds.faults.clear(*(fault.number for fault in self.faults))
        return met


def fault(
    call: Method, wanted: Selector, nth: int, times: int | None, kind: FaultKind, code: str, message: str
) -> Fault:
    """A fault as the clouds know it."""
    calls = Calls(method=call, type=wanted.type, urn=wanted.name)
    return Fault(on=calls, kind=kind, nth=nth, times=times, code=code, message=message)


def armed(clouds: SimulatedHost, faults: Sequence[Fault], said: str) -> Failure:
    """Switch faults on.

    Raises:
        UsageError: one could never happen.
    """
    return Failure(said, [clouds.faults.add(each) for each in faults])


def outage(clouds: SimulatedHost, zone: str) -> Failure:
    """Let a zone be out."""
    there, faults = clouds.lose_zone(zone)
    return Failure(f"call to zone {zone}", faults, enough=bool(there))


def drift(clouds: SimulatedHost, what: str, properties: Mapping[str, Value]) -> list[str]:
    """Change properties; a few, where none is named. Gives `aws:s3/bucket:Bucket::logs: tags.team` for each.

    Raises:
        UsageError: there is no such resource, or it has no such property.
    """
    chosen = _chosen(clouds, what)
    done = (
        [clouds.drift.change(resource, properties) for resource in chosen]
        if properties
        else clouds.drift.edits(chosen, _FEW)
    )
    changed = [f"{drift_label(it.resource)}: {each.path}" for it in done for each in it.changes if each.old != each.new]
    if not changed:
        raise UsageError(f"nothing of {what} was changed: it is like that already, or can only be replaced")
    return changed


def lose(clouds: SimulatedHost, what: str, zone: str) -> list[str]:
    """Delete resources; gives their types and names.

    Raises:
        UsageError: there are none; or neither, or both, of `what` and `zone` are given.
    """
    if bool(what) == bool(zone):
        raise UsageError("lose what?", hint='Write lose("Bucket::logs"), or lose(zone="eu-west-1a").')
    if zone:
        chosen = [each for each in _able(clouds) if clouds.zone_of(each) == zone]
        if not chosen:
            zones = sorted({found for each in _able(clouds) if (found := clouds.zone_of(each))})
            raise UsageError(f"nothing is in zone {zone}", hint=f"In use are: {', '.join(zones) or 'none'}.")
    else:
        chosen = _chosen(clouds, what)
    return [drift_label(clouds.drift.delete(each).resource) for each in chosen]


def _able(clouds: SimulatedHost) -> list[Resource]:
    """What is in a cloud; what is only computed (`random`, `tls`) is in none."""
    return [each for each in clouds.resources() if may_drift(each)]


def _chosen(clouds: SimulatedHost, what: str) -> list[Resource]:
    wanted, able = selector(what), _able(clouds)
    found = [each for each in able if wanted.matches(each.type, each.urn)]
    if not found:
        near = meant(what, ((each.type, each.urn) for each in able))
        names = sorted({name_of(each.urn) for each in able})
        hint = near or (f"There are: {', '.join(names)}." if names else "Nothing stands yet.")
        raise UsageError(f"the clouds hold no {what}", hint=hint)
    return found
