"""`stackwright new policy`: what it writes is a policy, tested by what is written in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.lifecycle.support import CommandLine

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def platform(tmp_path: Path, stackwright: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository as `stackwright init` writes it; packs run with the policies of this checkout."""
    assert stackwright("init", tmp_path / "platform", "--name", "acme").code == 0
    monkeypatch.chdir(tmp_path / "platform")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "policies"))
    return tmp_path / "platform"


def test_what_is_written_passes_its_own_test_until_it_is_made_into_something_else(
    platform: Path, stackwright: CommandLine
) -> None:
    made = {
        "buckets-are-owned": (),
        "accounts-are-owned": ("--cloud", "azure"),
        "gcp-is-owned": ("--cloud", "gcp"),
        "pods-are-owned": ("--cloud", "private"),
        "topics-are-owned": ("--type", "aws:sns/topic:Topic"),
    }
    for name, words in made.items():
        ran = stackwright("new", "policy", name, *words)
        assert (ran.code, ran.out.splitlines()) == (
            0,
            [
                f"Wrote policies/acme_policies/{name.replace('-', '_')}.py",
                f"Next: stackwright policy test --match {name.upper()}",
            ],
        ), ran.err
    ran = stackwright("policy", "test", "--match", "are-owned")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "4 policies, 20 examples: all are right."), ran.out
    for tool in (("ruff", "check", "--no-cache"), ("ruff", "format", "--check", "--no-cache")):
        subprocess.run([Path(sys.executable).parent / tool[0], *tool[1:], "policies"], cwd=platform, check=True)
    file = platform / "policies" / "acme_policies" / "topics_are_owned.py"
    file.write_text(
        file.read_text().replace(
            'why="it says nothing", type=TYPE', 'why="no key", type=TYPE, inputs=dict(tags={"owner": "me"})'
        )
    )
    ran = stackwright("policy", "test", "--match", "topics")
    assert ran.code == 1
    assert "no key (aws:sns/topic:Topic): it should be a violation, and it passes" in ran.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("Buckets",), "is no name for a policy"),
        (("settings-hold-no-secrets",), "is there already"),
        (("mine", "--type", "Bucket"), "'Bucket' is no type of a resource"),
        (("mine", "--pack", "stacks"), "there is no policy pack in stacks"),
    ],
)
def test_what_cannot_be_written_is_said(
    words: tuple[str, ...], says: str, platform: Path, stackwright: CommandLine
) -> None:
    ran = stackwright("new", "policy", *words)
    assert ran.code == 2
    assert says in ran.err


def test_one_of_several_packages_is_named(platform: Path, stackwright: CommandLine) -> None:
    other = platform / "policies" / "more"
    other.mkdir()
    (other / "__init__.py").write_text("POLICIES = ()\n")
    assert "which package of policies" in stackwright("new", "policy", "mine").err
    assert "Wrote policies/more/mine.py" in stackwright("new", "policy", "mine", "--pack", "policies/more").out
