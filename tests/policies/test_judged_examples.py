"""The test kit for authors of policies, on every example here; the same over the real protocol: test_examples.py."""

from __future__ import annotations

from dataclasses import replace

import pytest
from stackwright_policies.examples import cases, outcome
from stackwright_policies.model import Policy
from stackwright_policies.packs import everything


@pytest.mark.parametrize("policy", everything.policies, ids=lambda policy: policy.id)
def test_an_example_comes_to_what_it_says(policy: Policy) -> None:
    told = [(example.why, expected, outcome(policy, example)) for _, example, expected in cases([policy])]
    assert [one for one in told if one[1] != one[2]] == []


def test_a_policy_that_raises_is_told_with_its_place() -> None:
    policy = everything.policies[0]
    broken = replace(policy, check=lambda resource, settings: iter([{}["missing"]]))
    with pytest.raises(RuntimeError, match=rf"{policy.id} failed: KeyError in test_judged_examples.py"):
        outcome(broken, policy.passes[0])
