"""What is left when something fails, and how the next run goes on."""

from __future__ import annotations

import pulumi
import pytest

from stackwright.engine import events
from stackwright.engine.state.store import MemoryStore
from stackwright.errors import EngineError
from tests.engine.embedded.support import Bench, Group, Thing


def chain() -> None:
    first = Thing("first", size=1)
    second = Thing("second", size=first.address)
    Thing("third", size=second.address)
    pulumi.export("address", second.address)


def test_a_refused_creation_stops_what_depends_on_it_and_keeps_what_was_made() -> None:
    bench = Bench(chain)
    bench.cloud.refuse["second"] = "quota exceeded"

    outcome = bench.up()

    assert outcome.result == "failed"
    assert (outcome.error or "").startswith("quota exceeded (at ")
    assert bench.cloud.of("create") == ["first", "second"]
    assert set(bench.resources()) == {"demo-dev", "default_1_2_3", "first"}
    assert any(isinstance(event, events.StepFailed) for event in bench.events)
    assert bench.said("error") == [outcome.error, "update failed"]


def test_the_next_update_continues() -> None:
    bench = Bench(chain)
    bench.cloud.refuse["second"] = "quota exceeded"
    bench.up()
    bench.cloud.refuse.clear()

    outcome = bench.up()

    assert outcome.changes == {"same": 2, "create": 2}
    assert bench.cloud.of("create") == ["second", "third"]


def test_refused_inputs_name_the_property() -> None:
    bench = Bench(lambda: Thing("thing", size=-1))

    outcome = bench.preview()

    assert outcome.result == "failed"
    assert (outcome.error or "").startswith(
        "toy:index:Thing resource 'thing': property size value -1 has a problem: must not be negative (at "
    )


def test_a_refused_deletion_keeps_what_it_needs_and_can_be_repeated() -> None:
    bench = Bench(chain)
    bench.up()
    bench.cloud.refuse["delete second"] = "still in use"

    outcome = bench.destroy()

    assert outcome.result == "failed"
    assert set(bench.resources()) == {"demo-dev", "default_1_2_3", "first", "second"}
    bench.cloud.refuse.clear()
    assert bench.destroy().result == "succeeded"
    assert bench.cloud.of("delete") == ["second", "first"]


def test_a_bug_in_a_provider_is_raised_after_the_state_was_saved() -> None:
    bench = Bench(chain)

    def bug(name: str) -> None:
        if name == "third":
            raise ZeroDivisionError

    bench.cloud.on_create = bug

    with pytest.raises(ZeroDivisionError):
        bench.up()
    assert "second" in bench.resources()


def test_cancelling_lets_the_step_finish_and_saves() -> None:
    bench = Bench(chain)
    bench.cloud.on_create = lambda name: bench.engine.cancel() if name == "first" else None

    outcome = bench.up()

    assert outcome.result == "cancelled"
    assert set(bench.resources()) == {"demo-dev", "default_1_2_3", "first"}
    bench.cloud.on_create = None
    assert bench.up().result == "succeeded"


def test_a_keyboard_interrupt_in_the_program_is_a_cancellation() -> None:
    def program() -> None:
        Group("group")
        raise KeyboardInterrupt

    bench = Bench(program)

    assert bench.up().result == "cancelled"
    assert bench.up(lambda: None).result == "succeeded"


def test_failing_previews_say_so() -> None:
    bench = Bench(chain)
    bench.up()
    bench.cloud.refuse["first"] = "not allowed"

    bench.cloud.things.clear()
    assert bench.preview().result == "succeeded"
    assert bench.refresh().changes == {"same": 1, "delete": 3}


def test_a_stack_that_never_was_has_nothing_to_remove() -> None:
    bench = Bench(chain, store=MemoryStore())

    with pytest.raises(EngineError, match="there is no stack"):
        bench.engine.remove(bench.stack)
    bench.up()
    with pytest.raises(EngineError, match="still has resources"):
        bench.engine.remove(bench.stack)
