from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.service.model import Reference, Template
from stackwright.service.references import Malformed, parse, references

NAMES = st.text("az09-", max_size=39).map(lambda text: f"n{text}")
KEYS = st.text("aZ_0-", max_size=12).map(lambda text: f"_{text}")
PATHS = st.one_of(
    st.just(()),
    st.tuples(KEYS, st.lists(KEYS | st.integers(0, 99), max_size=3)).map(lambda path: (path[0], *path[1])),
)
REFERENCES = st.builds(Reference, part=NAMES, path=PATHS, service=st.none() | NAMES)
LITERALS = st.text(st.characters(exclude_characters="$", exclude_categories=["Cs"]), min_size=1)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("${network}", Reference("network")),
        ("${network.id}", Reference("network", ("id",))),
        ("${database.endpoint.ports[0]}", Reference("database", ("endpoint", "ports", 0))),
        ("${billing/database.url}", Reference("database", ("url",), "billing")),
        ('${web.headers["x-frame options"]}', Reference("web", ("headers", "x-frame options"))),
        ("${web.headers['a.b']}", Reference("web", ("headers", "a.b"))),
        ("plain", "plain"),
        ("$HOME and $(date)", "$HOME and $(date)"),
        ("$${part}", "${part}"),
        ("cost: 5$$", "cost: 5$$"),
        ("https://${web.host}/x", Template(("https://", Reference("web", ("host",)), "/x"))),
        ("${a.x}${b.y}", Template((Reference("a", ("x",)), Reference("b", ("y",))))),
        ("$${a} is ${a.x}", Template(("${a} is ", Reference("a", ("x",))))),
        ("", ""),
    ],
)
def test_what_text_means(text: str, meant: object) -> None:
    assert parse(text) == meant


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("${", 0),
        ("ab ${c", 3),
        ("${a ${b}}", 0),
        ("${a.x} ${", 7),
        ("${}", 0),
        ("${A}", 0),
        ("${a.}", 0),
        ("${a[x]}", 0),
        ("${a/b/c}", 0),
        ("${/a}", 0),
        ("${a[0].b}", 0),
    ],
)
def test_a_malformed_reference_is_found_where_it_starts(text: str, offset: int) -> None:
    with pytest.raises(Malformed) as caught:
        parse(text)
    assert caught.value.offset == offset
    assert caught.value.hint


@given(REFERENCES)
def test_a_reference_is_read_as_it_is_written(reference: Reference) -> None:
    assert parse(str(reference)) == reference


@given(st.lists(LITERALS | REFERENCES, min_size=2, max_size=6))
def test_a_template_keeps_its_pieces_in_order(pieces: list[str | Reference]) -> None:
    meant = parse("".join(map(str, pieces)))
    found = meant.pieces if isinstance(meant, Template) else (meant,)
    assert "".join(map(str, found)) == "".join(map(str, pieces))
    assert [piece for piece in found if isinstance(piece, Reference)] == [
        piece for piece in pieces if isinstance(piece, Reference)
    ]


@given(st.text(st.sampled_from("ab${}.[]/\"'0 -")))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        meant = parse(text)
    except Malformed as error:
        offset = error.offset
    else:
        assert isinstance(meant, str | Reference | Template)
        return
    assert text[offset : offset + 2] == "${"


@given(st.text())
def test_escaping_keeps_any_text(text: str) -> None:
    assert parse(text.replace("$${", "${").replace("${", "$${")) == text.replace("$${", "${")


def test_references_are_found_at_any_depth() -> None:
    a, b, c = (Reference(name, ("x",)) for name in "abc")
    value = {"list": [a, {"deep": Template(("x", b))}], "plain": 1, "whole": c}
    assert list(references(value)) == [
        (("list", 0), a, False),
        (("list", 1, "deep"), b, True),
        (("whole",), c, False),
    ]
