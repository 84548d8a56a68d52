"""Stacks that are locked, broken, guarded or only partly meant."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pulumi
import pytest

from stackwright.engine.protocol import ConfigValue, Options
from stackwright.engine.state.store import FileStore, StackId
from stackwright.errors import EngineError, StackLocked, StateError
from tests.engine.embedded.support import Bench, Thing


def pair() -> None:
    first = Thing("first", size=1)
    Thing("second", size=first.address)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(pair, backend=f"file://{tmp_path}/state")


def checkpoint(tmp_path: Path) -> Path:
    return tmp_path / "state/.pulumi/stacks/demo/dev.json"


def test_a_locked_stack_is_left_alone_but_may_be_previewed(bench: Bench, tmp_path: Path) -> None:
    bench.up()
    before = checkpoint(tmp_path).read_bytes()

    with FileStore(tmp_path / "state").lock(StackId("demo", "dev")):
        for method in (bench.up, bench.refresh, bench.destroy):
            with pytest.raises(StackLocked, match="is locked by"):
                method(options=Options(lock_timeout=0))
        with pytest.raises(StackLocked):
            bench.engine.remove(bench.stack)
        assert bench.preview().result == "succeeded"

    assert checkpoint(tmp_path).read_bytes() == before
    assert bench.up().result == "succeeded"


@pytest.mark.parametrize("content", [b"", b"not json", b'{"version": 9, "checkpoint": {}}'])
def test_a_broken_checkpoint_is_refused_and_not_overwritten(bench: Bench, tmp_path: Path, content: bytes) -> None:
    bench.up()
    checkpoint(tmp_path).write_bytes(content)

    for method in (bench.preview, bench.up, bench.refresh, bench.destroy):
        with pytest.raises(StateError):
            method()
        assert bench.events == []
    with pytest.raises(StateError):
        bench.engine.outputs(bench.stack)

    assert checkpoint(tmp_path).read_bytes() == content
    assert not list((tmp_path / "state/.pulumi/locks").rglob("*.json"))


def test_other_secrets_providers_and_backends_are_refused(bench: Bench) -> None:
    bench.stack = replace(bench.stack, secrets_provider="awskms://alias/x")
    with pytest.raises(EngineError, match="awskms://alias/x"):
        bench.up()
    bench.stack = replace(bench.stack, secrets_provider="passphrase", backend="s3://bucket")
    with pytest.raises(EngineError, match="files only"):
        bench.preview()


def test_tags_are_kept(bench: Bench, tmp_path: Path) -> None:
    bench.stack = replace(bench.stack, tags={"stackwright:clouds": "simulated"})
    bench.up()

    assert "simulated" in checkpoint(tmp_path).with_suffix(".pulumi-tags").read_text()


def test_an_export_can_be_imported_and_another_stacks_cannot(bench: Bench) -> None:
    bench.up()
    exported = bench.engine.export(bench.stack)
    assert exported is not None

    with pytest.raises(StateError, match="another stack"):
        bench.engine.import_(replace(bench.stack, name="other"), exported)
    bench.engine.import_(bench.stack, exported)

    assert bench.up().changes == {"same": 3}


def test_an_import_that_is_no_deployment_is_refused(bench: Bench) -> None:
    with pytest.raises(StateError, match="needs `version` and `deployment`"):
        bench.engine.import_(bench.stack, {"version": 3})


def test_secret_configuration_is_masked_in_every_message(bench: Bench) -> None:
    def leak() -> None:
        key = pulumi.Config().require("key")
        print(f"the key is {key}")
        raise ValueError(f"{key} is wrong")

    bench.stack = replace(bench.stack, config={"demo:key": ConfigValue("hunter2", secret=True)})

    outcome = bench.up(leak)

    assert bench.said("info") == ["the key is [secret]"]
    assert "ValueError: [secret] is wrong" in (outcome.error or "")
    assert "hunter2" not in str(bench.events) + str(outcome)
