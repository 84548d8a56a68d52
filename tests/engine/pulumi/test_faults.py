from dataclasses import replace
from pathlib import Path

import pytest

from stackwright.engine.protocol import Stack
from stackwright.engine.pulumi.faults import cut, fault
from stackwright.errors import EngineError, SecretsError, StackLocked, StackwrightError, StateError

STACK = Stack(name="dev.network", project="shop", directory=Path("/shop"), backend="file:///state")


@pytest.mark.parametrize(
    ("stderr", "kind", "says"),
    [
        (
            "error: getting stack configuration: get stack secrets manager: incorrect passphrase\n",
            SecretsError,
            "not that of stack dev.network",
        ),
        (
            "error: get stack secrets manager: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or …\n",
            SecretsError,
            "none is set",
        ),
        ("error: get stack secrets manager: no such key\n", SecretsError, "no such key"),
        ("error: failed to load checkpoint: place 1: unexpected end of JSON input\n", StateError, "unexpected end"),
        ("error: failed to load checkpoint: unsupported checkpoint version 99\n", StateError, "version 99"),
        ("error: place 1: unexpected end of JSON input\n", StateError, "unexpected end"),
        ("warning: late\nerror: something new\n", EngineError, "something new"),
        ("", EngineError, "said nothing"),
    ],
)
def test_what_it_says_becomes_a_typed_error(stderr: str, kind: type[StackwrightError], says: str) -> None:
    error = fault(STACK, stderr)
    assert type(error) is kind
    assert says in str(error)


def test_a_lock_names_who_and_since_when() -> None:
    error = fault(
        STACK,
        "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete "
        "the lock file with `pulumi cancel`.\n"
        "  file:///state/.pulumi/locks/organization/shop/dev.network/ab.json?no_tmp_dir=true: created by ada@lovelace "
        "(pid 77) at 2026-11-20T10:00:00Z\n",
    )
    assert isinstance(error, StackLocked)
    assert error.message == "stack dev.network is locked by ada@lovelace (process 77) since 2026-11-20T10:00:00Z"
    assert error.hint
    assert "pulumi cancel -s dev.network" in error.hint


@pytest.mark.parametrize("place", ["home/.stackwright/simulated/standing", "marked"])
def test_a_rehearsals_lock_is_not_lifted_with_what_reaches_the_real_stack(place: str, tmp_path: Path) -> None:
    world = tmp_path / place
    world.mkdir(parents=True)
    if place == "marked":
        (world / ".stackwright-world").touch()
    error = fault(
        replace(STACK, backend=(world / "state").as_uri()), "error: the stack is currently locked by 1 lock(s)."
    )
    assert error.hint
    assert "`stackwright simulate -- pulumi cancel --stack dev.network --yes`" in error.hint
    assert "pulumi cancel -s" not in error.hint


def test_a_damaged_checkpoint_is_named_whatever_was_asked_for(tmp_path: Path) -> None:
    """Recorded: `pulumi stack ls --json --project shop` (v3.260) where the checkpoint of dev.web ends too early."""
    stacks = tmp_path / ".pulumi/stacks/shop"
    stacks.mkdir(parents=True)
    (stacks / "dev.network.json").write_text('{"version": 3}')
    (stacks / "dev.web.json").write_text('{"version":3,"checkp')
    asked = replace(STACK, name="dev.any", backend=tmp_path.as_uri())
    error = fault(asked, "error: place 1: unexpected end of JSON input\n")
    assert type(error) is StateError
    assert error.message == (
        f"the state of stack dev.web ({stacks}/dev.web.json) cannot be read: place 1: unexpected end of JSON input"
    )
    assert error.hint
    assert f"{stacks}/dev.web.json.bak" in error.hint


USERS = """  File "/shop/__main__.py", line 4, in main
    build()
"""
LIBRARYS = """  File "/venv/lib/python3.11/site-packages/pulumi/output.py", line 300, in apply
    value = await func(x)
            ^^^^^^^^^^^^^
"""


def test_a_traceback_keeps_the_users_frames() -> None:
    message = f"Program failed:\nTraceback (most recent call last):\n{LIBRARYS}{USERS}{LIBRARYS}ValueError: boom\n"
    assert cut(message) == f"Program failed:\nTraceback (most recent call last):\n{USERS}ValueError: boom"


def test_a_traceback_without_users_frames_stays_whole() -> None:
    message = f"Traceback (most recent call last):\n{LIBRARYS}ValueError: boom"
    assert cut(message) == message


def test_other_text_stays_as_it_is() -> None:
    assert cut("aws:ec2/vpc:Vpc (main): limit reached\n  - a detail") == (
        "aws:ec2/vpc:Vpc (main): limit reached\n  - a detail"
    )
