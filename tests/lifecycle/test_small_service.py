"""The life of a small service on simulated clouds, with the embedded engine, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.lifecycle.support import CommandLine

ALL = ("base", "side", "middle", "leaf")


def same(state: str) -> dict[str, str]:
    return dict.fromkeys(ALL, state)


def protect(tiny: Path) -> None:
    """Protect a resource of the part that all others stand on."""
    program = tiny / "base/__main__.py"
    protected = 'RandomPet("pet", opts=pulumi.ResourceOptions(protect=True))'
    program.write_text(program.read_text().replace('RandomPet("pet")', protected))


def resource(steps: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
    [found] = [step for urn, step in steps.items() if urn.endswith(f"::{name}")]
    return found


def test_what_is_not_deployed_is_previewed_whole(tiny: Path, stackwright: CommandLine) -> None:
    ran = stackwright("preview", "tiny", "--simulate", "--json")
    assert ran.code == 0, ran.err
    assert ran.states("preview") == same("succeeded")
    middle = ran.steps("preview", "middle")
    assert resource(middle, "pet")["new"]["prefix"] == "[unknown]"
    assert resource(middle, "secret")["new"]["prefix"] == "[secret]"
    leaf = resource(ran.steps("preview", "leaf"), "pet")["new"]
    assert leaf["prefix"] == "north", "what is known before anything exists is known behind it, too"
    assert leaf["keepers"] == {"of": "[secret]"}
    assert not list((tiny / ".stackwright/simulated/standing/state").rglob("*.json")), "a preview writes no state"
    assert not list((tiny / ".stackwright/simulated/standing/previews").iterdir())


def test_a_program_is_configured_with_the_inputs_of_its_part(tiny: Path, stackwright: CommandLine) -> None:
    (tiny / "side/__main__.py").write_text(
        "import pulumi\n\nconfig = pulumi.Config()\n"
        'pulumi.export("region", config.require("region"))\npulumi.export("zones", config.require_object("zones"))\n'
    )
    (tiny / "side/Pulumi.dev.yaml").write_text("config:\n  side:region: south\n")
    file = tiny / "service.yaml"
    text = file.read_text().replace(
        "side: {program: side, stack: dev}",
        "side: {program: side, stack: dev, inputs: {region: north, zones: {count: 2}}}",
    )
    file.write_text(
        text.replace("    providers: {}", "    providers: {}\n    parts: {side: {inputs: {zones: {count: 3}}}}")
    )
    ran = stackwright("up", "tiny", "side", "--simulate")
    assert ran.code == 0, ran.err
    shown = stackwright("outputs", "tiny", "side", "--simulate", "--json")
    assert json.loads(shown.out)["parts"]["side"]["outputs"] == {"region": "north", "zones": {"count": 3}}


def test_up_again_changes_nothing_and_a_preview_says_so(tiny: Path, stackwright: CommandLine) -> None:
    assert stackwright("up", "tiny", "--simulate", "--json").states("up") == same("succeeded")
    assert stackwright("up", "tiny", "--simulate", "--json").states("up") == same("unchanged")
    ran = stackwright("preview", "tiny", "--simulate")
    assert ran.code == 0
    assert "4 unchanged · no changes" in ran.out
    assert ran.out.endswith("Nothing to change.\n")


def test_a_failure_blocks_only_what_depends_on_it_and_up_again_continues(tiny: Path, stackwright: CommandLine) -> None:
    (tiny / "middle/fail").touch()
    ran = stackwright("up", "tiny", "--simulate", "--json")
    assert ran.code == 1
    assert ran.states("up") == {"base": "succeeded", "middle": "failed", "side": "succeeded", "leaf": "blocked"}
    reason = ran.summary("up")["middle"]["reason"]
    assert "RuntimeError: told to fail" in reason
    assert 'middle/__main__.py", line' in reason, "the user's frame"
    assert "site-packages" not in reason, "nobody else's"
    assert ran.summary("up")["leaf"]["reason"] == "middle failed"
    (tiny / "middle/fail").unlink()
    ran = stackwright("up", "tiny", "--simulate", "--json")
    assert ran.code == 0
    assert ran.states("up") == {"base": "unchanged", "side": "unchanged", "middle": "succeeded", "leaf": "succeeded"}


def test_a_locked_stack_says_who_and_since_when_and_destroy_can_be_repeated(
    tiny: Path, stackwright: CommandLine
) -> None:
    assert stackwright("up", "tiny", "--simulate").code == 0
    lock = tiny / ".stackwright/simulated/standing/state/.pulumi/locks/organization/middle/dev/other.json"
    lock.parent.mkdir(parents=True, exist_ok=True)
    holder = {"pid": 1, "username": "ada", "hostname": "elsewhere", "timestamp": "2026-11-20T10:00:00Z"}
    lock.write_text(json.dumps(holder))
    ran = stackwright("destroy", "tiny", "--simulate", "--json")
    assert ran.code == 1
    assert ran.states("destroy") == {"leaf": "succeeded", "side": "succeeded", "middle": "failed", "base": "blocked"}
    assert "ada@elsewhere (pid 1) since 2026-11-20T10:00:00Z" in ran.summary("destroy")["middle"]["reason"]
    lock.unlink()
    ran = stackwright("destroy", "tiny", "--simulate", "--json")
    assert ran.code == 0, ran.out
    assert ran.states("destroy") == {
        "leaf": "unchanged",
        "side": "unchanged",
        "middle": "succeeded",
        "base": "succeeded",
    }


def test_a_protected_resource_is_named_before_the_first_delete(tiny: Path, stackwright: CommandLine) -> None:
    protect(tiny)
    assert stackwright("up", "tiny", "--simulate").code == 0
    ran = stackwright("destroy", "tiny", "--simulate")
    assert ran.code == 2
    assert "base holds a protected resource: urn:pulumi:dev::base::random:index/randomPet:RandomPet::pet" in ran.err
    assert "stackwright simulate -- pulumi state unprotect" in ran.err
    outputs = json.loads(stackwright("outputs", "tiny", "--simulate", "--json").out)
    assert all(part["deployed"] for part in outputs["parts"].values()), "nothing was deleted"


def test_protection_is_no_obstacle_to_a_rehearsal_but_told(tiny: Path, stackwright: CommandLine) -> None:
    protect(tiny)
    ran = stackwright("rehearse", "tiny", "base")
    assert ran.code == 0, ran.err
    assert "base: pet is protected; a real destroy would stop at it" in ran.out
    assert "1 succeeded · 4 deleted" in ran.out


def test_one_part_needs_what_it_stands_on(tiny: Path, stackwright: CommandLine) -> None:
    ran = stackwright("up", "tiny", "middle", "--simulate")
    assert ran.code == 2
    assert "middle needs base, which is not deployed in dev\n  Add --with-dependencies." in ran.err
    ran = stackwright("up", "tiny", "middle", "--simulate", "--with-dependencies", "--json")
    assert ran.states("up") == {"base": "succeeded", "middle": "succeeded"}
    ran = stackwright("destroy", "tiny", "base", "--simulate")
    assert ran.code == 2
    assert "middle would lose what it stands on: base\n  Add --with-dependents" in ran.err
    ran = stackwright("destroy", "tiny", "base", "--simulate", "--with-dependents", "--json")
    assert ran.states("destroy") == {"leaf": "unchanged", "middle": "succeeded", "base": "succeeded"}


def test_outputs_hide_secrets_unless_asked(tiny: Path, stackwright: CommandLine) -> None:
    ran = stackwright("outputs", "tiny", "--simulate")
    assert "base  (not deployed)" in ran.out
    assert "Next: stackwright up tiny --simulate" in ran.out
    stackwright("up", "tiny", "base", "--simulate")
    shown = stackwright("outputs", "tiny", "base", "--simulate").out
    assert "  name      " in shown
    assert "  password  [secret]\n" in shown
    document = json.loads(stackwright("outputs", "tiny", "base", "--simulate", "--json").out)
    assert document["parts"]["base"]["outputs"]["password"] == "[secret]"
    clear = json.loads(stackwright("outputs", "tiny", "base", "--simulate", "--json", "--show-secrets").out)
    password = clear["parts"]["base"]["outputs"]["password"]
    assert len(password) == 20
    assert password in stackwright("outputs", "tiny", "base", "--simulate", "--show-secrets").out


def test_a_rehearsal_leaves_nothing_unless_it_is_kept(tiny: Path, stackwright: CommandLine) -> None:
    ran = stackwright("rehearse", "tiny")
    assert ran.code == 0, ran.out + ran.err
    assert not list((tiny / ".stackwright/simulated").glob("*"))
    assert "password  [secret]" in ran.out
    ran = stackwright("rehearse", "tiny", "side", "--keep")
    assert ran.code == 0
    assert "It stands. Next: stackwright outputs tiny side --simulate" in ran.out
    assert "region  north" in stackwright("outputs", "tiny", "side", "--simulate").out


def test_a_rehearsal_fails_where_a_second_up_changes_something(tiny: Path, stackwright: CommandLine) -> None:
    program = tiny / "side/__main__.py"
    program.write_text(
        program.read_text().replace('RandomPet("pet")', 'RandomPet("pet", keepers={"now": str(time.time())})')
    )
    ran = stackwright("rehearse", "tiny", "side")
    assert ran.code == 1
    assert "✗ side changed again, though nothing was edited:" in ran.out
    assert "keepers" in ran.out.split("changed again")[1]
    assert not list((tiny / ".stackwright/simulated").glob("rehearsal-*"))


def test_a_rehearsal_of_one_part_brings_what_it_stands_on(tiny: Path, stackwright: CommandLine) -> None:
    ran = stackwright("rehearse", "tiny", "middle", "--json")
    assert ran.code == 0, ran.err
    assert ran.states("check") == {"base": "unchanged", "middle": "unchanged"}
