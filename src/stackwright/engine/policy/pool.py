"""The processes of packs. One that keeps nothing of a run serves one run after another; others live for one run.

Measured (2 cores, idle): a pack takes 0.22 s to start, all of it processor time, and 1 ms for a resource of
twenty values. A service of seven parts is previewed, brought up and checked in 21 runs, so a process that stays saves
more than 4 s of a rehearsal. Each worker has its own: sharing one would save 0.2 s once, and let every worker wait for
the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from stackwright.engine.policy.manifest import Manifest, read
from stackwright.engine.policy.process import PackProcess

STATELESS: Final = "stackwright:stateless"
"""The tag by which a pack says, in its GetAnalyzerInfo, that it depends on nothing but what each request says."""


class PackPool:
    """Where a worker's runs get their packs. For one thread."""

    def __init__(self) -> None:
        self._idle: dict[tuple[Path, str], PackProcess] = {}

    def take(self, folder: Path, variables: Mapping[str, str]) -> PackProcess:
        """The pack in `folder`, serving or about to.

        Raises:
            EngineError: there is no such pack, or it cannot be started.
        """
        manifest = read(folder.resolve(), variables)
        waiting = self._idle.pop(_key(manifest), None)
        if waiting is not None and waiting.alive and waiting.manifest == manifest:
            return waiting
        if waiting is not None:
            waiting.close()
        return PackProcess(manifest, variables)

    def give_back(self, process: PackProcess, *, stateless: bool) -> None:
        """A run is done with a pack."""
        key = _key(process.manifest)
        if stateless and process.alive and key not in self._idle:
            self._idle[key] = process
        else:
            process.close()

    def close(self) -> None:
        """End all that wait."""
        while self._idle:
            self._idle.popitem()[1].close()


def _key(manifest: Manifest) -> tuple[Path, str]:
    return manifest.folder, manifest.interpreter
