"""The policies of a pack put to the test that their authors wrote: their examples, through the real analyzer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from stackwright_policies.asking import Answer, answer, asked, told
from stackwright_policies.examples import Outcome, cases, resources_of
from stackwright_policies.model import Example, Pack, Policy
from stackwright_policies.sdk import tokens
from stackwright_policies.telling.described import file_of
from stackwright_policies.tokens import canonical


def tested(pack: Pack) -> dict[str, Any]:
    """How each policy does: the examples that it misjudges, and what else is wrong with it."""
    return {"name": pack.name, "policies": [_policy(policy) for policy in pack.policies]}


def _policy(policy: Policy) -> dict[str, Any]:
    judged = cases([policy])
    return {
        "id": policy.id,
        "title": policy.title,
        "file": file_of(policy),
        "examples": len(judged),
        "misjudged": [found for _, example, expected in judged for found in _misjudged(policy, example, expected)],
        "faults": list(_faults(policy)),
    }


def _misjudged(policy: Policy, example: Example, expected: Outcome) -> Iterator[dict[str, Any]]:
    found = told(policy, example)
    came: Answer = answer(found)
    if came != expected:
        said = [line for one in found for line in one.message.splitlines()[1:2]]
        yield {"why": example.why, "type": example.type, "expected": expected, "came": came, "said": said}


def _faults(policy: Policy) -> Iterator[str]:
    if policy.check is None and policy.check_stack is None:
        yield "it has neither `check` nor `check_stack`, so it judges nothing"
    for name, examples in (("passes", policy.passes), ("violates", policy.violates)):
        if not examples:
            yield f"it shows nothing that {name}: `{name}` is empty"
    listed = {canonical(token) for token in policy.types}
    if policy.check is not None:
        for token in dict.fromkeys(it.type for it in policy.violates if canonical(it.type) not in listed):
            yield f"an example is of {token}, which is none of its `types`: it is never asked about one"
    for token in policy.types:
        known = tokens(token.partition(":")[0])
        if known and canonical(token) not in known:
            yield f"the installed SDK knows no type {token}"
    if policy.remedies:
        for example in policy.violates:
            yield from _remedied(policy, example)


def _remedied(policy: Policy, example: Example) -> Iterator[str]:
    """A remedy leaves alone what it cannot put right; what it does put right passes, and stays as it is then."""
    settings = {**policy.defaults(), **example.settings}
    try:
        once = policy.remedied(resources_of(example)[0], example.inputs, settings)
        twice = policy.remedied(resources_of(replace(example, inputs=once))[0], once, settings)
    except Exception as error:  # noqa: BLE001 - a remedy that raises is a fault of the policy, whatever it raises
        yield f"the remedy raises {type(error).__name__} for: {example.why}"
        return
    if once == example.inputs:
        return
    if asked(policy, replace(example, inputs=once)) in ("fail", "broken"):
        yield f"still violated once the remedy has put it right: {example.why}"
    if twice != once:
        yield f"the remedy changes again what it put right: {example.why}"
