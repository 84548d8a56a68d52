"""What a pack is given beside the resources: of secrets, nothing that another process could read."""

from __future__ import annotations

from pathlib import Path

import pulumi
import pytest

from stackwright.engine.embedded.isolation import environment
from stackwright.engine.events import PolicyViolated
from stackwright.engine.policy.guard import Guard, Scene
from stackwright.engine.policy.pool import PackPool
from stackwright.engine.protocol import ConfigValue, Options, PolicyPack
from tests.engine.embedded.support import Bench, Thing

PACKS = Path(__file__).parent / "packs"
CANARY = "HUSHHUSH"


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads what Linux shows of processes")
def test_neither_environment_nor_arguments_of_a_pack_hold_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", CANARY)
    config = {"demo:key": (CANARY, True), "demo:size": ("3", False)}
    pool = PackPool()
    started: list[int] = []
    real = pool.take

    def take(folder: Path, variables: dict[str, str]) -> object:
        process = real(folder, variables)
        started.append(process.pid)
        return process

    monkeypatch.setattr(pool, "take", take)
    variables = environment({"PULUMI_CONFIG_PASSPHRASE": CANARY}, inherit=True)
    scene = Scene("demo", "dev", preview=True, config=config)
    guard = Guard([PolicyPack(path=PACKS / "official")], pool, scene, variables)
    try:
        [pid] = started
        seen = Path(f"/proc/{pid}/environ").read_bytes() + Path(f"/proc/{pid}/cmdline").read_bytes()
        assert CANARY.encode() not in seen
        assert b'PULUMI_CONFIG={"demo:size": "3"}' in seen
        assert b"PULUMI_STACK=dev" in seen
    finally:
        guard.close()


def test_no_event_of_a_run_with_policies_holds_a_secret() -> None:
    """Not the finding that quotes it, not the remedy that copies it, not the state."""
    bench = Bench(
        lambda: Thing("loud", note="LOUD", key=pulumi.Output.secret(CANARY), size=11),
        config={"demo:key": ConfigValue(CANARY, secret=True)},
    )
    pack = PolicyPack(path=PACKS / "official", levels={"no-shouting": "remediate", "not-large": "advisory"})
    outcome = bench.up(None, Options(policy_packs=(pack,)))
    assert outcome.result == "succeeded"
    assert any(isinstance(event, PolicyViolated) for event in bench.events)
    assert CANARY not in repr(bench.events)
    assert CANARY not in repr(bench.resources())
