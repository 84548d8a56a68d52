from __future__ import annotations

from typing import Any

from stackwright.cli.policy.beside import columns, pair, text
from stackwright.wire.values import UNKNOWN, secret


def example(why: str, kind: str = "a:b:C", **inputs: Any) -> dict[str, Any]:
    return {"why": why, "type": kind, "inputs": inputs}


def test_the_nearest_right_one_of_the_same_type_stands_beside_a_wrong_one() -> None:
    wrong = example("open", port=22, source="0.0.0.0/0")
    near = example("closed", port=22, source="10.0.0.0/8")
    far = example("none")
    other = example("another type", "a:b:D", port=22, source="0.0.0.0/0")
    assert pair(wrong, [far, other, near]) is near
    assert pair(wrong, [other]) is other
    assert pair(wrong, []) is None


def test_what_differs_is_marked() -> None:
    long = "a line that is long enough for two columns"
    left, right = text(example("open", port=22, own=long)), text(example("closed", port=443, own=long))
    beside = list(columns(("open", left), ("closed", right), 120))
    assert [line.split() for line in beside] == [
        ["✗", "open", "✓", "closed"],
        ["type:", "a:b:C", "type:", "a:b:C"],
        ["inputs:", "inputs:"],
        ["-", "port:", "22", "+", "port:", "443"],
        ["own:", *long.split(), "own:", *long.split()],
    ]
    narrow = list(columns(("open", left), ("closed", right), 20))
    assert narrow == [
        "✗ open",
        *(f"{'-' if '22' in it else ' '} {it}" for it in left),
        "✓ closed",
        *(f"{'+' if '443' in it else ' '} {it}" for it in right),
    ]


def test_unknowns_and_secrets_are_words() -> None:
    shown = "\n".join(text(example("x", later=UNKNOWN, password=secret("word"), several=[UNKNOWN])))
    assert "<not known yet>" in shown
    assert "<secret>: word" in shown
    assert UNKNOWN not in shown
