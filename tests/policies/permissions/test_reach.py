"""Where steps lead: the laws of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from stackwright_policies.permissions.model import Step
from stackwright_policies.permissions.reach import paths

from tests.policies.permissions.support import ACCOUNT, IAM, allowed, role, statement, told, trust

NAMES = st.sampled_from("abcdef")
STEPS = st.builds(
    lambda of, to, meant, certain: Step(of=of, to=to, how=f"{of}{to}", meant=meant, certain=certain),
    NAMES,
    NAMES,
    st.booleans(),
    st.booleans(),
)


@given(st.lists(STEPS), STEPS)
def test_one_more_step_never_loses_an_end_nor_its_certainty(steps: list[Step], more: Step) -> None:
    before, after = paths(steps), paths([*steps, more])
    for start, ends in before.items():
        for end, path in ends.items():
            assert end in after[start]
            assert _certain(after[start][end].steps) >= _certain(path.steps)


@given(st.lists(STEPS))
def test_a_path_is_made_of_steps_that_follow_each_other(steps: list[Step]) -> None:
    for start, ends in paths(steps).items():
        for end, path in ends.items():
            assert (path.start, path.end) == (start, end)
            assert all(one.to == next_.of for one, next_ in zip(path.steps, path.steps[1:], strict=False))
            assert set(path.steps) <= set(steps)
            assert len({step.to for step in path.steps}) == len(path.steps)


@given(st.lists(STEPS))
def test_what_can_be_reached_from_what_is_reached_is_reached(steps: list[Step]) -> None:
    found = paths(steps)
    for start, ends in found.items():
        for middle in ends:
            assert set(found.get(middle, {})) - {start} <= set(ends)


def _certain(steps: object) -> bool:
    return all(step.certain for step in steps)


ACTIONS = st.sampled_from(
    [
        "*",
        "iam:*",
        "iam:PassRole",
        "iam:PutRolePolicy",
        "sts:AssumeRole",
        "lambda:*",
        "s3:GetObject",
        "ec2:RunInstances",
    ]
)
PLACES = st.sampled_from(["*", f"{IAM}:role/a", f"{IAM}:role/b", "arn:aws:iam::*:role/*", "arn:aws:s3:::x"])
GRANTS = st.lists(st.tuples(st.sampled_from("ab"), ACTIONS, PLACES), max_size=4)


@given(GRANTS, st.tuples(st.sampled_from("ab"), ACTIONS, PLACES))
def test_one_more_right_never_makes_anything_safer(
    grants: list[tuple[str, str, str]], more: tuple[str, str, str]
) -> None:
    before, after = _told(grants), _told([*grants, more])
    for start, found in before.items():
        assert found <= after[start]


def _told(grants: list[tuple[str, str, str]]) -> dict[str, bool]:
    """Whether each of two roles gets at every right there is, or has it."""
    roles = {
        "a": role("a", trust(Service="lambda.amazonaws.com")),
        "b": role("b", trust(AWS=f"arn:aws:iam::{ACCOUNT}:root", Service="ec2.amazonaws.com")),
    }
    rights = [
        allowed(roles[who], statement(action, on), name=f"{index}") for index, (who, action, on) in enumerate(grants)
    ]
    said = told(*roles.values(), *rights)
    return {
        one["label"]: any(it["to"].endswith(":everything") for it in one["becomes"])
        for one in said["identities"]
        if one["label"] in roles
    }
