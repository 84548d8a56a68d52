"""The law of three values: what is not known can hide a verdict, never turn it round, and never break a policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stackwright_policies.examples import outcome
from stackwright_policies.model import UNKNOWN, Example, Policy, secret
from stackwright_policies.packs import everything
from stackwright_policies.verdicts import NotKnown, all_of, any_of

from stackwright.wire.values import SIGNATURE

Path = tuple[str | int, ...]


def places(value: object, path: Path = ()) -> Iterator[Path]:
    """Every place inside a value, its own left out."""
    inside: Sequence[tuple[str | int, object]] = ()
    if isinstance(value, Mapping):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    for key, item in inside:
        if key == SIGNATURE:
            continue
        yield (*path, key)
        yield from places(item, (*path, key))


def changed(value: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    """`value` with what stands at `path` changed; nothing happens where an earlier change took the place away."""
    if not path:
        return change(value)
    key, below = path[0], path[1:]
    if isinstance(value, Mapping) and key in value:
        return {**value, key: changed(value[key], below, change)}
    if isinstance(value, list) and isinstance(key, int):
        return [*value[:key], changed(value[key], below, change), *value[key + 1 :]]
    return value


def examples_of(policy: Policy) -> st.SearchStrategy[Example]:
    return st.sampled_from((*policy.passes, *policy.violates, *policy.undecided))


def some_places(example: Example) -> st.SearchStrategy[list[Path]]:
    return st.lists(st.sampled_from(list(places(example.inputs)) or [()]), max_size=3)


@pytest.mark.parametrize("policy", everything.policies, ids=lambda policy: policy.id)
@settings(max_examples=20)
@given(data=st.data())
def test_not_knowing_more_hides_a_verdict_and_never_turns_it_round(policy: Policy, data: st.DataObject) -> None:
    example = data.draw(examples_of(policy))
    inputs = example.inputs
    for path in data.draw(some_places(example)):
        inputs = changed(inputs, path, lambda _: UNKNOWN) if path else inputs
    assert outcome(policy, replace(example, inputs=inputs)) in {outcome(policy, example), "unknown"}


DEAF_TO_SECRECY = [policy for policy in everything.policies if not policy.heeds_secrecy]


@pytest.mark.parametrize("policy", DEAF_TO_SECRECY, ids=lambda policy: policy.id)
@settings(max_examples=20)
@given(data=st.data())
def test_a_secret_is_judged_as_what_it_is(policy: Policy, data: st.DataObject) -> None:
    example = data.draw(examples_of(policy))
    inputs = example.inputs
    for path in sorted(filter(None, data.draw(some_places(example))), key=len, reverse=True):
        inputs = changed(inputs, path, secret)
    assert outcome(policy, replace(example, inputs=inputs)) == outcome(policy, example)


def _condition(value: bool | None) -> Callable[[], bool]:
    def condition() -> bool:
        if value is None:
            raise NotKnown("it")
        return value

    return condition


def _value(of: Callable[..., bool], values: Sequence[bool | None]) -> bool | None:
    try:
        return of(*map(_condition, values))
    except NotKnown:
        return None


@given(st.lists(st.sampled_from([True, False, None])))
def test_all_and_any_are_kleenes(values: list[bool | None]) -> None:
    assert _value(all_of, values) == (False if False in values else None if None in values else True)
    assert _value(any_of, values) == (True if True in values else None if None in values else False)
