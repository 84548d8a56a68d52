"""What a preview lists: resources, changed properties, old and new values."""

from __future__ import annotations

from typing import Any

import pytest

from stackwright.cli.render.changes import Line, Listing, lines
from stackwright.cli.render.tally import by_sign, short_type
from stackwright.deploy.differences import show, whole
from stackwright.deploy.progress import PartResult
from stackwright.engine.events import OpType, Step, StepState
from stackwright.wire.results import PropertyDiff
from stackwright.wire.values import UNKNOWN, secret

URN = "urn:pulumi:dev.web::shop::aws:ec2/vpc:Vpc::main"


def step(op: OpType, old: dict[str, Any] | None = None, new: dict[str, Any] | None = None, **rest: Any) -> Step:
    def state(inputs: dict[str, Any] | None) -> StepState | None:
        return None if inputs is None else StepState(urn=URN, type="aws:ec2/vpc:Vpc", inputs=inputs)

    return Step(op=op, urn=URN, type="aws:ec2/vpc:Vpc", old=state(old), new=state(new), **rest)


def listed(*steps: Step, listing: Listing = "changed") -> list[Line]:
    return list(lines(PartResult(part="web", state="succeeded", steps=steps), listing))


def test_an_update_shows_each_changed_path_with_both_values() -> None:
    old = {"tags": {"a.b": "x"}, "rules": [{"port": 80}], "name": "n"}
    new = {"tags": {"a.b": "y"}, "rules": [{"port": 443}], "name": "n", "size": 3}
    diff = {
        'tags["a.b"]': PropertyDiff("update"),
        "rules[0].port": PropertyDiff("update"),
        "size": PropertyDiff("add"),
    }
    assert listed(step("update", old, new, detailed_diff=diff)) == [
        Line("resource", "~", "aws:ec2:Vpc  main"),
        Line("property", "~", "rules[0].port: 80 → 443"),
        Line("property", "~", "size: (none) → 3"),
        Line("property", "~", 'tags["a.b"]: "x" → "y"'),
    ]


def test_without_a_detailed_diff_the_top_level_is_named() -> None:
    assert listed(step("update", {"size": "6"}, {"size": 6}, diffs=("size",)))[1].text == 'size: "6" → 6'


def test_a_replacement_names_what_forces_it() -> None:
    [head, detail] = listed(step("replace", {"cidr": "a"}, {"cidr": UNKNOWN}, keys=("cidr",), diffs=("cidr",)))
    assert head == Line("resource", "±", "aws:ec2:Vpc  main", "replaced because of cidr")
    assert detail.text == 'cidr: "a" → [unknown]'


@pytest.mark.parametrize(
    ("listing", "shown"),
    [
        ("existing", []),
        ("changed", ["aws:ec2:Vpc  main"]),
        ("inputs", ["aws:ec2:Vpc  main", 'cidr: "a"', "key: [secret]"]),
    ],
)
def test_what_is_created_is_listed_as_asked(listing: Listing, shown: list[str]) -> None:
    created = step("create", None, {"cidr": "a", "key": secret("hunter2")})
    assert [line.text for line in listed(created, listing=listing)] == shown


def test_what_stays_and_the_halves_of_a_replacement_are_not_listed() -> None:
    assert listed(step("same", {}, {}), step("create-replacement", {}, {}), step("delete-replaced", {})) == []


def test_a_path_that_nobody_has_is_only_named() -> None:
    assert listed(step("update", {}, {}, diffs=("gone",)))[1].text == "gone"


@pytest.mark.parametrize(
    ("value", "short", "full"),
    [
        ("text", '"text"', "text"),
        ("", '""', '""'),
        (UNKNOWN, "[unknown]", "[unknown]"),
        (secret(UNKNOWN), "[secret]", "[secret]"),
        (
            {"a": secret("x"), "b": [UNKNOWN]},
            '{"a": "[secret]", "b": ["[unknown]"]}',
            '{"a": "[secret]", "b": ["[unknown]"]}',
        ),
        (None, "null", "null"),
        ("x" * 70, '"' + "x" * 58 + "…", "x" * 70),
    ],
)
def test_values(value: Any, short: str, full: str) -> None:
    assert show(value) == short
    assert whole(value) == full


def test_secrets_are_shown_only_on_request() -> None:
    assert whole({"a": secret("x")}, secrets=True) == '{"a": "x"}'


@pytest.mark.parametrize(
    ("token", "short"),
    [
        ("aws:ec2/vpc:Vpc", "aws:ec2:Vpc"),
        ("random:index/randomPet:RandomPet", "random:RandomPet"),
        ("pulumi:pulumi:Stack", "pulumi:pulumi:Stack"),
        ("stackwright-components:index:Network", "stackwright-components:Network"),
    ],
)
def test_types_as_programs_write_them(token: str, short: str) -> None:
    assert short_type(token) == short


def test_operations_are_counted_in_five_columns() -> None:
    counts = by_sign({"create": 2, "import": 1, "replace": 1, "create-replacement": 1, "delete-replaced": 1, "read": 3})
    assert counts == {"+": 3, "~": 0, "±": 1, "-": 0, "=": 3}
