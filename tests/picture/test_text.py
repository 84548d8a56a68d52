from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stackwright.picture import Change, Picture, as_drawing, as_list, with_changes
from stackwright.picture.making import gathered
from stackwright.picture.text.canvas import Line, in_ascii
from tests.picture import tracing
from tests.picture.support import eighteen, made, part, pictures, read


def plain(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]


@settings(max_examples=25)
@given(pictures())
def test_a_drawing_read_back_has_the_arrows_of_the_service(picture: Picture) -> None:
    """Following its lines tells what depends on what: nothing is ambiguous."""
    whole = gathered(picture)
    if whole is not picture:
        return
    found = tracing.arrows(plain(as_drawing(picture)), list(picture.boxes))
    assert found == {(arrow.source, arrow.target) for arrow in picture.arrows}


@settings(max_examples=25)
@given(pictures(), st.integers(40, 200))
def test_a_drawing_is_no_wider_than_it_may_be(picture: Picture, width: int) -> None:
    lines = plain(as_drawing(picture, width))
    if lines[3:4] and "wave" in lines[2]:
        assert max(map(len, lines)) <= width
    else:
        assert lines == plain(as_list(picture))


def test_eighteen_parts_read_back() -> None:
    picture = eighteen()
    found = tracing.arrows(plain(as_drawing(picture)), list(picture.boxes))
    assert found == {(arrow.source, arrow.target) for arrow in picture.arrows}


@pytest.mark.parametrize("name", ["eighteen", "eighteen-narrow", "shop", "fifty", "run", "list"])
def test_drawings_are_what_they_were(name: str, repository: Path) -> None:
    """`ACCEPT=1` writes them anew; look at them."""
    golden = repository / f"tests/golden/picture/{name}.txt"
    text = "\n".join(plain(_drawing(name, repository))) + "\n"
    if os.environ.get("ACCEPT"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text)
    assert text == golden.read_text()


def _drawing(name: str, repository: Path) -> list[Line]:
    match name:
        case "eighteen":
            return as_drawing(changing(eighteen()))
        case "eighteen-narrow":
            return as_drawing(eighteen(), 140)
        case "shop":
            return as_drawing(shop(), 100)
        case "fifty":
            return as_drawing(read(repository / "benchmarks/fifty/service.yaml"), 80)
        case "run":
            return as_drawing(run(shop()), 120)
        case _:
            return as_list(changing(eighteen()))


def shop() -> Picture:
    """Some parts of every kind."""
    return made(
        {
            "network": part("network"),
            "database": part("database", cloud="azure"),
            "web": part("web", needs=["network", "database"]),
            "status": part("status", cloud=None, after=["web"]),
        }
    )


def changing(picture: Picture) -> Picture:
    """Something of everything that can happen, part by part in turn."""
    turns = [
        Change("preview", "succeeded", {"+": 31, "=": 2}),
        Change("preview", "succeeded", {"~": 2, "±": 1, "=": 12}),
        Change("preview", "unchanged", {"=": 7}),
        Change("preview", "succeeded", {"-": 3}),
        Change("preview", "failed", {"+": 1}),
        Change("preview", "blocked"),
    ]
    changes = {name: (turns[index % len(turns)],) for index, name in enumerate(picture.boxes)}
    return with_changes(picture, changes, {"database": 2})


def run(picture: Picture) -> Picture:
    """A rehearsal from end to end."""
    phases = (
        Change("preview", "succeeded", {"+": 5}),
        Change("up", "succeeded", {"+": 5}),
        Change("check", "unchanged", {"=": 5}),
        Change("destroy", "succeeded", {"-": 5}),
    )
    return with_changes(picture, dict.fromkeys(picture.boxes, phases), {"network": 1})


def test_in_ascii_every_line_is_as_long_and_nothing_else() -> None:
    text = "\n".join(plain(as_drawing(changing(eighteen()))))
    told = in_ascii(text)
    assert told.isascii()
    assert list(map(len, told.splitlines())) == list(map(len, text.splitlines()))
    assert "?" not in told


def test_no_part_at_all() -> None:
    assert plain(as_drawing(made({}))) == ["shop in dev: 0 parts, 0 waves", ""]
