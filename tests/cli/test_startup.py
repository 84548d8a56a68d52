"""`--help` answers at once, because nothing heavy is imported for it; how quickly is measured in benchmarks/."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from stackwright.cli.main import COMMANDS, cli

HEAVY = {"pulumi", "grpc", "rich", "yaml", "jsonschema", "cryptography", "sqlite3", "asyncio", "stackwright.engine"}
STACKWRIGHT = Path(sys.executable).with_name("stackwright")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    program = (
        f"import sys; from stackwright.cli.main import main; main({arguments}); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not HEAVY.intersection(done.stderr.split())


def test_the_list_of_commands_says_what_the_commands_say() -> None:
    context = click.Context(cli)
    for name, line in COMMANDS.items():
        command = cli.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert line == " ".join((command.help or "").split("\n\n")[0].split()), name
        helpless = [option.name for option in command.params if isinstance(option, click.Option) and not option.help]
        assert not helpless, f"options of {name} without help"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("stackwright ", set(COMMANDS)),
        ("stackwright pre", {"preview"}),
        ("stackwright up ", {"shop", "billing", "pay"}),
        ("stackwright up sh", {"shop"}),
        ("stackwright up shop --eng", {"--engine"}),
    ],
)
def test_completion(line: str, expected: set[str], tmp_path: Path) -> None:
    for folder, name in (("shop", "shop"), ("billing", "pay")):
        (tmp_path / "stacks" / folder).mkdir(parents=True)
        (tmp_path / "stacks" / folder / "service.yaml").write_text(f"service: {name}\n")
    words = line.split(" ")
    done = subprocess.run(
        [STACKWRIGHT],
        env={
            "PATH": os.environ["PATH"],
            "_STACKWRIGHT_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert {found.partition(",")[2] for found in done.stdout.split()} == expected
