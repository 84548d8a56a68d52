"""The test kit for authors of policies, on every example here; the same over the real protocol: test_examples.py."""

from __future__ import annotations

from dataclasses import replace

import pytest
from stackwright_policies.examples import Outcome, cases, outcome
from stackwright_policies.model import Example, Policy
from stackwright_policies.packs import everything


@pytest.mark.parametrize(
    ("policy", "example", "expected"), cases(everything.policies), ids=lambda it: getattr(it, "why", None)
)
def test_an_example_comes_to_what_it_says(policy: Policy, example: Example, expected: Outcome) -> None:
    assert outcome(policy, example) == expected


def test_a_policy_that_raises_is_told_with_its_place() -> None:
    policy = everything.policies[0]
    broken = replace(policy, check=lambda resource, settings: iter([{}["missing"]]))
    with pytest.raises(RuntimeError, match=rf"{policy.id} failed: KeyError in test_judged_examples.py"):
        outcome(broken, policy.passes[0])
