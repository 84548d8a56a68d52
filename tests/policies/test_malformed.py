"""No policy raises, whatever is in the place of what it expects: an engine does not check types of inputs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from stackwright_policies.examples import outcome, resources_of
from stackwright_policies.model import UNKNOWN, Example, Policy, secret
from stackwright_policies.packs import everything

from tests.policies.test_three_values import changed, places

SCALARS = st.sampled_from([None, True, False, 0, 3, -1.5, 1e300, "", "x", "null", "[{", '{"Statement": 3}', UNKNOWN])
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(["x", "key", "name", "Statement"]), inner, max_size=2),
        inner.map(secret),
    ),
    max_leaves=3,
)


def broken(example: Example, data: st.DataObject) -> Example:
    """The example with something else in one of its places, of its provider's or of a resource's beside it."""
    chosen = data.draw(st.integers(0, len(example.others)))
    one = example.others[chosen - 1] if chosen else example
    found = [("inputs", path) for path in places(one.inputs)] + [("provider", path) for path in places(one.provider)]
    if not found:
        return example
    side, path = data.draw(st.sampled_from(found))
    value = data.draw(ANYTHING)
    one = replace(one, **{side: changed(getattr(one, side), path, lambda _: value)})
    return replace(example, others=[*example.others[: chosen - 1], one, *example.others[chosen:]]) if chosen else one


def survives(policy: Policy, example: Example) -> None:
    """`outcome` raises where the policy does; what it finds it must be able to put right, or leave."""
    if outcome(policy, example) == "fail" and policy.remedies:
        policy.remedied(resources_of(example)[0], example.inputs, {**policy.defaults(), **example.settings})


@settings(max_examples=1500)
@given(data=st.data())
def test_no_policy_raises_whatever_it_is_given(data: st.DataObject) -> None:
    policy = data.draw(st.sampled_from(everything.policies))
    survives(policy, broken(data.draw(st.sampled_from([*policy.passes, *policy.violates, *policy.undecided])), data))


def test_what_once_raised() -> None:
    once = {
        "K8S-NS-01": ("kubernetes:core/v1:Namespace", {"metadata": {"name": []}}),
        "K8S-NET-01": ("kubernetes:core/v1:Namespace", {"metadata": {"name": {"a": "b"}}}),
        "TAGS-01": ("aws:autoscaling/group:Group", {"tags": [{"key": ["owner"], "value": "x"}]}),
        "AWS-S3-06": ("aws:s3/bucketVersioning:BucketVersioning", {"versioningConfiguration": ["Enabled"]}),
    }
    by_id = {policy.id: policy for policy in everything.policies}
    for name, (token, inputs) in once.items():
        example = Example(why="malformed", type=token, inputs=inputs)
        assert outcome(by_id[name], example) == "fail", name
        survives(by_id[name], example)
