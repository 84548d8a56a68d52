"""A small service of plain Pulumi programs, and the command line called as a person calls it.

    base ── middle ──┐
               side ─┴─ leaf

A program fails while a file `fail` lies in its folder, and waits while a file `wait` does.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from stackwright.cli.main import main

_START = """
import time
from pathlib import Path

import pulumi
import pulumi_random as random

here = Path(__file__).parent
if (here / "fail").exists():
    raise RuntimeError("told to fail")
"""
PROGRAMS: Mapping[str, str] = {
    "base": """
        pet = random.RandomPet("pet")
        password = random.RandomPassword("password", length=20)

        def wait(name: str) -> str:
            (here / "waiting").touch()
            while (here / "wait").exists():
                time.sleep(0.02)
            return name

        random.RandomPet("late", prefix=pet.id.apply(wait) if (here / "wait").exists() else pet.id)
        pulumi.export("name", pet.id)
        pulumi.export("password", password.result)
    """,
    "middle": """
        base = pulumi.StackReference("organization/base/dev")
        random.RandomPet("pet", prefix=base.require_output("name"))
        random.RandomPet("secret", prefix=base.require_output("password"))
        pulumi.export("secret", base.require_output("password"))
    """,
    "leaf": """
        middle = pulumi.StackReference("organization/middle/dev")
        side = pulumi.StackReference("organization/side/dev")
        random.RandomPet("pet", prefix=side.require_output("region"), keepers={"of": middle.require_output("secret")})
    """,
    "side": """
        random.RandomPet("pet")
        pulumi.export("region", "north")
    """,
}
SERVICE = """
service: tiny
owner: team-test
parts:
  base: {program: base, stack: dev}
  middle: {program: middle, stack: dev, after: [base]}
  leaf: {program: leaf, stack: dev, after: [middle, side]}
  side: {program: side, stack: dev}
environments:
  dev:
    backend: file://.stackwright/state
    secrets: passphrase
    providers: {}
"""


def write_tiny(folder: Path) -> Path:
    """The service in `folder`/stacks/tiny; returns that."""
    root = folder / "stacks" / "tiny"
    write_programs(root, PROGRAMS)
    (root / "service.yaml").write_text(SERVICE)
    return root


def write_programs(folder: Path, programs: Mapping[str, str]) -> None:
    """A Pulumi project of its own for each."""
    for name, program in programs.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "Pulumi.yaml").write_text(f"name: {name}\nruntime: python\n")
        (folder / name / "__main__.py").write_text(_START + textwrap.dedent(program))


@dataclass(frozen=True)
class Ran:
    """What one command said: its code, and with --json its lines."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    def summary(self, phase: str) -> dict[str, dict[str, Any]]:
        """Each part's end in `phase`."""
        [line] = [line for line in self.lines if line["type"] == "summary" and line["phase"] == phase]
        return {part["part"]: part for part in line["parts"]}

    def states(self, phase: str) -> dict[str, str]:
        return {name: part["state"] for name, part in self.summary(phase).items()}

    def steps(self, phase: str, part: str) -> dict[str, dict[str, Any]]:
        """What was done to each resource of a part, by URN."""
        return {
            line["urn"]: line
            for line in self.lines
            if line["type"] == "step" and (line["phase"], line["part"], line["status"]) == (phase, part, "done")
        }


@dataclass(frozen=True)
class CommandLine:
    """`stackwright …`, in this process."""

    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str | Path) -> Ran:
        self.capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        shown = self.capsys.readouterr()
        return Ran(code, shown.out, shown.err)
