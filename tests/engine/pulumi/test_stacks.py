"""The official CLI's stacks as a whole: listed, renamed with their configuration, exported with their secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stackwright.engine.protocol import Stack
from stackwright.engine.pulumi import PulumiEngine
from stackwright.wire.values import SECRET, SIGNATURE

pytestmark = [pytest.mark.cli, pytest.mark.slow]


def test_a_stack_is_listed_renamed_and_shown_with_its_secrets(
    tmp_path: Path, clean_environment: Mapping[str, str]
) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("{name: tiny, runtime: python}")
    engine = PulumiEngine()
    stack = Stack(name="dev.old", project="tiny", directory=folder, backend=(tmp_path / "state").as_uri())
    assert engine.stacks(stack) == []
    root = {
        "urn": "urn:pulumi:dev.old::tiny::pulumi:pulumi:Stack::tiny-dev.old",
        "custom": False,
        "type": "pulumi:pulumi:Stack",
        "outputs": {"key": {SIGNATURE: SECRET, "plaintext": '"canary"'}},
    }
    engine.import_(stack, {"version": 3, "deployment": {"manifest": {}, "resources": [root]}})
    (folder / "Pulumi.dev.old.yaml").write_text("config: {tiny:size: 3}\n")

    engine.rename(stack, "dev.new")
    assert engine.stacks(stack) == ["dev.new"]
    assert (folder / "Pulumi.dev.new.yaml").is_file()
    assert not (folder / "Pulumi.dev.old.yaml").exists()
    shown: Any = engine.export(replace(stack, name="dev.new"), show_secrets=True)
    [found] = shown["deployment"]["resources"]
    assert found["urn"] == "urn:pulumi:dev.new::tiny::pulumi:pulumi:Stack::tiny-dev.new"
    assert found["outputs"] == {"key": {SIGNATURE: SECRET, "plaintext": '"canary"'}}
    assert not any(b"canary" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
