"""The examples of policies, judged: the test of a policy that its author wrote beside it.

@pytest.mark.parametrize(("policy", "example", "expected"), cases(POLICIES))
def test_an_example_is_judged_as_it_says(policy, example, expected):
    assert outcome(policy, example) == expected
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, cast

from stackwright_policies.judging import judge, judge_stack
from stackwright_policies.model import UNKNOWN, Example, Policy
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Broken, Undecided

Outcome = Literal["pass", "fail", "unknown"]

_OTHER: Final = "aws:s3/bucket:Bucket"
"""A type for resources that an example names and does not hold."""


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
    resources = resources_of(example)
    verdicts = [*judge(policy, resources[0], settings), *judge_stack(policy, resources, settings)]
    if broken := [verdict.what for verdict in verdicts if isinstance(verdict, Broken)]:
        raise RuntimeError(f"{policy.id} failed: {broken[0]}")
    if any(not isinstance(verdict, Undecided) for verdict in verdicts):
        return "fail"
    return "unknown" if verdicts else "pass"


def resources_of(example: Example) -> list[Resource]:
    """The resources of the example's stack; its own is the first."""
    together = (example, *example.others)
    urns = {one.name: _urn(one.type, one.name) for one in together}
    return [_resource(one, urns) for one in together]


def _resource(example: Example, urns: Mapping[str, str]) -> Resource:
    return Resource(
        type=example.type,
        urn=urns[example.name],
        name=example.name,
        properties=View(example.inputs),
        provider=View(example.provider or None),
        depends={
            key: [urns.get(name) or _urn(_OTHER, name) for name in names]
            for key, names in dependencies_of(example).items()
        },
    )


def dependencies_of(example: Example) -> dict[str, Sequence[str]]:
    """Those that it names; and an input that is not known comes from something, which is not in the example."""
    return {key: ["elsewhere"] for key, value in example.inputs.items() if _holds_unknown(value)} | dict(
        example.dependencies
    )


def _holds_unknown(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(_holds_unknown(item) for item in cast("Mapping[str, object]", value).values())
    if isinstance(value, list):
        return any(_holds_unknown(item) for item in cast("list[object]", value))
    return value == UNKNOWN


def _urn(token: str, name: str) -> str:
    return f"urn:pulumi:dev::example::{token}::{name}"
