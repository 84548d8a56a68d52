"""The `pulumi` that a command sees under `stackwright simulate`: the real one, in the world and nowhere else.

It stands first on PATH, so that scripts, Makefiles and Automation API programs meet it too. It refuses what would leave
the rehearsal, runs the real CLI in the shadow of the project (see `shadow.py`), and tags every stack that comes of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from stackwright.deploy.rehearsal.foreground import run_in_foreground
from stackwright.deploy.rehearsal.guard import read_tags, untagged
from stackwright.deploy.rehearsal.shadow import find_project, shadow
from stackwright.deploy.rehearsal.world import SIMULATED, TAG, WORLD, World
from stackwright.engine.pulumi.executable import VARIABLE
from stackwright.engine.state.access import settle
from stackwright.engine.state.store import FileStore, StackId
from stackwright.errors import RehearsalRefused, StackLocked, StackwrightError, UsageError

_LEAVING: Final[Mapping[tuple[str, ...], str]] = {
    ("login",): "it has its own backend",
    ("logout",): "it has its own backend",
    ("new",): "make the project first, without `simulate`",
    ("convert",): "convert the project first, without `simulate`",
    ("plugin", "install"): "its providers are simulated",
    ("package", "add"): "add the package first, without `simulate`",
    ("env",): "environments of Pulumi ESC need an account",
    ("deployment",): "deployments need an account",
}
"""Commands that a rehearsal refuses, and why."""

_PATHS: Final = frozenset(
    {
        "--event-log",
        "--file",
        "--import-file",
        "--out",
        "--plan",
        "--policy-pack",
        "--policy-pack-config",
        "--save-plan",
    }
)
"""Flags whose value is a path; the CLI runs in another folder than it was called in."""


def main(arguments: Sequence[str]) -> int:
    """Run one `pulumi` command line; returns its exit code. Errors go to standard error as the CLI writes its own."""
    try:
        return _run(arguments, os.environ)
    except StackwrightError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 - this stands in for a command line tool
        return error.exit_code


def _run(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    world = _world(environment)
    check_environment(world, environment)
    check_command(arguments)
    directory, arguments = _started_in(arguments)
    untagged_before = list(_untagged(world))
    if untagged_before:
        raise untagged(world.folder / "state", untagged_before[0].name)
    _settle(world)
    project = find_project(directory)
    try:
        return run_in_foreground(
            [environment[VARIABLE], *absolute_paths(arguments, directory)],
            environment,
            shadow(world, project) if project else directory,
        )
    finally:
        for stack in _untagged(world):
            FileStore(world.folder / "state").tag(stack, {TAG: SIMULATED})


def _settle(world: World) -> None:
    """Fold in what killed runs of the embedded engine left, of all stacks: a command may touch any.

    A run under way keeps its lock, and so the CLI out; and `pulumi cancel` must get past the locks that only it lifts.
    """
    store = FileStore(world.folder / "state")
    for stack in store.journalled():
        with suppress(StackLocked):
            settle(store, stack)


def _world(environment: Mapping[str, str]) -> World:
    try:
        folder = Path(environment[WORLD])
        return World(folder, (folder / "passphrase").read_text())
    except (KeyError, OSError):
        raise UsageError("this `pulumi` works under `stackwright simulate` only") from None


def check_environment(world: World, environment: Mapping[str, str]) -> None:
    """Refuse where a command on the way here (`env`, a script) put a variable back that leads out of the world.

    Raises:
        RehearsalRefused
    """
    for name in ("PULUMI_BACKEND_URL", "PULUMI_HOME", "HOME"):
        wanted, found = world.environment({})[name], environment.get(name)
        if found != wanted:
            raise RehearsalRefused(
                f"{name} is {found or 'not set'}; in this rehearsal it is {wanted}",
                hint="run the real thing without `stackwright simulate`",
            )
    if "PULUMI_ACCESS_TOKEN" in environment:
        raise RehearsalRefused("PULUMI_ACCESS_TOKEN is set; a rehearsal has no account")
    if not environment.get("PULUMI_DEBUG_PROVIDERS"):
        raise RehearsalRefused("PULUMI_DEBUG_PROVIDERS is not set; the simulated clouds would not be used")
    installed = next(iter((world.home / ".pulumi" / "plugins").glob("resource-*")), None)
    if installed is not None:
        raise RehearsalRefused(f"a real provider is installed in the rehearsal: {installed}", hint="remove it")


def check_command(arguments: Sequence[str]) -> None:
    """Refuse commands, and stacks of other organizations, that are no business of a rehearsal.

    Raises:
        RehearsalRefused
    """
    words = [word for word in arguments if not word.startswith("-")]
    for refused, why in _LEAVING.items():
        if tuple(words[: len(refused)]) == refused:
            raise RehearsalRefused(f"a rehearsal does not `pulumi {' '.join(refused)}`: {why}")
    if "--config-file" in {flag for flag, _ in _flags(arguments)}:
        raise RehearsalRefused(
            "a rehearsal does not use --config-file: the file's salt belongs to a real stack",
            hint="it reads Pulumi.<stack>.yaml itself; change values with `pulumi config set`",
        )
    for flag, value in _flags(arguments):
        organization = value.partition("/")[0] if "/" in value else "organization"
        if flag in ("-s", "--stack") and organization != "organization":
            raise RehearsalRefused(
                f"stack {value} belongs to the organization {organization} of a real backend",
                hint=f"name the stack only: {value.rpartition('/')[2]}",
            )


def absolute_paths(arguments: Sequence[str], directory: Path) -> list[str]:
    """`arguments` with the values of flags that are paths made absolute."""
    result: list[str] = []
    before = ""
    for word in arguments:
        flag, sign, value = word.partition("=")
        if before in _PATHS:
            result.append(str(directory / word))
        elif sign and flag in _PATHS:
            result.append(f"{flag}={directory / value}")
        else:
            result.append(word)
        before = word
    return result


def _started_in(arguments: Sequence[str]) -> tuple[Path, list[str]]:
    """Where the command works (`-C`), and the arguments without that flag."""
    directory, rest = Path.cwd(), list(arguments)
    for flag in ("-C", "--cwd"):
        if flag in rest[:-1]:
            at = rest.index(flag)
            directory = (directory / rest[at + 1]).resolve()
            del rest[at : at + 2]
    for word in list(rest):
        if word.startswith("--cwd="):
            directory = (directory / word.removeprefix("--cwd=")).resolve()
            rest.remove(word)
    return directory, rest


def _flags(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each flag with what may be its value: `--stack x`, `--stack=x`, `-s x`, `-sx`."""
    for word, following in zip(arguments, (*arguments[1:], ""), strict=True):
        if word.startswith("--"):
            flag, sign, value = word.partition("=")
            yield flag, value if sign else following
        elif word.startswith("-"):
            yield word[:2], word[2:].removeprefix("=") or following


def _untagged(world: World) -> Iterator[StackId]:
    stacks = world.folder / "state" / ".pulumi" / "stacks"
    for path in sorted(stacks.glob("*/*.json")):
        if read_tags(path.with_suffix(".pulumi-tags")).get(TAG) != SIMULATED:
            yield StackId(path.parent.name, path.stem)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
