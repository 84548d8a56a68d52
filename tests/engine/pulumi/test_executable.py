from pathlib import Path

import pytest

from stackwright.engine.pulumi import executable
from stackwright.errors import UsageError


def a_pulumi(folder: Path, answer: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "pulumi"
    path.write_text(f"#!/bin/sh\n{answer}\n")
    path.chmod(0o755)
    return path


def test_the_first_on_path_is_found(tmp_path: Path) -> None:
    path = a_pulumi(tmp_path, "echo v3.260.0")
    assert executable.find(environment={"PATH": str(tmp_path)}) == path


def test_a_variable_names_another(tmp_path: Path) -> None:
    other = a_pulumi(tmp_path / "other", "echo v3.260.0")
    a_pulumi(tmp_path, "echo v3.260.0")
    assert executable.find(environment={"PATH": str(tmp_path), "STACKWRIGHT_PULUMI": str(other)}) == other


def test_none_on_path_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not on PATH") as error:
        executable.find(environment={"PATH": str(tmp_path)})
    assert "STACKWRIGHT_PULUMI" in str(error.value)
    assert error.value.exit_code == 2


def test_a_named_one_that_is_no_program(tmp_path: Path) -> None:
    (tmp_path / "pulumi").write_text("not executable")
    with pytest.raises(UsageError, match="is not a program"):
        executable.find(tmp_path / "pulumi", {"PATH": ""})


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("v3.260.0", (3, 260, 0)), ("3.300.1", (3, 300, 1)), ("v3.261.0-alpha.1+dev", (3, 261, 0))],
)
def test_version(tmp_path: Path, answer: str, expected: tuple[int, int, int]) -> None:
    assert executable.version(a_pulumi(tmp_path, f"echo {answer}")) == expected


@pytest.mark.parametrize(
    ("script", "message"),
    [("echo v3.100.0", "3.211.0 or newer"), ("echo hello", "does not answer"), ("exit 3", "does not answer")],
)
def test_an_unfit_one_is_refused(tmp_path: Path, script: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        executable.version(a_pulumi(tmp_path, script))


def test_a_broken_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pulumi"
    path.write_bytes(b"\x7fELF")
    path.chmod(0o755)
    with pytest.raises(UsageError, match="cannot be run"):
        executable.version(path)
