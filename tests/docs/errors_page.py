"""docs/reference/errors.md, made of the tree in `stackwright.errors`, commands that go wrong, and the golden errors.

Run `python -m tests.docs.errors_page > docs/reference/errors.md` after a change; a test compares the two.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stackwright import errors
from stackwright.errors import StackwrightError
from tests.docs.shell import Shell
from tests.lifecycle.test_init import environment

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "errors"
SERVICE = "stacks/notes/service.yaml"
STATES = ".stackwright/simulated/standing/state/.pulumi"
_HEAD = """\
# Errors

What can go wrong, and what to do then. Made by `python -m tests.docs.errors_page > docs/reference/errors.md`, which
runs the commands that are shown; a test compares it.

An error says what, where (file, line and column of what somebody wrote) and what to do next. It goes to standard error;
with `--json` also to standard output, as [data](json.md). There is never a traceback, but for a program's own. Nothing
is half-written after one.

| exit code | |
|---|---|
| 0 | done |
| 1 | something failed after work had started. What is done stays done, and the same command goes on from there |
| 2 | something that a person wrote is wrong, and nothing has started |
| 3 | a mandatory policy was violated |
| 130 | Ctrl-C |

A command that works on several parts tells of each that failed. Its exit code is 1 unless all of them say another.

## The kinds
"""
_GOLDEN = """\
## Faults of a service.yaml

`stackwright validate` reports all of a file at once. Every kind that there is, with the words that a person sees:
"""

Wreck = Callable[[Shell], AbstractContextManager[None]]


def _wreck(function: Callable[[Shell], Generator[None]]) -> Wreck:
    """What goes wrong, up to `yield`; what is taken back, after it. The service's file is always put right again."""

    @contextmanager
    def around(shell: Shell) -> Generator[None]:
        before = (shell.home / SERVICE).read_text()
        yield from function(shell)
        (shell.home / SERVICE).write_text(before)

    return around


def _change(shell: Shell, changes: dict[str, str]) -> None:
    text = (shell.home / SERVICE).read_text()
    for old, new in changes.items():
        assert old in text, f"{SERVICE} has no {old}"
        text = text.replace(old, new)
    (shell.home / SERVICE).write_text(text)


def _add_program(shell: Shell, name: str, code: str | None, configuration: dict[str, Any]) -> None:
    (shell.home / name).mkdir()
    (shell.home / name / "Pulumi.yaml").write_text(
        json.dumps({"name": name, "runtime": "python", "config": configuration})
    )
    if code is not None:
        (shell.home / name / "__main__.py").write_text(code)
    _change(shell, {"\nparts:\n": f"\nparts:\n  {name}: {{ program: ../../{name} }}\n"})


@_wreck
def nothing(_shell: Shell) -> Generator[None]:
    yield


@_wreck
def unknown_cloud(shell: Shell) -> Generator[None]:
    _change(shell, {"cloud: aws": "cloud: moon"})
    yield


@_wreck
def two_faults(shell: Shell) -> Generator[None]:
    _change(shell, {"owner:": "team:", "region:": "zone:"})
    yield


@_wreck
def no_program(shell: Shell) -> Generator[None]:
    _add_program(shell, "empty", None, {})
    yield


@_wreck
def raising_program(shell: Shell) -> Generator[None]:
    code = 'import pulumi\n\nif not pulumi.Config().get("host"):\n    raise LookupError("no host is configured")\n'
    _add_program(shell, "broken", code, {})
    yield


@_wreck
def untagged(shell: Shell) -> Generator[None]:
    shutil.copytree(ROOT / "policies", shell.home / "policies", ignore=shutil.ignore_patterns("__pycache__"))
    _add_program(
        shell, "bare", 'from pulumi_aws import sqs\n\nsqs.Queue("orders")\n', {"aws:region": {"value": "eu-west-1"}}
    )
    _change(shell, {"    providers:": "    policies: { packs: [../../policies/tagging] }\n    providers:"})
    yield


@_wreck
def torn_state(shell: Shell) -> Generator[None]:
    state = shell.home / STATES / "stacks/notes/dev.files.json"
    before = state.read_bytes()
    state.write_bytes(before[:100])
    yield
    state.write_bytes(before)


@_wreck
def locked(shell: Shell) -> Generator[None]:
    lock = shell.home / STATES / "locks/organization/notes/dev.files/1.json"
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_text('{"pid":4711,"username":"ana","hostname":"build-7","timestamp":"2026-03-02T09:30:00Z"}')
    yield
    lock.unlink()


@_wreck
def refusing_cloud(shell: Shell) -> Generator[None]:
    for command in (
        "stackwright cloud drift delete notes aws:s3/bucket:Bucket::notes-objects",
        "stackwright refresh notes --simulate",
        "stackwright cloud fault add notes --type 'aws:s3/bucket:Bucket' --code AccessDenied",
    ):
        _done(shell, command)
    yield


@dataclass(frozen=True, slots=True)
class Kind:
    """What to do about an error, and a command that meets it once something is wrecked."""

    advice: str
    command: str = ""
    wreck: Wreck = nothing


KINDS: dict[type[StackwrightError], Kind] = {
    errors.ServiceError: Kind(
        "Go to the file and the line. [All faults that there are](#faults-of-a-serviceyaml) are below.",
        "stackwright validate notes",
        unknown_cloud,
    ),
    errors.UsageError: Kind(
        "Say it otherwise, as the second line proposes, or set what is missing on this machine; `stackwright doctor`\n"
        "looks for that.",
        "stackwright up notes",
    ),
    errors.RehearsalRefused: Kind(
        "Decide which of the two you want: `--simulate`, or the real thing without anything simulated around\n"
        "([why](../concepts/rehearsals.md#why-nothing-real-is-touched)).",
        "PULUMI_DEBUG_PROVIDERS=aws:4711 stackwright outputs notes",
    ),
    errors.InvalidInput: Kind("Each has its own place and its own advice.", "stackwright validate notes", two_faults),
    errors.EngineError: Kind(
        "Put right what it names, and say the same command again.", "stackwright up notes empty --simulate", no_program
    ),
    errors.StateError: Kind(
        "Nothing was written. [Bring back a backup](../how-to/recover.md#a-state-that-is-damaged), or wait until the\n"
        "other run has ended.",
        "stackwright outputs notes --simulate",
        torn_state,
    ),
    errors.StackLocked: Kind(
        "Wait, or let the command wait: `--lock-timeout 10m`. If nobody is at work any more,\n"
        "[lift the lock](../how-to/recover.md#the-lock-of-a-run-that-is-gone).",
        "stackwright up notes --simulate --lock-timeout 0s",
        locked,
    ),
    errors.SecretsError: Kind(
        "Set the environment's own passphrase, or log in where its key is. Nothing was registered.",
        "env -u PULUMI_CONFIG_PASSPHRASE stackwright preview notes",
    ),
    errors.ProgramError: Kind(
        "Put it right in the program. What it had made before is in the state.",
        "stackwright up notes broken --simulate",
        raising_program,
    ),
    errors.CloudError: Kind(
        "It stands there in the cloud's words. One that was asked for carries the number of its fault.",
        "stackwright up notes --simulate",
        refusing_cloud,
    ),
    errors.PolicyViolation: Kind(
        "Do what stands behind `fix:`, or ask who owns the policy. Here `up` saw it beforehand and changed nothing.",
        "stackwright up notes bare --simulate",
        untagged,
    ),
    errors.Cancelled: Kind("Say the same command again: what was done is in the state."),
}
"""Every kind but the bases, which are never raised themselves."""


def page(workspace: Path) -> str:
    """The whole page. `workspace` is an empty folder."""
    environment(workspace / ".venv")
    (workspace / ".git").mkdir()
    with Shell(workspace) as shell:
        _done(
            shell,
            "stackwright new service notes --owner team-notes --blueprint object-storage --part files --cloud aws",
        )
        _done(shell, "stackwright up notes --simulate")
        kinds = [_kind(error, shell) for error in KINDS]
    return "\n".join([_HEAD, *kinds, _GOLDEN, *map(_golden, sorted(GOLDEN.glob("*.txt")))])


def _done(shell: Shell, command: str) -> None:
    code, said = shell.run(command)
    assert code == 0, f"{command}: {code}\n{said}"


def _kind(error: type[StackwrightError], shell: Shell) -> str:
    kind = KINDS[error]
    meaning = (error.__doc__ or "").partition("\n")[0].partition(" `")[0]
    lines = [f"### {error.__name__}\n", f"Exit code {error.exit_code}. {meaning}\n", f"{kind.advice}\n"]
    if kind.command:
        with kind.wreck(shell):
            code, said = shell.run(kind.command)
        assert code == error.exit_code, f"{kind.command}: {code}\n{said}"
        # Of what ran before it went wrong, nothing: it depends on much else.
        shown = re.sub(r"\A(?s:.*?)^(?=✗ \S)", "…\n", said, count=1, flags=re.MULTILINE)
        lines.append(f"```text\n$ {kind.command}\n{shown}\n```\n")
    return "\n".join(lines)


def _golden(path: Path) -> str:
    words = path.read_text(encoding="utf-8").strip("\n")
    return f"### {path.stem.replace('-', ' ').capitalize()}\n\n```text\n{words}\n```\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="stackwright-errors-") as folder:
        sys.stdout.write(page(Path(folder)))
