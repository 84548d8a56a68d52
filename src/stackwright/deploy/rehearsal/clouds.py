"""The simulated clouds of a world, opened to look at them or to change them behind Pulumi's back."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from stackwright.deploy.rehearsal.world import simulated_folder, world_at
from stackwright.errors import UsageError

if TYPE_CHECKING:
    from stackwright.simcloud import SimulatedHost


@contextmanager
def opened_clouds(start: Path, world: Path | None = None, *, make: bool = False) -> Generator[SimulatedHost]:
    """The clouds of the world in folder `world`, or of the standing one of the service or program in `start`.

    `make` makes the world where there is none yet, so that a first deployment can meet faults.

    Raises:
        UsageError: there is none; or it cannot be written.
        RehearsalRefused: the folder holds something else.
    """
    from stackwright.simcloud import open_host

    folder = world or simulated_folder(start) / "standing"
    if not make and not (folder / "clouds.sqlite").is_file():
        raise UsageError(
            f"there are no simulated clouds in {folder}",
            hint="Deploy to them first: stackwright up SERVICE --simulate",
        )
    with world_at(folder) as found, closing(open_host(found.clouds, found.passphrase)) as host:
        yield host
