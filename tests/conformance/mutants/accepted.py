"""Mutants that no golden of Pulumi's can catch, with the reason. They are left out, counted, and told of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tests.conformance.mutants.operators import Mutant


@dataclass(frozen=True, slots=True)
class Accepted:
    """Mutants whose names (`Mutant.key`) match one of these patterns from their start."""

    why: str
    keys: tuple[str, ...]


ACCEPTED: Final = (
    Accepted(
        "The journal is this engine's own (docs/adr/0002) and shows in a kill: tests/engine/embedded/test_kill.py",
        (
            r"embedded/recorder Recorder\.__init__: self\._journal",
            r"embedded/recorder Recorder\.begin: (self\._journal|step\.op in _CHANGING|self\.end\(|False|True|raise)",
            r"embedded/recorder Recorder\.end: (self\._journal|not later|False|return -> pass|step\.op in _CHANGING)",
            r"embedded/recorder Recorder\.end: (done and resource|resource not in|not step\.resource\.is_provider)",
            r"embedded/recorder Recorder\.changed: ",
            r"embedded/recorder Recorder\.rebase: (self\._journal|'found')",
            r"embedded/recorder <module>: '(create|create-replacement|update|delete|delete-replaced)' -> '' #2",
        ),
    ),
    Accepted(
        "An operation is pending at the end of a run only if the run was killed, or if the answer to a creation was "
        "lost: there this engine finds what was made and Pulumi does not (docs/adr/0002)",
        (
            r"embedded/recorder <module>: '(create|create-replacement|update|delete|delete-replaced)' -> ''$",
            r"embedded/recorder <module>: '(read|read-replacement|import|import-replacement)' -> ''",
            r"embedded/recorder <module>: '(creating|updating|deleting|reading|importing)'",
            r"embedded/recorder Recorder\.begin: (pending|step\.subject|not step|not \(pending|return|self\._pending)",
            r"embedded/recorder Recorder\.snapshot: operations \+=",
            r"embedded/recorder _creations: ",
        ),
    ),
    Accepted(
        "Times are masked: no two runs have the same",
        (r"embedded/steps _create: new\.change\(created=time, modified=time\)",),
    ),
    Accepted(
        "The id of a step that changes nothing: carrying it out puts the old one there",
        (r"embedded/(planner Planner\.deletions|targeting _carried|targeting dependencies_of\.queue): '' -> 'mutant'",),
    ),
)


def reason(mutant: Mutant) -> str | None:
    """Why a mutant is left out; None if it is not."""
    return next((entry.why for entry in ACCEPTED if any(re.match(key, mutant.key) for key in entry.keys)), None)
