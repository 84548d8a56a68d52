"""Mutants that the goldens of Pulumi cannot judge, and why: equivalent ones, and those of what it does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tests.conformance.mutants.operators import Mutant


@dataclass(frozen=True, slots=True)
class Accepted:
    """Mutants whose names (`Mutant.key`) match one of these patterns from their start."""

    why: str
    keys: tuple[str, ...]


OWN: Final = (
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
        "A destruction looks for what is protected before its first deletion; Pulumi deletes all else "
        "(docs/architecture.md)",
        (
            r"embedded/deleting delete: run\.reporter\.failed\(step, _message\(step\)\) -> pass$",
            r"embedded/deleting delete: (raise _refusal\(protected\[0\]\) -> pass|0 -> 1)$",
        ),
    ),
)
"""The tests of `tests/engine` judge these."""

EQUIVALENT: Final = (
    Accepted(
        "No resource depends on itself",
        (r"embedded/graph Graph\.dependencies: index < position -> index <= position",),
    ),
    Accepted(
        "The id of a step that changes nothing: carrying it out puts the old one there",
        (r"embedded/(planner Planner\.deletions|targeting _carried|targeting dependencies_of\.queue): '' -> 'mutant'",),
    ),
)
"""Nothing that anybody could see is different. They are counted apart, and told of."""


def reason(mutant: Mutant, entries: Iterable[Accepted]) -> str | None:
    """Why a mutant is not judged by the goldens; None if it is."""
    return next((entry.why for entry in entries if any(re.match(key, mutant.key) for key in entry.keys)), None)
