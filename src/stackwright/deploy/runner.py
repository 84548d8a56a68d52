"""Walking a graph of parts: what is ready runs, several at a time; what failed blocks only what depends on it.

`Runner` is the seam: `ReadyQueue` keeps everything in memory; a durable runner has the same face.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from heapq import heappop, heappush
from queue import SimpleQueue
from typing import Protocol

from stackwright.deploy.progress import GOOD, PartResult
from stackwright.errors import Cancelled, StackwrightError

Needs = Mapping[str, Collection[str]]
"""Each part and the parts that must end well before it; in the order in which ready parts are started."""
Act = Callable[[str], PartResult]


class Runner(Protocol):
    """Runs every part of a graph at most once."""

    def walk(
        self, needs: Needs, act: Act, started: Callable[[str], None], finished: Callable[[PartResult], None]
    ) -> dict[str, PartResult]:
        """Call `act` for each part after all that it needs ended well; return how every part ended, in `needs`' order.

        `started` and `finished` are called from the calling thread; `finished` once for every part, run or not.
        """
        ...

    def cancel(self) -> None:
        """Start nothing more. Safe in a signal handler, and before `walk`."""
        ...


class ReadyQueue:
    """Up to `parallel` parts at a time, each on a thread of its own; ready parts in the order given."""

    def __init__(self, parallel: int) -> None:
        self._parallel = parallel
        self._cancelled = False

    def cancel(self) -> None:
        self._cancelled = True

    def walk(
        self, needs: Needs, act: Act, started: Callable[[str], None], finished: Callable[[PartResult], None]
    ) -> dict[str, PartResult]:
        walk = _Walk(needs, finished)
        done: SimpleQueue[tuple[str, Future[PartResult]]] = SimpleQueue()
        running = 0
        with ThreadPoolExecutor(self._parallel, thread_name_prefix="part") as pool:
            while True:
                while not self._cancelled and running < self._parallel and (part := walk.next_ready()):
                    started(part)
                    future = pool.submit(act, part)
                    future.add_done_callback(lambda future, part=part: done.put((part, future)))
                    running += 1
                if not running:
                    break
                part, future = done.get()
                running -= 1
                walk.settle(_result(part, future))
        walk.cancel_rest()
        return {part: walk.results[part] for part in needs}


class _Walk:
    """The bookkeeping of one walk, used from one thread."""

    def __init__(self, needs: Needs, finished: Callable[[PartResult], None]) -> None:
        self._finished = finished
        self._missing = {part: set(needed) for part, needed in needs.items()}
        self._dependents: dict[str, list[str]] = {part: [] for part in needs}
        for part, needed in self._missing.items():
            for other in needed:
                self._dependents[other].append(part)
        self._place = {part: place for place, part in enumerate(needs)}
        self._ready = [(self._place[part], part) for part, missing in self._missing.items() if not missing]
        self.results: dict[str, PartResult] = {}

    def next_ready(self) -> str | None:
        return heappop(self._ready)[1] if self._ready else None

    def settle(self, result: PartResult) -> None:
        """Note how a part ended; free what waited for it, or end that too."""
        ended = [result]
        while ended:
            result = ended.pop()
            if result.part in self.results:
                continue
            self.results[result.part] = result
            self._finished(result)
            for dependent in self._dependents[result.part]:
                if result.state not in GOOD and not result.goes_on:
                    ended.append(_blocked(dependent, result))
                    continue
                self._missing[dependent].discard(result.part)
                if not self._missing[dependent] and dependent not in self.results:
                    heappush(self._ready, (self._place[dependent], dependent))

    def cancel_rest(self) -> None:
        for part in self._place:
            self.settle(PartResult(part=part, state="cancelled"))


def _blocked(part: str, by: PartResult) -> PartResult:
    """The end of a part that needs `by`, which did not end well. The reason names the part where it began."""
    if by.state == "cancelled":
        return PartResult(part=part, state="cancelled")
    return PartResult(part=part, state="blocked", reason=by.reason if by.state == "blocked" else f"{by.part} failed")


def _result(part: str, future: Future[PartResult]) -> PartResult:
    """What `act` returned, or a failure made of what it raised."""
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, StackwrightError):
        cancelled = isinstance(error, Cancelled)
        return PartResult(
            part=part, state="cancelled" if cancelled else "failed", reason=str(error), exit_code=error.exit_code
        )
    return PartResult(part=part, state="failed", reason=f"unexpected {type(error).__name__}", exit_code=1, bug=error)
