"""Every example of every policy, judged by the real pack over the real protocol: unknowns and secrets as they come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from google.protobuf import json_format
from pulumi.runtime import proto
from stackwright_policies.examples import Outcome, resources_of
from stackwright_policies.model import Example, Json, Policy
from stackwright_policies.packs import everything

from tests.policies.support import Pack


def _examples() -> Iterator[object]:
    for policy in everything.policies:
        listed: dict[Outcome, list[Example]] = {
            "pass": list(policy.passes),
            "fail": list(policy.violates),
            "unknown": list(policy.undecided),
        }
        for expected, examples in listed.items():
            for example in examples:
                yield pytest.param(policy, example, expected, id=f"{policy.id}-{expected}-{example.why}")


@pytest.mark.parametrize(("policy", "example", "expected"), list(_examples()))
def test_an_example_is_judged_as_it_says(pack: Pack, policy: Policy, example: Example, expected: Outcome) -> None:
    outcome, found = pack.outcome(policy, example)
    assert outcome == expected, [one.message for one in found]
    for one in found:
        assert (one.policyName, one.description) == (policy.id, policy.title)
        assert one.message.startswith(f"{policy.id}: {policy.title}\n")
        assert ("\nunknown: " in one.message) == (one.enforcementLevel == proto.ADVISORY)
        assert (policy.fix in one.message) == (one.enforcementLevel == proto.MANDATORY)


ONLY_SAID = {"AWS-BKP-01"}
"""Those that ask whether something is said, such as a key: what is not known is said."""


@pytest.mark.parametrize("policy", everything.policies, ids=lambda policy: policy.id)
def test_every_policy_shows_all_three_values(policy: Policy) -> None:
    assert policy.passes
    assert policy.violates
    assert policy.undecided or policy.id in ONLY_SAID


def _remedied(policy: Policy, example: Example) -> Json:
    return policy.remedied(resources_of(example)[0], example.inputs, policy.defaults() | example.settings)


_REMEDIED = [policy for policy in everything.policies if policy.remedies]


@pytest.mark.parametrize(
    ("policy", "example"),
    [
        pytest.param(policy, example, id=f"{policy.id}-{example.why}")
        for policy in _REMEDIED
        for example in policy.violates
    ],
)
def test_a_remedy_makes_a_violation_pass_and_leaves_it_alone_afterwards(
    pack: Pack, policy: Policy, example: Example
) -> None:
    pack.configure(policy.id, example.settings, level="remediate")
    found = pack.remediate(example)
    if _remedied(policy, example) == example.inputs:
        assert not found, "what cannot be put right is left alone, and fails"
        return
    [made] = found
    remedied = replace(example, inputs=json_format.MessageToDict(made.properties))
    assert (made.policyName, made.diagnostic) == (policy.id, "")
    assert all(one.enforcementLevel == proto.ADVISORY for one in pack.analyze(remedied)), "only unknowns remain"
    assert not pack.remediate(remedied)
    kept = {key: value for key, value in example.inputs.items() if key in remedied.inputs}
    assert set(kept) == set(example.inputs), "a remedy takes nothing away"


@pytest.mark.parametrize("policy", _REMEDIED, ids=lambda policy: policy.id)
def test_a_remedy_puts_something_right(policy: Policy) -> None:
    assert any(_remedied(policy, it) != it.inputs for it in policy.violates)


@pytest.mark.parametrize("policy", _REMEDIED, ids=lambda policy: policy.id)
def test_what_passes_is_not_remedied(pack: Pack, policy: Policy) -> None:
    for example in policy.passes:
        pack.configure(policy.id, example.settings, level="remediate")
        assert not pack.remediate(example)
