"""The examples of policies, judged: the test of a policy that its author wrote beside it.

@pytest.mark.parametrize(("policy", "example", "expected"), cases(POLICIES))
def test_an_example_is_judged_as_it_says(policy, example, expected):
    assert outcome(policy, example) == expected
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from stackwright_policies.judging import judge, judge_stack
from stackwright_policies.model import Example, Policy
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Broken, Undecided

Outcome = Literal["pass", "fail", "unknown"]

_OTHER: Final = "aws:s3/bucket:Bucket"
"""A type for resources that an example only names."""


def cases(policies: Iterable[Policy]) -> list[tuple[Policy, Example, Outcome]]:
    """Every example of the policies, with what it says that it comes to."""
    return [
        (policy, example, expected)
        for policy in policies
        for expected, examples in _examples(policy).items()
        for example in examples
    ]


def _examples(policy: Policy) -> dict[Outcome, Sequence[Example]]:
    return {"pass": policy.passes, "fail": policy.violates, "unknown": policy.undecided}


def outcome(policy: Policy, example: Example) -> Outcome:
    """What the policy says of an example: a violation, or a policy that raises, outweighs what is not known.

    Raises:
        RuntimeError: the policy itself failed; says where.
    """
    settings = {**policy.defaults(), **example.settings}
    resources = [_resource(one) for one in (example, *example.others)]
    verdicts = [*judge(policy, resources[0], settings), *judge_stack(policy, resources, settings)]
    if broken := [verdict.what for verdict in verdicts if isinstance(verdict, Broken)]:
        raise RuntimeError(f"{policy.id} failed: {broken[0]}")
    if any(not isinstance(verdict, Undecided) for verdict in verdicts):
        return "fail"
    return "unknown" if verdicts else "pass"


def _resource(example: Example) -> Resource:
    return Resource(
        type=example.type,
        urn=_urn(example),
        name=example.name,
        properties=View(example.inputs),
        provider=View(example.provider or None),
        depends=_depends(example.dependencies),
    )


def _depends(dependencies: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    stand_in = Example(why="", type=_OTHER)
    return {key: [_urn(replace(stand_in, name=name)) for name in names] for key, names in dependencies.items()}


def _urn(example: Example) -> str:
    return f"urn:pulumi:dev::example::{example.type}::{example.name}"
