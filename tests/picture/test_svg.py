from __future__ import annotations

import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from stackwright.picture import Box, Change, Picture, as_svg, with_changes
from stackwright.picture.svg.boxes import rows_of, width_of
from stackwright.picture.svg.measure import cut, width
from tests.picture.support import eighteen, made, part, pictures, read
from tests.picture.test_text import changing, run, shop

SVG = "{http://www.w3.org/2000/svg}"
SIZES = {
    "name": (14.0, True),
    "small": (12.0, False),
    "label": (11.0, False),
    "lane": (13.0, True),
    "title": (20.0, True),
}


@pytest.mark.parametrize("name", ["eighteen", "shop", "fifty", "run"])
def test_pictures_are_what_they_were(name: str, repository: Path) -> None:
    """`ACCEPT=1` writes them anew; look at them."""
    made_of = {
        "eighteen": lambda: changing(eighteen()),
        "shop": shop,
        "fifty": lambda: changing(read(repository / "benchmarks/fifty/service.yaml")),
        "run": lambda: run(shop()),
    }
    golden = repository / f"tests/golden/picture/{name}.svg"
    text = as_svg(made_of[name]())
    if os.environ.get("ACCEPT"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text)
    assert text == golden.read_text()


@settings(max_examples=25)
@given(pictures())
def test_it_stands_alone(picture: Picture) -> None:
    """Well-formed, no script, nothing from elsewhere, every name that is referred to there once."""
    text = as_svg(picture)
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert not re.search(
        r"<script|<image|<foreignObject|@import|@font-face|\bhref=|https?://(?!www\.w3\.org/2000/svg)", text
    )
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    named = {*str(root.get("aria-labelledby")).split(), *re.findall(r"url\(#([^)]+)\)", text)}
    assert named == set(ids)


@settings(max_examples=25)
@given(pictures())
def test_no_text_leaves_the_sheet_or_its_box(picture: Picture) -> None:
    root = ElementTree.fromstring(as_svg(changing(picture)))
    wide = float(str(root.get("width")))
    for group in root.iter(f"{SVG}g"):
        box = group.find(f"{SVG}rect")
        if box is None:
            continue
        right = float(box.get("x") or 0) + float(str(box.get("width")))
        for text in group.findall(f"{SVG}text"):
            if text.get("text-anchor") != "end":
                assert float(str(text.get("x"))) + _wide(text) <= right, ElementTree.tostring(text)
    for text in root.findall(f"{SVG}text"):
        x = float(str(text.get("x")))
        first, last = (x - _wide(text), x) if text.get("text-anchor") == "end" else (x, x + _wide(text))
        assert first >= 0
        assert last <= wide


def _wide(text: ElementTree.Element) -> float:
    size, bold = next((SIZES[kind] for kind in str(text.get("class")).split() if kind in SIZES), (13.0, False))
    counts = any("count" in str(piece.get("class")) for piece in text)
    return width("".join(text.itertext()), size, bold=bold or counts)


@settings(max_examples=25)
@given(pictures())
def test_who_cannot_see_it_is_told_every_part_and_what_it_needs(picture: Picture) -> None:
    root = ElementTree.fromstring(as_svg(changing(picture)))
    description = root.findtext(f"{SVG}desc") or ""
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == picture.title
    for box in picture.boxes.values():
        assert f"{box.name}, {box.origin}; preview:" in description
    for arrow in picture.arrows:
        assert re.search(rf"\b{arrow.target}, [^.]*(reads|goes after) [^.]*\b{arrow.source}\b", description)


def test_each_effect_has_its_own_look_and_the_legend_names_it() -> None:
    text = as_svg(changing(eighteen()))
    for effect, word in [
        ("create", "+ create"),
        ("replace", "± replace"),
        ("delete", "− delete"),
        ("unchanged", "unchanged"),
        ("stopped", "not done"),
        ("failed", "failed"),
    ]:
        assert f"edge-{effect}" in text
        assert f">{word}</text>" in text
    assert "edge-update" not in text.split("</style>")[1]


def test_a_part_on_two_clouds_shows_both() -> None:
    text = as_svg(eighteen())
    [link] = re.findall(r"<g [^>]*><title>link, .*?</g>", text, re.DOTALL)
    assert re.findall(r"accent-\w+", link) == ["accent-aws", "accent-private"]
    assert re.search(r'<linearGradient id="sw-shop-in-dev-aws-private"', text)


def test_light_and_dark_have_a_rule_for_every_class_that_is_used() -> None:
    text = as_svg(changing(eighteen()))
    style, body = re.findall(r"<style>(.*?)</style>(.*)", text, re.DOTALL)[0]
    light, dark = style.split("@media (prefers-color-scheme:dark)")
    coloured = re.compile(r"\.((?:tint|stop|accent|ink|edge|lane|on)-\w+)")
    used = {
        name
        for classes in re.findall(r'class="([^"]*)"', body)
        for name in classes.split()
        if coloured.match(f".{name}")
    }
    assert used <= set(coloured.findall(light))
    assert set(coloured.findall(light)) == set(coloured.findall(dark))


@pytest.mark.parametrize("length", [1, 20, 80, 300])
def test_a_box_grows_with_its_text_and_then_cuts_it(length: int) -> None:
    box = Box(name="n" * length, origin="o" * length, clouds=("aws",))
    assert width_of(box) >= width(cut(box.name, 14, 280, bold=True), 14, bold=True)
    assert rows_of(box) * 9 >= 16 + 20 + 18


def test_names_are_text_and_never_markup() -> None:
    picture = made({"a": part("a", version='<b>&"')})
    root = ElementTree.fromstring(as_svg(picture))
    assert any('network@<b>&"' in "".join(text.itertext()) for text in root.iter(f"{SVG}text"))


def test_seven_like_parts_are_one_box_that_shows_the_state_of_each() -> None:
    names = [f"m{number}" for number in range(7)]
    parts = {"first": part("first"), **{name: part(name, needs=["first"]) for name in names}}
    changes = {name: (Change("up", "failed" if name == "m3" else "unchanged"),) for name in parts}
    text = as_svg(with_changes(made(parts), changes))
    assert "7 × network@^1" in text
    assert all(f">{name}</text>" in text for name in names)
    assert text.count("told edge-failed") == 3, "the part's, the whole box's, the legend's"
