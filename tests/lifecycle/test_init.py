"""A platform repository as `stackwright init` writes it: installed, rehearsed, tested and linted, without a network."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import offline
from tests.lifecycle.support import CommandLine

BIN = Path(sys.executable).parent
Make = Callable[..., str]
# The repository itself is installed as its Makefile says; what it needs is there.
INSTALL = ".venv/bin/python -m pip install --quiet --no-index --no-build-isolation --no-deps"


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """`make` in a folder whose virtual environment has what this interpreter has."""

    def run(folder: Path, *arguments: str) -> str:
        done = subprocess.run(
            ["make", f"INSTALL={INSTALL}", *arguments],
            cwd=folder,
            env={"PATH": os.environ["PATH"], **offline(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=280,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def environment(folder: Path) -> Path:
    """An environment of its own, so that nothing is installed into the one that runs the tests."""
    venv.create(folder, with_pip=False, symlinks=True)
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "shared.pth").write_text("\n".join(path for path in sys.path if path))
    script = folder / "bin" / "stackwright"
    script.write_text(f"#!{folder}/bin/python\nimport sys\nfrom stackwright.cli.main import main\nsys.exit(main())\n")
    script.chmod(0o755)
    return folder


def begin(folder: Path, stackwright: CommandLine, *arguments: str) -> None:
    folder.mkdir()
    environment(folder / ".venv")
    ran = stackwright("init", folder, "--name", "acme", *arguments)
    assert ran.code == 0, ran.err
    for ruff in (("check",), ("format", "--check")):
        done = subprocess.run([BIN / "ruff", *ruff, "--no-cache", "."], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_its_demo_and_its_tests_pass_at_once(tmp_path: Path, stackwright: CommandLine, make: Make) -> None:
    folder = tmp_path / "platform"
    begin(folder, stackwright)
    demo = make(folder, "demo")
    assert "2 parts: 2 unchanged · no changes" in demo
    assert demo.rstrip().endswith("Rehearsed. To play with it: stackwright rehearse hello -e dev --keep")
    assert " passed" in make(folder, "test")
    assert "SETTINGS-01" in make(folder, "preview", "ENVIRONMENT=prod"), "the repository's own policy has its say"


@pytest.mark.slow
def test_its_demo_runs_on_all_clouds(tmp_path: Path, stackwright: CommandLine, make: Make) -> None:
    folder = tmp_path / "platform"
    begin(folder, stackwright, *(word for it in ("private", "aws", "azure", "gcp") for word in ("--cloud", it)))
    assert "5 parts: 5 unchanged · no changes" in make(folder, "demo")


def test_a_long_name_keeps_it_tidy(tmp_path: Path, stackwright: CommandLine) -> None:
    begin(tmp_path / "platform", stackwright, "--name", "a-company-with-names", "--cloud", "gcp", "--cloud", "private")


def test_next_steps(tmp_path: Path, stackwright: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = stackwright("init", "acme-platform", "--cloud", "gcp")
    assert ran.code == 0
    first, *rest = ran.out.splitlines()
    assert first.startswith(f"Wrote acme-platform into {tmp_path / 'acme-platform'}: ")
    assert rest[-4:-1] == [
        "Next:",
        "  cd acme-platform",
        "  make demo    # rehearse the service hello on simulated clouds",
    ]
    assert (tmp_path / "acme-platform" / "components" / "acme_components" / "settings" / "gcp.py").is_file()
    again = stackwright("init", "acme-platform")
    assert again.code == 2
    assert "    Makefile\n" in again.err


@pytest.mark.skipif(sys.prefix == sys.base_prefix, reason="needs a virtual environment")
def test_the_environment_that_stackwright_is_installed_in_is_used(tmp_path: Path, stackwright: CommandLine) -> None:
    folder = tmp_path / "platform"
    assert "Linked .venv to " in stackwright("init", folder).out
    assert (folder / ".venv").resolve() == Path(sys.prefix).resolve()
    own = tmp_path / "other"
    environment(own / ".venv")
    assert "Linked" not in stackwright("init", own).out
