"""What becomes of a resource, told from the steps that were done to it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.deploy.acts.fates import Around, fates
from stackwright.deploy.acts.model import PartFate
from stackwright.deploy.acts.watching import Seen, Watch
from stackwright.deploy.progress import PartEvent, Phase, PhaseStarted, Progress
from stackwright.deploy.state.entries import Entry, entries
from stackwright.engine.events import OpType, Step, StepDone, StepFailed, StepStarted

TYPE = "aws:rds/instance:Instance"


def urn(name: str, token: str = TYPE) -> str:
    return f"urn:pulumi:dev.db::shop::{token}::{name}"


def held(**needs: tuple[str, ...]) -> list[Entry]:
    """A state: resources by name, and what each depends on."""
    resources: list[Any] = [
        {"urn": urn(name), "type": TYPE, "custom": True, "dependencies": [urn(other) for other in others]}
        for name, others in needs.items()
    ]
    return entries({"version": 3, "deployment": {"resources": resources}})


def did(
    op: OpType, name: str, *, at: float = 1.0, phase: Phase = "up", failed: bool = False, keys: tuple[str, ...] = ()
) -> Seen:
    step = Step(op=op, urn=urn(name), type=TYPE, keys=keys)
    return Seen(phase, "db", step, at, at + 0.5, failed)


def told(before: list[Entry], after: list[Entry], *seen: Seen) -> PartFate:
    around = Around(part="db", cloud="aws", before=before, after=after, dependants=("web",))
    return fates(around, seen, broke=0.0)


def test_what_is_lost_and_made_again_was_down_and_is_empty() -> None:
    part = told(
        held(main=(), reader=("main",)),
        held(main=(), reader=("main",)),
        did("delete", "main", phase="refresh"),
        did("create", "main", at=2.0),
    )
    [fate] = part.fates
    assert (fate.became, fate.down, fate.data, fate.interrupts) == ("recovered", 2.5, True, ("reader",))
    assert (part.untouched, part.down, part.dependants) == (1, 2.5, ("web",))


def test_what_does_not_come_back_stays_lost() -> None:
    part = told(
        held(main=()), held(), did("delete", "main", phase="refresh"), did("create", "main", at=2.0, failed=True)
    )
    assert part.counts == {"lost": 1}
    assert part.fates[0].data


def test_a_replacement_is_downtime_only_where_the_old_one_goes_first() -> None:
    there = held(main=(), reader=("main",))
    gentle = told(
        there,
        there,
        did("create-replacement", "main", at=1.0, keys=("engine",)),
        did("replace", "main", at=2.0, keys=("engine",)),
        did("delete-replaced", "main", at=3.0),
    )
    [fate] = gentle.fates
    assert (fate.became, fate.because, fate.down, fate.data) == ("replaced", ("engine",), None, True)
    assert gentle.dependants == ()
    rough = told(
        there,
        there,
        did("delete-replaced", "main", at=1.0),
        did("replace", "main", at=2.0, keys=("engine",)),
        did("create-replacement", "main", at=3.0, keys=("engine",)),
    )
    [fate] = rough.fates
    assert (fate.became, fate.down, fate.interrupts) == ("replaced", 2.5, ("reader",))


@pytest.mark.parametrize(
    ("seen", "became"),
    [
        ([did("create", "new")], "created"),
        ([did("update", "new")], "updated"),
        ([did("update", "new", phase="refresh"), did("update", "new")], "put back"),
        ([did("update", "new", phase="refresh")], "drifted"),
        ([did("update", "new", failed=True)], "failed"),
        ([did("update", "new", failed=True), did("update", "new")], "updated"),
    ],
)
def test_one_word_for_what_became_of_it(seen: list[Seen], became: str) -> None:
    [fate] = told(held(new=()), held(new=()), *seen).fates
    assert (fate.became, fate.data) == (became, False)


def test_what_is_deleted_took_its_data_along() -> None:
    [fate] = told(held(old=()), held(), did("delete", "old", phase="destroy")).fates
    assert (fate.became, fate.data) == ("deleted", True)


def test_looking_is_nothing_and_providers_are_nobodys_resources() -> None:
    provider = Seen(
        "up", "db", Step(op="update", urn="urn:p::p::pulumi:providers:aws::x", type="pulumi:providers:aws"), 0, 1
    )
    elsewhere = Seen("up", "web", Step(op="update", urn=urn("other"), type=TYPE), 0, 1)
    part = told(held(a=()), held(a=()), did("same", "a"), did("refresh", "a", phase="refresh"), provider, elsewhere)
    assert part.counts == {}
    assert part.untouched == 1


OPS: tuple[OpType, ...] = ("same", "create", "update", "delete", "replace", "create-replacement", "delete-replaced")


@given(
    st.lists(
        st.tuples(st.sampled_from(OPS), st.sampled_from("abc"), st.sampled_from(("refresh", "up")), st.booleans()),
        max_size=12,
    )
)
def test_nothing_is_told_twice_and_nothing_is_lost_sight_of(steps: list[tuple[OpType, str, Phase, bool]]) -> None:
    before, after = held(a=(), b=()), held(b=(), c=())
    seen = [did(op, name, at=at, phase=phase, failed=failed) for at, (op, name, phase, failed) in enumerate(steps)]
    part = told(before, after, *seen)
    names = [fate.name for fate in part.fates]
    assert len(names) == len(set(names))
    assert part.untouched + len({"a", "b"} & set(names)) == 2


def test_a_watch_passes_everything_on_and_tells_previews_from_deeds() -> None:
    heard: list[Progress] = []
    clock = iter(range(100))
    watch = Watch(heard.append, lambda: float(next(clock)))
    step = Step(op="create", urn=urn("a"), type=TYPE)
    for phase, done in (("preview", StepDone(step, True)), ("up", StepFailed(step))):
        watch.phase = "up" if phase == "up" else "preview"
        watch(PartEvent("db", StepStarted(step, phase == "preview")))
        watch(PartEvent("db", done))
    assert [(each.phase, each.failed, each.ended - each.began) for each in watch.seen] == [("up", True, 1.0)]
    assert len(heard) == 4
    assert not any(isinstance(each, PhaseStarted) for each in heard)
