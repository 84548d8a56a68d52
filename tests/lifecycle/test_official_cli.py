"""The same commands with the official CLI: on simulated clouds, and where a real run must not even begin."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.lifecycle.support import CommandLine

pytestmark = pytest.mark.cli


def files_in(folder: Path) -> list[Path]:
    """All but what Python itself caches."""
    return sorted(path for path in folder.rglob("*") if "__pycache__" not in path.parts)


def test_what_is_not_deployed_is_previewed_whole_and_nothing_is_written(tiny: Path, stackwright: CommandLine) -> None:
    before = {path: path.read_text() for path in tiny.glob("*/*.yaml")}
    arguments = ("tiny", "middle", "--with-dependencies", "--simulate", "--engine", "pulumi", "--json")
    ran = stackwright("preview", *arguments)
    assert ran.code == 0, ran.err
    assert ran.states("preview") == {"base": "succeeded", "middle": "succeeded"}
    middle = {urn.rpartition("::")[2]: step["new"] for urn, step in ran.steps("preview", "middle").items()}
    assert middle["pet"]["prefix"] == "[unknown]"
    assert middle["secret"]["prefix"] == "[secret]"
    assert {path: path.read_text() for path in tiny.glob("*/*.yaml")} == before
    assert not list((tiny / ".stackwright/simulated/standing/state").rglob("*.json"))


def test_a_real_stack_is_deployed_where_nothing_needs_a_cloud_and_a_wrong_passphrase_stops_before_anything_starts(
    tiny: Path, stackwright: CommandLine, monkeypatch: pytest.MonkeyPatch, clean_environment: Mapping[str, str]
) -> None:
    """A program of outputs only: real backend, real CLI, no provider."""
    (tiny / "side/__main__.py").write_text(
        "import pulumi\n\npulumi.export('region', 'north')\npulumi.export('key', pulumi.Output.secret('s3cret'))\n"
    )
    before = files_in(tiny)
    assert stackwright("preview", "tiny", "side").code == 0
    assert files_in(tiny) == before, "a preview writes nothing, not even where the state is to be"
    ran = stackwright("up", "tiny", "side", "--yes")
    assert ran.code == 0, ran.out + ran.err
    assert (tiny / ".stackwright/state/.pulumi/stacks/side/dev.json").is_file()
    assert "s3cret" not in ran.out + ran.err
    shown = stackwright("outputs", "tiny", "side").out
    assert "key     [secret]" in shown
    assert "region  north" in shown
    state = (tiny / ".stackwright/state/.pulumi/stacks/side/dev.json").read_bytes()
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "wrong")
    for command in ("up", "destroy"):
        ran = stackwright(command, "tiny", "side", "--yes")
        assert ran.code == 2, ran.out + ran.err
        assert "stack dev: incorrect passphrase" in ran.err
        assert "PULUMI_CONFIG_PASSPHRASE" in ran.err
        assert "running" not in ran.out
    assert (tiny / ".stackwright/state/.pulumi/stacks/side/dev.json").read_bytes() == state
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", clean_environment["PULUMI_CONFIG_PASSPHRASE"])
    assert stackwright("destroy", "tiny", "side", "--yes").code == 0
