"""Commands limited to some resources, named as a person names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lifecycle.support import CommandLine
from tests.lifecycle.test_refresh import cloud, drift, held, store
from tests.lifecycle.test_small_service import protect

__all__ = ["store"]


def test_a_refresh_reads_what_it_is_told_to(store: Path, stackwright: CommandLine) -> None:
    assert stackwright("up", "tiny", "side", "--simulate").code == 0
    assert stackwright("up", "tiny", "base", "--simulate").code == 0
    drift(store)
    ran = stackwright("refresh", "tiny", "--simulate", "--target", "aws:s3:Bucket::logs", "--json")
    assert ran.code == 0, ran.out
    assert [urn.rpartition("::")[2] for urn in ran.steps("refresh", "side") if "providers" not in urn] == ["logs"]
    assert ran.summary("refresh")["base"]["reason"] == "no target is in it"
    ran = stackwright("refresh", "tiny", "side", "--simulate", "--json")
    assert [step["op"] for urn, step in ran.steps("refresh", "side").items() if urn.endswith("::closed")] == ["delete"]


def test_a_destroy_deletes_what_it_is_told_to(store: Path, stackwright: CommandLine) -> None:
    protect(store)
    assert stackwright("up", "tiny", "--simulate").code == 1, "leaf does not find its region"
    ran = stackwright("destroy", "tiny", "--simulate", "--target", "closed", "--json")
    assert ran.code == 0, ran.err
    assert {name: part["reason"] for name, part in ran.summary("destroy").items()}["base"] == "no target is in it"
    left = stackwright("state", "list", "tiny", "side", "--simulate").out
    assert "Bucket::logs" in left
    assert "closed" not in left
    with cloud(store) as aws:
        assert held(aws, "logs")
    ran = stackwright("destroy", "tiny", "base", "--simulate", "--target", "late")
    assert ran.code == 0, ran.err
    urn = "urn:pulumi:dev::base::random:index/randomPet:RandomPet::pet"
    ran = stackwright("destroy", "tiny", "base", "--simulate", "--target", urn)
    assert ran.code == 2
    assert f"base holds a protected resource: {urn}" in ran.err


def test_a_destroy_leaves_what_it_is_told_to(store: Path, stackwright: CommandLine) -> None:
    assert stackwright("up", "tiny", "base", "--simulate").code == 0
    ran = stackwright("destroy", "tiny", "base", "--simulate", "--exclude", "pet")
    assert ran.code == 0, ran.err
    left = stackwright("state", "list", "tiny", "base", "--simulate").out
    assert "RandomPet::pet" in left
    assert "late" not in left


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--target", "late", "--exclude", "pet"), "--target and --exclude do not go together"),
        (("--target-dependents",), "--target-dependents says nothing without --target"),
        (("--exclude-dependents",), "--exclude-dependents says nothing without --exclude"),
    ],
)
def test_limits_must_fit_together(tiny: Path, stackwright: CommandLine, words: tuple[str, ...], said: str) -> None:
    ran = stackwright("preview", "tiny", "--simulate", *words)
    assert ran.code == 2
    assert said in ran.err


def test_what_is_meant_must_be_clear(tiny: Path, stackwright: CommandLine) -> None:
    stackwright("up", "tiny", "middle", "--with-dependencies", "--simulate")
    for name, said in (
        ("pet", "'pet' is in base, middle\n  Say which:\n    urn:pulumi:dev::base::"),
        ("latte", "no resource 'latte' is deployed in base, middle, side, leaf\n  Did you mean 'late'?"),
        ("urn:pulumi:prod::base::a:b:C::d", "is in no stack of this command"),
    ):
        for command in ("refresh", "destroy", "up", "preview"):
            ran = stackwright(command, "tiny", "--simulate", "--target", name)
            assert ran.code == 2, (command, name)
            assert said in ran.err
    ran = stackwright("up", "tiny", "--simulate", "--prune", "--target", "late")
    assert ran.code == 2
    assert "--prune is about the whole service" in ran.err


@pytest.mark.cli
@pytest.mark.slow
def test_an_up_with_the_official_cli_creates_what_it_is_told_to(tiny: Path, stackwright: CommandLine) -> None:
    urn = "urn:pulumi:dev::base::random:index/randomPassword:RandomPassword::password"
    ran = stackwright("up", "tiny", "base", "--simulate", "--engine", "pulumi", "--target", urn, "--json")
    names = [each.rpartition("::")[2] for each in ran.steps("up", "base")]
    assert "password" in names, ran.out
    assert "pet" not in names
