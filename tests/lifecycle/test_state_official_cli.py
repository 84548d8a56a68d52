"""States edited, moved, renamed and pruned with the official CLI, on the simulated clouds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lifecycle.support import CommandLine
from tests.lifecycle.test_prune import pets, stacks, write
from tests.lifecycle.test_state import PASSWORD

__all__ = ["pets"]
pytestmark = [pytest.mark.cli, pytest.mark.slow]
OFFICIAL = ("--simulate", "--engine", "pulumi")


def test_a_move_keeps_secrets_secret_and_the_resource_itself(tiny: Path, stackwright: CommandLine) -> None:
    assert stackwright("up", "tiny", "base", "--simulate").code == 0
    clear = json.loads(stackwright("outputs", "tiny", "base", "--simulate", "--json", "--show-secrets").out)
    password = clear["parts"]["base"]["outputs"]["password"]
    ran = stackwright("state", "move", "tiny", "base", "password", "--to", "side", *OFFICIAL)
    assert ran.code == 0, ran.err
    world = tiny / ".stackwright"
    assert not [path for path in world.rglob("*") if path.is_file() and password.encode() in path.read_bytes()]
    side = tiny / "side/__main__.py"
    side.write_text(side.read_text() + PASSWORD + 'pulumi.export("password", password.result)\n')
    ran = stackwright("up", "tiny", "side", *OFFICIAL, "--json")
    assert ran.code == 0, ran.out
    assert "password" not in {urn.rpartition("::")[2] for urn in ran.steps("up", "side")}
    clear = json.loads(stackwright("outputs", "tiny", "side", "--simulate", "--json", "--show-secrets").out)
    assert clear["parts"]["side"]["outputs"]["password"] == password


def test_leftovers_and_renamed_parts(pets: Path, stackwright: CommandLine) -> None:
    assert stackwright("up", "pets", "--simulate").code == 0
    write(pets, {"first": "{program: thing, was: a}"})
    ran = stackwright("up", "pets", *OFFICIAL, "--prune", "--json")
    assert ran.code == 0, ran.out + ran.err
    assert ran.states("up") == {"first": "unchanged"}
    assert list(ran.states("destroy")) == ["dev.c", "dev.b"]
    assert stacks(pets) == ["dev.first"]


REAL = """
import pulumi

class Box(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("my:index:Box", name, {}, opts)
        self.register_outputs({})

outer = Box("outer")
Box("inner", pulumi.ResourceOptions(parent=outer, protect=True))
pulumi.export("name", pulumi.get_stack())
pulumi.export("token", pulumi.Output.secret("canary"))
"""


def test_a_real_backend(pets: Path, stackwright: CommandLine) -> None:
    (pets / "thing/__main__.py").write_text(REAL)
    write(pets, {"a": "{program: thing}", "b": "{program: thing}"})
    assert stackwright("up", "pets", "--yes").code == 0
    ran = stackwright("state", "unprotect", "pets", "a", "my:Box::inner", "--yes", "--json")
    assert ran.code == 0, ran.err
    [backup] = (pets / "thing/.stackwright/backups").rglob("*.json")
    assert json.loads(ran.out)["backups"] == [str(backup)]
    assert "canary" not in backup.read_text()

    write(pets, {"first": "{program: thing, was: a}"})
    ran = stackwright("preview", "pets", "--json")
    assert ran.code == 0, ran.err
    assert ran.summary("preview")["first"]["state"] in {"unchanged", "succeeded"}
    assert ran.summary("preview")["first"]["changes"].get("create") is None
    ran = stackwright("up", "pets", "--yes", "--prune", "--json")
    assert ran.code == 2, "what is protected is not pruned"
    assert stackwright("state", "unprotect", "pets", "first", "--all", "--yes").code == 0
    ran = stackwright("destroy", "pets", "--yes", "--prune", "--unprotect", "--json")
    assert ran.code == 0, ran.err
    assert set(ran.states("destroy")) == {"first", "dev.b"}
    findings = json.loads(stackwright("doctor", "pets", "--json").out)["findings"]
    assert [each for each in findings if each["level"] == "fail"] == []
