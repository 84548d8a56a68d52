"""Whether a state is a rehearsal's, and how its lock is lifted without a way to a real stack of the same name."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Final

MARKER: Final = ".stackwright-world"
"""The file that says that a folder is a rehearsal's world."""
SIMULATED: Final = "simulated"
TAG: Final = "stackwright:clouds"
"""The tag of a stack that says which clouds it is on: `SIMULATED`."""


def in_a_world(folder: Path) -> bool:
    folder = folder.resolve()
    named = (".stackwright", SIMULATED) in pairwise(folder.parts)
    return named or any((above / MARKER).is_file() for above in (folder, *folder.parents))


def cancel_simulated(stack: str) -> str:
    """The command that lifts the lock of `stack` and can reach rehearsals only, and where to run it."""
    return f"`stackwright simulate -- pulumi cancel --stack {stack} --yes` in the project's folder"


VARIABLE: Final = "STACKWRIGHT_REHEARSAL"
"""It is set in the environment of programs that are rehearsed."""
