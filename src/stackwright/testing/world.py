"""A world of a test's own: clouds in memory, a HOME that is nobody's, nothing left of either when it is closed.

Tests share no world, so they may run in any order, in threads, and in several processes (pytest-xdist).
"""

from __future__ import annotations

import secrets
import shutil
import weakref
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from stackwright.deploy.rehearsal.world import MARKER, World
from stackwright.engine.provider import Provider
from stackwright.engine.state.secrets import adopt, passing
from stackwright.engine.state.store import MemoryStore
from stackwright.simcloud import open_host
from stackwright.simcloud.catalogue.cache import default_folder
from stackwright.simcloud.refusing import switched

if TYPE_CHECKING:
    from stackwright.simcloud import SimulatedHost


class Clouds:
    """A provider host that stays open from one operation to the next."""

    def __init__(self, host: SimulatedHost) -> None:
        self.host = host

    def connect(self, package: str, version: str | None) -> Provider:
        # Mortal connections may be killed by a fault `crash`: here that would be the tests' own process.
        return self.host.connect(package, version, mortal=False)

    def close(self) -> None:
        """The end of an operation is not the end of the world."""


class OwnWorld:
    """The clouds, the states and the folder of one rehearsal."""

    def __init__(self, allow: Iterable[str] = (), refuse: Iterable[str] = ()) -> None:
        """`allow` and `refuse` name kinds of refusals that are switched off and on.

        Raises:
            UsageError: there is no such kind.
        """
        allowed = switched(allow, refuse)
        folder = Path(mkdtemp(prefix="stackwright-rehearsal-"))
        for name in ("state", "home"):
            (folder / name).mkdir(mode=0o700)
        (folder / MARKER).touch()
        self.place = World(folder, _passphrase())
        self.clouds = Clouds(open_host(":memory:", self.place.passphrase, str(default_folder()), allowed))
        self.states = MemoryStore()
        self._end = weakref.finalize(self, _end, self.clouds.host, folder)

    @property
    def variables(self) -> Mapping[str, str]:
        """All that a program in this world sees of the environment."""
        return self.place.environment()

    def close(self) -> None:
        """Forget it all; so does the end of the object."""
        self._end()


def _end(host: SimulatedHost, folder: Path) -> None:
    host.close()
    shutil.rmtree(folder, ignore_errors=True)


@cache
def _passphrase() -> str:
    """One for all worlds of this process; no state outlives it, so its key is none that takes long to derive."""
    phrase = secrets.token_urlsafe(32)
    adopt(phrase, passing())
    return phrase
