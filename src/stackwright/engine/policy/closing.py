"""What cannot be judged, where an environment fails it (`unknown: fail` in a file of levels).

A preview does not know much that a run will know, so there it is only told. When a resource is about to be made or
changed, what a mandatory policy still cannot judge stops it; at the end of a run, what it cannot judge of the whole
stack fails the run.
"""

from __future__ import annotations

from typing import Final

from pulumi.runtime import proto

from stackwright.engine.events import CLOSED, undecided

STOPPING: Final = (proto.MANDATORY, proto.REMEDIATE)
_LATER: Final = f"{CLOSED}what stays unknown when it counts, in an up, has failed"
_NOW: Final = f"{CLOSED}it counts now, and it is still not known"


def close(found: proto.AnalyzeDiagnostic, level: proto.EnforcementLevel.ValueType, *, preview: bool) -> None:
    """Let a diagnostic of a policy at `level` say what comes of it, and come to that."""
    if level not in STOPPING or not undecided(found.message):
        return
    found.message += f"\n{_LATER if preview else _NOW}"
    if not preview:
        found.enforcementLevel = proto.MANDATORY
