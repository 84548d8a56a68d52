"""The laws of walking a graph: order, blocking, one end for every part, and real overlap."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from stackwright.deploy.progress import GOOD, PartResult
from stackwright.deploy.runner import ReadyQueue
from stackwright.errors import Cancelled, EngineError


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, list[str]]:
    """Random acyclic graphs: a part needs only parts before it; the order given is shuffled."""
    count = draw(st.integers(0, 12))
    names = [f"p{number}" for number in range(count)]
    needs = {
        name: draw(st.lists(st.sampled_from(names[:at]), unique=True)) if at else [] for at, name in enumerate(names)
    }
    return {name: needs[name] for name in draw(st.permutations(names))}


class Log:
    """What happened, in order, as the runner's caller sees it; `states` are what each part is to end in."""

    def __init__(self, states: Mapping[str, str]) -> None:
        self.states = states
        self.acted: list[str] = []
        self.ended: list[PartResult] = []
        self.lock = threading.Lock()

    def act(self, part: str) -> PartResult:
        with self.lock:
            self.acted.append(part)
        if self.states[part] == "raises":
            raise EngineError("broken")
        return PartResult(part=part, state=self.states[part])

    def finish(self, result: PartResult) -> None:
        self.ended.append(result)


def ancestors(graph: Mapping[str, list[str]], part: str) -> set[str]:
    found: set[str] = set()
    frontier = list(graph[part])
    while frontier:
        other = frontier.pop()
        if other not in found:
            found.add(other)
            frontier.extend(graph[other])
    return found


@settings(deadline=None)
@given(data=st.data(), graph=graphs(), parallel=st.integers(1, 4))
def test_every_part_ends_once_in_order_and_only_the_failed_block(
    data: st.DataObject, graph: dict[str, list[str]], parallel: int
) -> None:
    ends = st.sampled_from(["succeeded", "unchanged", "skipped", "failed", "raises"])
    log = Log({part: data.draw(ends) for part in graph})
    running: list[str] = []

    def started(part: str) -> None:
        done = {result.part: result.state for result in log.ended}
        assert all(done.get(other) in GOOD for other in graph[part]), f"{part} began before what it needs ended well"
        running.append(part)
        assert len(running) - sum(result.part in running for result in log.ended) <= parallel

    results = ReadyQueue(parallel).walk(graph, log.act, started, log.finish)

    assert list(results) == list(graph)
    assert sorted(result.part for result in log.ended) == sorted(graph), "each part ends exactly once"
    assert sorted(log.acted) == sorted(running)
    broken = {part for part, state in log.states.items() if state in {"failed", "raises"}}
    for part, result in results.items():
        doomed = ancestors(graph, part) & broken
        assert (result.state == "blocked") == bool(doomed)
        if doomed:
            assert part not in log.acted
            assert result.reason in {f"{other} failed" for other in doomed}
        else:
            assert result.state == ("failed" if part in broken else log.states[part])


def test_independent_parts_overlap() -> None:
    """Both must be inside `act` at once, or the barrier breaks."""
    meeting = threading.Barrier(2, timeout=20)

    def act(part: str) -> PartResult:
        meeting.wait()
        return PartResult(part=part, state="succeeded")

    results = ReadyQueue(2).walk({"left": [], "right": []}, act, lambda _: None, lambda _: None)
    assert [result.state for result in results.values()] == ["succeeded", "succeeded"]


def test_a_failure_does_not_stop_what_is_independent() -> None:
    graph = {"broken": [], "behind": ["broken"], "further": ["behind"], "other": []}
    log = Log({"broken": "raises", "behind": "succeeded", "further": "succeeded", "other": "succeeded"})
    results = ReadyQueue(1).walk(graph, log.act, lambda _: None, log.finish)
    assert {part: result.state for part, result in results.items()} == {
        "broken": "failed",
        "behind": "blocked",
        "further": "blocked",
        "other": "succeeded",
    }
    assert results["further"].reason == "broken failed"
    assert results["broken"].reason == "broken"


def test_cancelling_lets_what_runs_end_and_starts_nothing_more() -> None:
    runner = ReadyQueue(1)

    def act(part: str) -> PartResult:
        runner.cancel()
        return PartResult(part=part, state="succeeded")

    results = runner.walk({"a": [], "b": [], "c": ["a"]}, act, lambda _: None, lambda _: None)
    assert {part: result.state for part, result in results.items()} == {
        "a": "succeeded",
        "b": "cancelled",
        "c": "cancelled",
    }


def test_a_part_that_was_cancelled_cancels_what_needs_it() -> None:
    def act(part: str) -> PartResult:
        if part == "a":
            raise Cancelled("stopped")
        return PartResult(part=part, state="succeeded")

    results = ReadyQueue(2).walk({"a": [], "b": ["a"], "c": []}, act, lambda _: None, lambda _: None)
    assert [result.state for result in results.values()] == ["cancelled", "cancelled", "succeeded"]


def test_a_bug_is_kept_and_stops_nobody_else() -> None:
    def act(part: str) -> PartResult:
        if part == "a":
            raise ZeroDivisionError
        return PartResult(part=part, state="succeeded")

    results = ReadyQueue(1).walk({"a": [], "b": []}, act, lambda _: None, lambda _: None)
    assert [result.state for result in results.values()] == ["failed", "succeeded"]
    assert isinstance(results["a"].bug, ZeroDivisionError)


def test_a_long_chain_is_no_problem() -> None:
    graph: dict[str, list[str]] = {"p0": []}
    graph |= {f"p{number}": [f"p{number - 1}"] for number in range(1, 5000)}
    log = Log(dict.fromkeys(graph, "succeeded") | {"p0": "failed"})
    results = ReadyQueue(2).walk(graph, log.act, lambda _: None, log.finish)
    assert results["p4999"].state == "blocked"
    assert log.acted == ["p0"]
