from __future__ import annotations

from pathlib import Path

import pytest

from stackwright.engine.state.resource import Resource
from stackwright.errors import Location
from stackwright.review.places import find_folder, place, positions_of

STACK = Resource(urn="urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev", type="pulumi:pulumi:Stack")
STACK.source_position = "project:///of/whoever.py#1"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    for path in ("__main__.py", "a b/it.py", "venv/lib/site-packages/theirs.py", "deep/er/project/none"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    return tmp_path


@pytest.mark.parametrize(
    ("positions", "file", "line"),
    [
        (["project:///__main__.py#5"], "__main__.py", 5),
        (["project:///__main__.py#5,3"], "__main__.py", 5),
        (["project:///a%20b/it.py#2"], "a b/it.py", 2),
        (["project:///venv/lib/site-packages/theirs.py#9", "project:///__main__.py#5"], "__main__.py", 5),
        (["", "project:///gone.py#3", "project:///__main__.py#5"], "__main__.py", 5),
        (["project:///../../../__main__.py#7"], "__main__.py", 7),
    ],
)
def test_the_first_that_is_the_program_s(program: Path, positions: list[str], file: str, line: int) -> None:
    assert place(positions, program) == Location(program / file, line)


def test_none_is_better_than_one_that_nobody_can_change(program: Path) -> None:
    theirs = "project:///venv/lib/site-packages/theirs.py#9"
    assert place([theirs, "project:///../../opt/bin/pulumi-language-python-exec#232"], program) is None
    assert place([theirs], None) is None
    assert place(["project:///../../elsewhere.py#1", "project:///__main__.py#5"], None) == Location(
        Path("__main__.py"), 5
    )


def test_a_child_is_where_its_parent_is_made_and_nothing_is_where_the_stack_is() -> None:
    parent = Resource(urn="urn:p", type="a:b:C", parent=STACK.urn, source_position="project:///__main__.py#5")
    child = Resource(urn="urn:c", type="a:b:D", parent=parent.urn, source_position="project:///lib.py#1")
    child.stack_trace = [{"sourcePosition": "project:///lib.py#2"}, {}]
    by_urn = {it.urn: it for it in (STACK, parent, child)}
    assert [it for it in positions_of(child, by_urn) if it] == [
        "project:///lib.py#1",
        "project:///lib.py#2",
        "project:///__main__.py#5",
    ]
    assert list(positions_of(STACK, by_urn)) == []


def test_a_project_is_found_by_its_name(program: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    elsewhere = tmp_path / "deep"
    monkeypatch.chdir(elsewhere)
    assert find_folder("shop", elsewhere / "er") == program, "above"
    (elsewhere / "er" / "project" / "Pulumi.yaml").write_text("name: below\nruntime: python\n")
    assert find_folder("below", Path("/")) == elsewhere / "er" / "project"
    (elsewhere / "er" / "Pulumi.yaml").write_text("name: below\nruntime: python\n")
    assert find_folder("below", Path("/")) is None, "which of the two, nobody says"
    (elsewhere / "Pulumi.yaml").write_text("[broken")
    assert find_folder("nowhere", elsewhere) is None
