"""Any command in a world: its environment, its clouds, and the `pulumi` that keeps to them."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, chdir
from pathlib import Path

from stackwright.deploy.rehearsal.attach import attached_clouds
from stackwright.deploy.rehearsal.foreground import run_in_foreground
from stackwright.deploy.rehearsal.projects import project_of, source
from stackwright.deploy.rehearsal.world import World, standing_world, world_at
from stackwright.engine.pulumi import executable


def simulate(
    command: Sequence[str],
    folder: Path | None = None,
    *,
    dynamic: bool = False,
    allow: Sequence[str] = (),
    refuse: Sequence[str] = (),
) -> int:
    """Run `command` with the terminal attached in the world in `folder` (default: the standing one); its exit code.

    `allow` and `refuse` name kinds of refusals that are switched off and on.

    Raises:
        UsageError: the Pulumi CLI, or the command, is not there; the world cannot be written; there is no such refusal.
        RehearsalRefused: `folder` holds something else.
    """
    from stackwright.simcloud.refusing import switched

    allowed = switched(allow, refuse)
    pulumi = executable.find()
    opened: AbstractContextManager[World] = world_at(folder) if folder else standing_world(Path.cwd())
    here = Path.cwd()
    project = project_of(command, here)
    # Providers work where the program is, as Pulumi starts them: files of a manifest, or a chart, may be relative.
    there = chdir(project.folder if project else here)
    with (
        opened as world,
        attached_clouds(world, dynamic=dynamic, allowed=allowed, program=source(project)) as attached,
        there,
    ):
        environment = {**world.environment(), **attached, executable.VARIABLE: str(pulumi)}
        environment["PATH"] = os.pathsep.join(filter(None, (str(_shim(world)), environment.get("PATH"))))
        return run_in_foreground([_found(command[0], environment["PATH"]), *command[1:]], environment, here)


def _shim(world: World) -> Path:
    """A folder with a program `pulumi` that is `shim.py`.

    `-P` keeps the folder it is called in off Python's path: what lies there is the user's.
    """
    folder = world.folder / "bin"
    folder.mkdir(exist_ok=True)
    path = folder / "pulumi"
    text = f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -P -m stackwright.deploy.rehearsal.shim "$@"\n'
    if not path.exists() or path.read_text() != text:
        new = path.with_name(f"pulumi.{os.getpid()}")
        new.write_text(text)
        new.chmod(0o755)
        new.replace(path)
    return folder


def _found(program: str, path: str) -> str:
    """The program as the command's own PATH finds it; as it is where that has none, for the error to come."""
    import shutil

    return shutil.which(program, path=path) or program
