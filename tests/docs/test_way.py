"""docs/way/one-change.svg shows what is there: its modules, and the direction in which they import each other."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from docs.way.drawing import PAD, WIDE, drawn
from docs.way.steps import STEPS, TIES, Call, Meeting
from stackwright.picture.svg.measure import width

OURS = ("stackwright", "stackwright_blueprints", "stackwright_components", "stackwright_policies")


def test_the_picture_is_what_the_code_draws(repository: Path) -> None:
    """After a change: `python -m docs.way`, and look at it."""
    assert (repository / "docs/way/one-change.svg").read_text(encoding="utf-8") == drawn()


@pytest.mark.parametrize("name", [name for name, step in STEPS.items() if step.module])
def test_every_module_is_there(name: str) -> None:
    assert _file(STEPS[name].module) is not None


def _pairs(kind: type) -> list[tuple[str, str]]:
    modules = [(STEPS[tie.source].module, STEPS[tie.target].module) for tie in TIES if isinstance(tie, kind)]
    return [(source, target) for source, target in modules if source and target]


@pytest.mark.parametrize(("source", "target"), _pairs(Call))
def test_a_caller_imports_what_it_calls_and_never_the_reverse(source: str, target: str) -> None:
    assert target in _reached(source)
    assert source not in _reached(target)


@pytest.mark.parametrize(("source", "target"), _pairs(Meeting))
def test_those_that_meet_do_not_import_each_other(source: str, target: str) -> None:
    assert target not in _reached(source)
    assert source not in _reached(target)


@pytest.mark.parametrize("name", STEPS)
def test_words_stay_in_their_box(name: str) -> None:
    step = STEPS[name]
    room = WIDE - 2 * PAD
    assert width(f"{step.number}  {step.title}", 14, bold=True) <= room
    assert all(width(line, 12) <= room for line in step.what)
    assert len(step.module) * 10.5 * 0.62 <= room, "the widest monospaced fonts take 0.62 of their size"


@cache
def _reached(module: str) -> frozenset[str]:
    """What a module imports, at its top or inside a function, and what those import in turn."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        for name in _imported(waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return frozenset(found)


@cache
def _imported(module: str) -> tuple[str, ...]:
    path = _file(module)
    return tuple(_named(ast.parse(path.read_text(encoding="utf-8")))) if path else ()


def _named(tree: ast.AST) -> Iterator[str]:
    """Modules of ours; not what only type checkers import."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            yield from _named(node)
            continue
        yield from (name for name in names if name.partition(".")[0] in OURS and _file(name))


@cache
def _file(module: str) -> Path | None:
    """Where a module is; None if there is none."""
    parent = module.rpartition(".")[0]
    package = _file(parent) if parent else None
    if parent and (package is None or package.name != "__init__.py"):
        return None
    spec = importlib.util.find_spec(module)
    return Path(spec.origin) if spec and spec.origin else None
