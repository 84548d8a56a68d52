"""Whatever goes wrong comes out as a few lines on stderr and an exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from stackwright.cli import main as command_line
from stackwright.cli.failure import report
from stackwright.cli.main import main
from stackwright.errors import (
    Cancelled,
    InvalidInput,
    Location,
    PolicyViolation,
    RunError,
    SecretsError,
    ServiceError,
    StackwrightError,
)

Captured = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ServiceError("bad key", where=Location(Path("service.yaml"), 3, 7), hint="Did you mean 'parts'?"), 2),
        (RunError("the cloud refused"), 1),
        (SecretsError("incorrect passphrase"), 2),
        (PolicyViolation("public bucket"), 3),
        (Cancelled("stopped"), 130),
    ],
)
def test_an_expected_error_is_its_message_and_code(error: StackwrightError, code: int, capsys: Captured) -> None:
    assert report(error) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == f"error: {error}\n"


def test_place_and_hint_have_lines_of_their_own(capsys: Captured) -> None:
    report(ServiceError("bad key", where=Location(Path("service.yaml"), 3, 7), hint="Did you mean 'parts'?"))
    assert capsys.readouterr().err == "error: service.yaml:3:7: bad key\n  Did you mean 'parts'?\n"


def test_several_faults_are_several_errors(capsys: Captured) -> None:
    assert report(InvalidInput([ServiceError("one"), ServiceError("two")])) == 2
    assert capsys.readouterr().err == "error: one\nerror: two\n"


def test_with_json_an_error_is_an_object_too(capsys: Captured) -> None:
    error = ServiceError("bad key", where=Location(Path("service.yaml"), 3, 7), hint="Look.")
    report(error, ["up", "shop", "--json"])
    assert json.loads(capsys.readouterr().out) == {
        "type": "error",
        "exitCode": 2,
        "errors": [{"message": "bad key", "hint": "Look.", "file": "service.yaml", "line": 3, "column": 7}],
    }


def test_a_bug_is_a_short_message_and_a_private_log(capsys: Captured) -> None:
    assert report(ZeroDivisionError("oh"), []) == 1
    shown = capsys.readouterr().err
    assert "Traceback" not in shown
    log = Path(shown.split("The traceback is in ")[1].split(";")[0])
    assert "ZeroDivisionError: oh" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
    log.unlink()


def test_debug_shows_the_traceback(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    assert report(ZeroDivisionError("oh"), ["--debug", "up"]) == 1
    assert "ZeroDivisionError: oh" in capsys.readouterr().err
    monkeypatch.setenv("STACKWRIGHT_DEBUG", "1")
    assert report(ZeroDivisionError("oh"), []) == 1
    assert "this is a bug" not in capsys.readouterr().err


def test_ctrl_c_outside_a_run(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise click.Abort

    monkeypatch.setattr(command_line.cli, "main", interrupted)
    assert main([]) == 130
    assert capsys.readouterr().err == "stopped\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["previw"], "Did you mean 'preview'?"),
        (["up"], "Missing argument 'SERVICE'"),
        (["up", "--parallel", "0", "shop"], "0"),
        (["up", "--nonsense"], "--nonsense"),
        (["up", "shop", "a", "b"], "b"),
    ],
)
def test_a_wrong_command_line(arguments: list[str], says: str, capsys: Captured) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert says in shown.err
    assert shown.out == ""


def test_a_reader_that_goes_away_is_nobodys_error() -> None:
    """`stackwright --help | head -0`: the pipe is closed before anything is written."""
    read, write = os.pipe()
    os.close(read)
    program = "import sys; from stackwright.cli.main import main; sys.exit(main(['--help']))"
    done = subprocess.run([sys.executable, "-c", program], stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")
