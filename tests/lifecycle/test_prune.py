"""Parts that are gone or renamed: their stacks are listed, destroyed when asked, or take the new name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.lifecycle.support import CommandLine

PROGRAM = """
from pathlib import Path
import pulumi
import pulumi_random as random

name = pulumi.get_stack().partition(".")[2]
reads = (Path(__file__).parent / f"{name}.reads")
prefix = None
if reads.exists():
    other = pulumi.StackReference(f"organization/thing/{reads.read_text()}")
    prefix = other.require_output("name")
protect = (Path(__file__).parent / f"{name}.protect").exists()
pet = random.RandomPet("pet", prefix=prefix, opts=pulumi.ResourceOptions(protect=protect))
pulumi.export("name", pet.id)
"""
SERVICE = """
service: pets
owner: team-test
parts: {parts}
environments:
  dev: {{backend: "file://.stackwright/state", secrets: passphrase, providers: {{}}}}
"""
ABC = {"a": "{program: thing}", "b": "{program: thing, after: [a]}", "c": "{program: thing, after: [b]}"}


@pytest.fixture
def pets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three parts of one program, each of which reads the one before."""
    folder = tmp_path / "stacks/pets"
    (folder / "thing").mkdir(parents=True)
    (folder / "thing/Pulumi.yaml").write_text("name: thing\nruntime: python\n")
    (folder / "thing/__main__.py").write_text(PROGRAM)
    (folder / "thing/b.reads").write_text("dev.a")
    (folder / "thing/c.reads").write_text("dev.b")
    write(folder, ABC)
    monkeypatch.chdir(tmp_path)
    return folder


def write(folder: Path, parts: Mapping[str, str]) -> None:
    listed = "{" + ", ".join(f"{name}: {text}" for name, text in parts.items()) + "}"
    (folder / "service.yaml").write_text(SERVICE.format(parts=listed))


def stacks(folder: Path) -> list[str]:
    states = folder / ".stackwright/simulated/standing/state/.pulumi/stacks/thing"
    return sorted(path.name.removesuffix(".json") for path in states.glob("*.json"))


def test_what_has_no_part_any_more_is_listed_and_destroyed_when_asked(pets: Path, stackwright: CommandLine) -> None:
    assert stackwright("up", "pets", "--simulate").code == 0
    write(pets, {"a": ABC["a"]})
    ran = stackwright("preview", "pets", "--simulate")
    assert ran.out.startswith(
        "2 stacks have no part any more: dev.b, dev.c; 'stackwright up pets --simulate --prune' destroys them\n"
    )
    ran = stackwright("up", "pets", "--simulate", "--json")
    assert ran.code == 0
    assert ran.lines[0]["type"] == "note"
    assert stacks(pets) == ["dev.a", "dev.b", "dev.c"], "nothing goes unasked"
    assert stackwright("up", "pets", "a", "--simulate", "--prune").code == 2

    ran = stackwright("up", "pets", "--simulate", "--prune", "--json")
    assert ran.code == 0, ran.out
    assert list(ran.states("destroy").items()) == [("dev.c", "succeeded"), ("dev.b", "succeeded")]
    assert stacks(pets) == ["dev.a"]
    assert "no part any more" not in stackwright("preview", "pets", "--simulate").out


def test_what_others_still_read_is_not_pruned(pets: Path, stackwright: CommandLine) -> None:
    assert stackwright("up", "pets", "--simulate").code == 0
    write(pets, {"a": ABC["a"], "c": "{program: thing}"})
    ran = stackwright("up", "pets", "--simulate", "--prune")
    assert ran.code == 1
    assert "c still takes outputs of dev.b, which was kept" in ran.err
    assert stacks(pets) == ["dev.a", "dev.b", "dev.c"]


def test_a_protected_leftover_is_found_before_anything_starts(pets: Path, stackwright: CommandLine) -> None:
    (pets / "thing/b.protect").touch()
    (pets / "thing/b.reads").unlink()
    write(pets, {"b": "{program: thing}", "a": "{program: thing}"})
    assert stackwright("up", "pets", "--simulate").code == 0
    write(pets, {"a": "{program: thing}", "new": "{program: thing}"})
    ran = stackwright("up", "pets", "--simulate", "--prune")
    assert ran.code == 2
    assert "dev.b holds a protected resource" in ran.err
    assert stacks(pets) == ["dev.a", "dev.b"], "nothing was deployed either"


def test_destroy_takes_leftovers_where_they_belong_in_the_order(pets: Path, stackwright: CommandLine) -> None:
    assert stackwright("up", "pets", "--simulate").code == 0
    write(pets, {"a": ABC["a"], "c": "{program: thing}"})
    ran = stackwright("destroy", "pets", "--simulate", "--prune", "--json")
    assert ran.code == 0, ran.err
    assert list(ran.states("destroy")) == ["c", "dev.b", "a"]
    assert set(ran.states("destroy").values()) == {"succeeded"}
    assert stacks(pets) == ["dev.a", "dev.c"], "the stacks of parts stay, empty"


def test_protection_is_lifted_for_who_asks_and_the_state_before_is_kept(pets: Path, stackwright: CommandLine) -> None:
    (pets / "thing/a.protect").touch()
    (pets / "thing/c.protect").touch()
    assert stackwright("up", "pets", "--simulate").code == 0
    ran = stackwright("destroy", "pets", "a", "--simulate", "--unprotect")
    assert ran.code == 2, "what depends on it comes first"
    assert not list(pets.rglob("backups/thing/*.json"))
    ran = stackwright("destroy", "pets", "--simulate", "--unprotect")
    assert ran.code == 0, ran.err
    assert "a: no longer protected: random:RandomPet::pet; the state before is in " in ran.out
    assert len(list(pets.rglob("backups/thing/*.json"))) == 2


def test_a_renamed_part_keeps_what_it_has(pets: Path, stackwright: CommandLine) -> None:
    assert stackwright("up", "pets", "--simulate").code == 0
    write(pets, {"first": "{program: thing, was: a}", "b": "{program: thing, after: [first]}"})
    (pets / "thing/b.reads").write_text("dev.first")
    ran = stackwright("preview", "pets", "--simulate", "--json")
    assert ran.code == 0, ran.out
    assert ran.lines[0]["message"].startswith("1 stack has no part any more: dev.c;"), "the renamed one is no leftover"
    assert ran.summary("preview")["first"]["changes"] == {"same": 2}
    assert ran.summary("preview")["b"]["changes"].get("create") is None
    assert stacks(pets) == ["dev.a", "dev.b", "dev.c"], "a preview renames nothing"
    assert "first\n  name  " in stackwright("outputs", "pets", "--simulate").out

    ran = stackwright("up", "pets", "--simulate", "--prune", "--json")
    assert ran.code == 0, ran.out
    assert {"type": "note", "phase": "preview", "message": "Renamed: dev.a is now dev.first"} in ran.lines
    assert ran.states("up")["first"] == "unchanged"
    assert stacks(pets) == ["dev.b", "dev.first"]
    assert stackwright("up", "pets", "--simulate", "--json").states("up") == {"first": "unchanged", "b": "unchanged"}


def test_a_renaming_that_was_cut_off_is_completed(pets: Path, stackwright: CommandLine) -> None:
    assert stackwright("up", "pets", "a", "--simulate").code == 0
    states = pets / ".stackwright/simulated/standing/state/.pulumi/stacks/thing"
    before = {suffix: (states / f"dev.a{suffix}").read_bytes() for suffix in (".json", ".pulumi-tags")}
    write(pets, {"first": "{program: thing, was: [zero, a]}"})
    assert stackwright("refresh", "pets", "--simulate").code == 0
    assert stacks(pets) == ["dev.first"]
    for suffix, content in before.items():
        (states / f"dev.a{suffix}").write_bytes(content)
    ran = stackwright("up", "pets", "--simulate", "--json")
    assert ran.code == 0, ran.out
    assert stacks(pets) == ["dev.first"]
    assert ran.states("up") == {"first": "unchanged"}


def test_two_stacks_that_could_be_a_part_are_a_person_s_to_tell_apart(pets: Path, stackwright: CommandLine) -> None:
    (pets / "thing/b.reads").unlink()
    write(pets, {"a": "{program: thing}", "b": "{program: thing}"})
    assert stackwright("up", "pets", "--simulate").code == 0
    write(pets, {"b": "{program: thing, was: a}"})
    ran = stackwright("up", "pets", "--simulate")
    assert ran.code == 2
    assert "both dev.a and dev.b have resources; b can be one of them" in ran.err
    assert "service.yaml:4:" in ran.err
    assert stacks(pets) == ["dev.a", "dev.b"]
