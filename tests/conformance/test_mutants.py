"""The command that mutates the planner: what it changes, and how it judges."""

from __future__ import annotations

import ast
import re
import textwrap
from pathlib import Path

import pytest

from tests.conformance.mutants.__main__ import PLANNER, report, share
from tests.conformance.mutants.operators import Mutant, mutants_of
from tests.conformance.mutants.running import Judged, found, judge, survey
from tests.conformance.mutants.second import Touched
from tests.conformance.suite import CASES

KEPT = [case for case in CASES if case.name == "kept"]


def changes(code: str) -> list[str]:
    """Each mutant of some code: the node that is changed, and what it becomes."""
    return [f"{each.before} -> {each.after}" for each in mutants_of(ast.parse(textwrap.dedent(code)), "module")]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x = a < b", ["a < b -> a <= b", "a < b -> a >= b"]),
        ("x = a == b", ["a == b -> a != b"]),
        ("x = a in b", ["a in b -> a not in b"]),
        ("x = a is None", ["a is None -> a is not None"]),
        ("x = a and b", ["a and b -> a or b", "a and b -> b", "a and b -> a"]),
        ("x = not a", ["not a -> a"]),
        ("x = f(a, b=True)", ["True -> False"]),
        ("x = 'key'", ["'key' -> ''"]),
        ("x = [a, 1]", ["1 -> 2"]),
        ("x = a + b", ["a + b -> a", "a + b -> b"]),
        ("x = a - b", ["a - b -> a + b"]),
        ("x = any(a)", ["any(a) -> all(a)"]),
        ("x = list(reversed(a))", ["reversed(a) -> list(a)"]),
        ("x = [a for a in b if a.ok]", ["a.ok -> not a.ok"]),
        ("x = a if b else c", ["b -> not b"]),
        ("def f(a=1): pass", ["1 -> 2"]),
        ("def f(): return a.b", ["return a.b -> return None"]),
        ("a.b = c", ["a.b = c -> pass"]),
        ("a.b()", ["a.b() -> pass"]),
        ("while a:\n break", ["a -> not a", "break -> pass", "break -> continue"]),
    ],
)
def test_operators(code: str, expected: list[str]) -> None:
    assert changes(code) == expected


@pytest.mark.parametrize(
    "code",
    [
        '"""A docstring."""',
        "def f(a: Literal['x']) -> list[Literal['y']]: ...",
        "if TYPE_CHECKING:\n    from a import b",
        "class A(Protocol):\n    x: int = 1",
        "run.say('warning', text, urn)",
        "text = 'what someone reads'",
        "text = f'what {someone} reads' + more",
        "text = 'this way' if a else 'that way'",
        "raise ValueError(f'cannot be: {it}')",
        "del step, world",
        "__all__ = ['a']",
        "x = cast('Properties', y)",
        "x = a",
    ],
)
def test_what_no_behaviour_shows_is_left_alone(code: str) -> None:
    assert changes(code) == []


def test_equal_changes_of_one_function_have_names_of_their_own() -> None:
    keys = [each.key for each in mutants_of(ast.parse("class A:\n def f(self):\n  return [a in b, c, a in b]"), "m")]
    assert len(set(keys)) == len(keys) == 3
    assert keys[0] == "m A.f: return [a in b, c, a in b] -> return None"
    assert keys[2] == "m A.f: a in b -> a not in b #2"


def test_every_module_of_the_planner_has_mutants() -> None:
    for module in PLANNER:
        for mutant in found(module):
            assert re.fullmatch(r"[^\n]+ -> [^\n]+", f"{mutant.before} -> {mutant.after}")
            assert mutant.line <= mutant.last


def by_name(module: str, key: str) -> Mutant:
    return next(mutant for mutant in found(module) if mutant.key == f"{module} {key}")


def test_mutants_are_caught_or_survive_or_are_not_covered(tmp_path: Path, clean_environment: object) -> None:
    """By one case, of what asks to stay, or to go, together with something else."""
    caught = by_name(
        "embedded/replacement", "_cascading: urn in resource.replace_with -> urn not in resource.replace_with"
    )
    survives = by_name("embedded/replacement", "deletions_first: planner.gone.add(id(old)) -> pass")
    unseen = by_name(
        "embedded/aliases", "Aliases._inherited: name.startswith(parent_name) -> not name.startswith(parent_name)"
    )
    loops = Mutant(
        module="embedded/aliases",
        function="<module>",
        line=1,
        last=1,
        operator="",
        before="",
        after="",
        occurrence=1,
        at_import=True,
        make=lambda: ast.parse("while True: pass"),
    )
    known = survey(["embedded/replacement", "embedded/aliases"], tmp_path, KEPT)
    judged = list(judge([caught, unseen, survives, loops], known, tmp_path, jobs=2, least=0.5))

    verdicts = {one.mutant: one.verdict for one in judged}
    assert verdicts == {caught: "caught", survives: "survived", unseen: "not covered", loops: "caught"}
    assert list(tmp_path.glob("mutant-*")) == []


def test_a_report_names_survivors_and_both_shares() -> None:
    caught, survivor, own, equal = found("embedded/graph")[:4]
    judged = [Judged(caught, "caught", "kept"), Judged(survivor, "survived"), Judged(own, "of its own")]
    text = report(judged, [equal], {own.key}, 12)
    assert f"src/stackwright/engine/embedded/graph.py:{survivor.line} {survivor.function}" in text
    assert text.splitlines()[-3:] == [
        "Caught by the goldens: 1 of 2 mutants, 50.0 %",
        "Caught by the goldens or by tests/engine: 2 of 3 mutants, 66.7 %",
        "(1 equivalent; 12 s)",
    ]
    assert share(judged) == 50


def test_the_second_stage_asks_the_tests_that_touch_a_mutant() -> None:
    mutant = by_name("embedded/paths", "contains: len(inner) >= len(outer) -> len(inner) > len(outer)")
    lines = {"paths": {"embedded/paths": frozenset({mutant.line})}, "none": {"embedded/paths": frozenset[int]()}}
    assert Touched(lines, {"paths": 1.0, "none": 1.0}).touching(mutant) == ["paths"]
