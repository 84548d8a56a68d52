"""A world: everything that a rehearsal touches, in one folder.

    <world>/
      .stackwright-world   says what this folder is; without it nothing here is trusted, or removed
      .gitignore           keeps it out of the user's repository
      lock                 held (flock, shared) by every process that uses the world; alone, to remove it
      passphrase           of all its stacks; random, 0600
      key                  what is derived from it (see `key.py`), 0600
      clouds.sqlite        what the simulated clouds hold
      state/               a Pulumi file backend
      home/                HOME and PULUMI_HOME of the programs
      projects/            what the official CLI sees in place of the user's project (see `shadow.py`)

The standing world is `<root>/.stackwright/simulated/standing`, where root is the nearest folder above the program that
holds `.git`, or the program's own; STACKWRIGHT_HOME stands in for `<root>/.stackwright`. A throw-away world is beside
it.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import sys
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from stackwright.deploy.rehearsal.configuration import simulated_configuration
from stackwright.deploy.rehearsal.environment import OFFLINE, scrubbed
from stackwright.engine.protocol import Stack
from stackwright.engine.state import rehearsed
from stackwright.errors import RehearsalRefused, UsageError

MARKER: Final = rehearsed.MARKER
TAG: Final = rehearsed.TAG
SIMULATED: Final = rehearsed.SIMULATED
WORLD: Final = "STACKWRIGHT_WORLD"
"""The variable that tells processes inside a rehearsal which world they are in."""
_STANDING: Final = "standing"
_THROW_AWAY: Final = "rehearsal-"


@dataclass(frozen=True, slots=True)
class World:
    """One world, in use by this process until its context ends."""

    folder: Path
    passphrase: str = field(repr=False)

    @property
    def backend(self) -> str:
        """The URL of its Pulumi backend."""
        return (self.folder / "state").as_uri()

    @property
    def clouds(self) -> Path:
        """The database of the simulated clouds."""
        return self.folder / "clouds.sqlite"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def environment(self, base: Mapping[str, str] | None = None) -> dict[str, str]:
        """All that a program in this world sees: the harmless part of `base` (this process's), and the world's own."""
        return {
            **scrubbed(os.environ if base is None else base),
            **OFFLINE,
            "HOME": str(self.home),
            "PULUMI_HOME": str(self.home / ".pulumi"),
            "PULUMI_BACKEND_URL": self.backend,
            "PULUMI_CONFIG_PASSPHRASE": self.passphrase,
            "PULUMI_PYTHON_CMD": sys.executable,  # unless the project names a `virtualenv`
            "STACKWRIGHT_REHEARSAL": "1",
            WORLD: str(self.folder),
        }

    def stack_for(self, stack: Stack, attached: Mapping[str, str] | None = None) -> Stack:
        """The simulated twin of a real stack: same program, name and project; everything else is the world's.

        Its configuration is the real one with placeholders for secrets. `attached` are variables that let the official
        CLI reach the simulated clouds (`attached_clouds`).

        Raises:
            ServiceError: Pulumi.yaml or Pulumi.<stack>.yaml cannot be read.
        """
        return replace(
            stack,
            backend=self.backend,
            secrets_provider="passphrase",
            config=simulated_configuration(stack),
            environment={**self.environment(), **(attached or {})},
            inherit_environment=False,
            tags={TAG: SIMULATED},
        )


def simulated_folder(start: Path, environment: Mapping[str, str] | None = None) -> Path:
    """Where the worlds of the program or service in folder `start` lie."""
    environment = os.environ if environment is None else environment
    home = environment.get("STACKWRIGHT_HOME")
    if home:
        return Path(home).expanduser().absolute() / SIMULATED
    start = start.resolve()
    root = next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start)
    return root / ".stackwright" / SIMULATED


@contextmanager
def standing_world(start: Path) -> Generator[World]:
    """The world that stays, made where there is none; several processes may be in it at once."""
    with world_at(simulated_folder(start) / _STANDING) as world:
        yield world


@contextmanager
def world_at(folder: Path) -> Generator[World]:
    """The world in `folder`, made where there is none.

    Raises:
        RehearsalRefused: the folder holds something else.
        UsageError: it cannot be written.
    """
    folder = folder.absolute()
    with ExitStack() as held:
        try:
            held.enter_context(_entered(folder))
            passphrase = _passphrase(folder / "passphrase")
        except OSError as error:
            raise UsageError(f"the rehearsal's folder {folder} cannot be used: {error.strerror}") from error
        yield World(folder, passphrase)


@contextmanager
def throw_away_world(start: Path) -> Generator[World]:
    """A new world, removed at the end. What a killed process left behind is removed too."""
    parent = simulated_folder(start)
    for left in parent.glob(_THROW_AWAY + "*"):
        with suppress(RehearsalRefused):
            remove_world(left)
    folder = parent / (_THROW_AWAY + secrets.token_hex(4))
    try:
        with world_at(folder) as world:
            yield world
    finally:
        remove_world(folder)
        with suppress(OSError):  # other worlds are there, or something else
            parent.rmdir()
            parent.parent.rmdir()


def remove_world(folder: Path) -> None:
    """Remove a world and everything simulated in it; nothing happens where there is none.

    Raises:
        RehearsalRefused: the folder is not a world, or another process is in it.
    """
    if not folder.exists():
        return
    if not (folder / MARKER).is_file():
        raise RehearsalRefused(f"{folder} is not a rehearsal's folder, and is left alone")
    with _lock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB):
        shutil.rmtree(folder)


@contextmanager
def _entered(folder: Path) -> Generator[None]:
    """Hold a shared lock on the world in `folder`; if it was removed while we waited for the lock, on a new one."""
    while True:
        _make(folder)
        with _lock(folder, fcntl.LOCK_SH) as held:
            if _is_at(held, folder / "lock"):
                _mark(folder)
                yield
                return


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _make(folder: Path) -> None:
    """Make `folder` unless it is a world, or about to be one, already."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    foreign = [entry.name for entry in folder.iterdir() if entry.name not in (MARKER, ".gitignore", "lock")]
    if foreign and not (folder / MARKER).is_file():
        raise RehearsalRefused(
            f"{folder} holds {foreign[0]} and is not a rehearsal's folder", hint="name a new or an empty folder"
        )


def _mark(folder: Path) -> None:
    (folder / MARKER).write_text("Everything in this folder is simulated. `rm -r` forgets it.\n")
    (folder / ".gitignore").write_text("*\n")
    for name in ("state", "home"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)


@contextmanager
def _lock(folder: Path, how: int) -> Generator[int]:
    with (folder / "lock").open("a") as file:
        try:
            fcntl.flock(file, how)
        except BlockingIOError:
            raise RehearsalRefused(
                f"another process is using the rehearsal in {folder}", hint="let it end, then try again"
            ) from None
        yield file.fileno()


def _passphrase(path: Path) -> str:
    """The passphrase in `path`, made first where there is none.

    It appears with its content and mode 0600 at once (a link to a finished file), so that of two processes that make
    it both read the same one.
    """
    if not path.exists():
        new = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123 - a descriptor
            file.write(secrets.token_urlsafe(32))
        try:
            with suppress(FileExistsError):
                path.hardlink_to(new)
        finally:
            new.unlink()
    return path.read_text()
