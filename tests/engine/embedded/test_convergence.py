"""Whatever program, whatever edits, whatever goes wrong: one clean `up` afterwards, and all is as asked for."""

from __future__ import annotations

import errno
import os
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pulumi
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackwright.engine.state.store import FileStore
from stackwright.errors import CloudError, StateError
from stackwright.wire.results import AnswerLost, InitFailed
from tests.engine.embedded.support import Bench, Cloud, Group, Host, Provider, Thing

CHANGING = ("create", "update", "delete")


@dataclass(frozen=True)
class Node:
    """One resource. `size` is updated in place, `kind` replaces, `place` replaces the other way round."""

    name: int
    size: int
    kind: int
    place: int
    needs: frozenset[int]
    grouped: bool


@dataclass(frozen=True)
class Trouble:
    """What befalls the `nth` call that changes the cloud; `done` says whether the cloud had done it by then."""

    kind: Literal["refused", "unready", "lost", "killed"]
    nth: int
    done: bool


class TroubledCloud(Cloud):
    """A cloud in which one thing goes wrong."""

    trouble: Trouble | None = None
    seen = 0
    killed = False

    def write(self, fd: int, data: Any) -> int:
        """Stands in for `os.write`: after a kill nothing is written any more."""
        if self.killed:
            raise OSError(errno.EIO, "killed")
        return os.write(fd, data)

    def __call__(self) -> Host:
        host = super().__call__()
        connect = host.connect

        def connected(package: str, version: str | None) -> Provider:
            provider = connect(package, version)
            for method in CHANGING:
                setattr(provider, method, self._troubled(method, getattr(provider, method)))
            return provider

        host.connect = connected  # pyright: ignore[reportAttributeAccessIssue]
        return host

    def _troubled(self, method: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def act(*arguments: Any, preview: bool = False, **named: Any) -> Any:
            named |= {"preview": preview} if method != "delete" else {}
            if preview or self.trouble is None:
                return call(*arguments, **named)
            self.seen += 1
            if self.seen != self.trouble.nth:
                return call(*arguments, **named)
            return self._strike(method, self.trouble, lambda: call(*arguments, **named), arguments)

        return act

    def _strike(self, method: str, trouble: Trouble, call: Callable[[], Any], arguments: tuple[Any, ...]) -> Any:
        # A cloud that refuses has done nothing; of one that is not heard of any more nobody knows.
        done = trouble.kind == "unready" or (trouble.done and trouble.kind != "refused")
        result = call() if done else None
        if trouble.kind == "killed":
            self.killed = True
        if trouble.kind in {"lost", "killed"}:
            raise AnswerLost("connection reset by peer")
        if trouble.kind == "unready" and method != "delete":
            id_ = result.id if method == "create" else arguments[1]
            raise InitFailed(id_, result.outputs if method == "create" else result, ["not ready yet"])
        raise CloudError("not today")


@st.composite
def programs(draw: st.DrawFn) -> tuple[Node, ...]:
    """Up to five resources; each may need some of those before it."""
    names = draw(st.lists(st.integers(0, 5), unique=True, max_size=5))
    small = st.integers(0, 1)
    return tuple(
        Node(
            name,
            draw(small),
            draw(small),
            draw(small),
            draw(st.frozensets(st.sampled_from(names[:index]), max_size=2)) if index else frozenset(),
            draw(st.booleans()),
        )
        for index, name in enumerate(names)
    )


TROUBLES = st.builds(
    Trouble, st.sampled_from(["refused", "unready", "lost", "killed"]), st.integers(1, 6), st.booleans()
)


def main_of(nodes: tuple[Node, ...]) -> Callable[[], None]:
    def main() -> None:
        made: dict[int, Thing] = {}
        group = Group("group") if any(node.grouped for node in nodes) else None
        for node in nodes:
            opts = pulumi.ResourceOptions(parent=group) if node.grouped else None
            needs = [made[name].address for name in sorted(node.needs)]
            made[node.name] = Thing(
                f"n{node.name}", opts, size=node.size, kind=node.kind, place=node.place, needs=needs
            )

    return main


def owned(bench: Bench) -> Counter[tuple[str, str]]:
    exported: Any = bench.engine.export(bench.stack)
    deployment = exported["deployment"]
    assert not deployment.get("pending_operations")
    things = [item for item in deployment.get("resources", []) if item["type"] == "toy:index:Thing"]
    assert not [item for item in things if item.get("delete") or item.get("pendingReplacement")]
    return Counter((item["urn"], item["id"]) for item in things)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(programs(), TROUBLES), min_size=1, max_size=4))
def test_law_a_clean_up_converges(runs: list[tuple[tuple[Node, ...], Trouble]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cloud = TroubledCloud(urns={})
        bench = Bench(store=FileStore(Path(folder), cloud.write), cloud=cloud)
        bench.engine._program = lambda _: bench.program  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue]
        for nodes, trouble in runs:
            cloud.trouble, cloud.seen, cloud.killed = trouble, 0, False
            try:
                bench.up(main_of(nodes))
            except StateError:
                assert cloud.killed
        cloud.trouble, cloud.killed = None, False
        last = main_of(runs[-1][0])

        outcome = bench.up(last)

        assert outcome.result == "succeeded", outcome.error
        assert owned(bench) == Counter((cloud.urns[id_], id_) for id_ in cloud.things)  # pyright: ignore[reportOptionalSubscript]
        assert {urn.rpartition("::")[2] for urn, _ in owned(bench)} == {f"n{node.name}" for node in runs[-1][0]}
        again = bench.up(last)
        assert set(again.changes) <= {"same"}
        assert not bench.cloud.of("create") + bench.cloud.of("update") + bench.cloud.of("delete")
