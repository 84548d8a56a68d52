"""How long an `up` of five resources takes in a process that has done it before, with state and cloud in memory."""

from __future__ import annotations

import itertools
from pathlib import Path

from benchmarks.timing import against, measured
from stackwright.engine.embedded import EmbeddedEngine
from stackwright.engine.protocol import Stack
from stackwright.engine.state.store import MemoryStore
from stackwright.simcloud import SimulatedHost, open_host

FIVE = Path(__file__).parent / "five"
_ENVIRONMENT = {"PULUMI_CONFIG_PASSPHRASE": "benchmark"}


def run() -> None:
    hosts: list[SimulatedHost] = []

    def host() -> SimulatedHost:
        hosts.append(open_host(":memory:", "benchmark"))
        return hosts[-1]

    engine = EmbeddedEngine(host, store=MemoryStore())
    numbers = itertools.count()

    def stack(number: int) -> Stack:
        return Stack(name=f"s{number}", project="five", directory=FIVE, backend="memory:", environment=_ENVIRONMENT)

    def create() -> None:
        outcome = engine.up(stack(next(numbers)), lambda _: None)
        assert outcome.result == "succeeded", outcome.error
        assert outcome.changes["create"] == 6, outcome.changes  # the stack and its five

    timings = measured({"up": create}, rounds=30, warm=3)
    against("five resources, `up`, warm, in memory", timings["up"], 0.020)
