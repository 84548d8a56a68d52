"""Our own policies do what their examples say. That services keep to them is seen in test_services.py."""

import pytest
from stackwright_policies.examples import Outcome, cases, outcome
from stackwright_policies.model import Example, Policy

from acme_policies import POLICIES


@pytest.mark.parametrize(("policy", "example", "expected"), cases(POLICIES), ids=lambda it: getattr(it, "why", None))
def test_an_example_is_judged_as_it_says(policy: Policy, example: Example, expected: Outcome) -> None:
    assert outcome(policy, example) == expected


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
def test_a_policy_shows_what_passes_and_what_does_not(policy: Policy) -> None:
    assert policy.passes
    assert policy.violates
