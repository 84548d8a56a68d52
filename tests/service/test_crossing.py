"""What parts need across services: found, put in order, and refused where they wait for each other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.errors import Location, ServiceError
from stackwright.service.crossing import Reach, reach, round_trips, turns
from stackwright.service.model import Part, Reference, Service

Written = Mapping[str, str]
"""Parts as `service/part`, and what each refers to: `part`, `service/part`, several of them separated by blanks."""


def services(written: Written) -> dict[str, Service]:
    found: dict[str, dict[str, Part]] = {}
    for line, (label, needed) in enumerate(written.items(), start=1):
        service, _, name = label.partition("/")
        where = Location(Path(service) / "service.yaml", line, 1)
        named = [other.rpartition("/") for other in needed.split()]
        inputs = {
            f"i{index}": Reference(other, ("id",), abroad or None, where)
            for index, (abroad, _, other) in enumerate(named)
        }
        found.setdefault(service, {})[name] = Part(
            name=name, blueprint="b", inputs=inputs, stack="s", project=service, directory=Path(), where=where
        )
    return {
        name: Service(name=name, owner="o", folder=Path(name), path=Path(name), environments={}, parts={"dev": parts})
        for name, parts in found.items()
    }


def reached(written: Written, *parts: str) -> Reach:
    known = services(written)
    first = next(iter(known.values()))
    return reach(first, "dev", parts or first.parts["dev"], lambda _, name: known.get(name))


def trips(written: Written) -> list[tuple[str, int]]:
    """What is told of the first service, and in which line."""
    known = services(written)
    first = next(iter(known.values()))
    return [(message, where.line) for message, where, _ in round_trips(first, "dev", lambda _, name: known.get(name))]


def test_only_what_is_needed_is_reached_across_any_number_of_services() -> None:
    found = reached({"a/x": "y b/m", "a/y": "", "a/z": "b/n", "b/m": "k c/p", "b/k": "", "b/n": "", "c/p": "a/y"}, "x")
    assert found.needed == {"a/x": ("a/y", "b/m"), "a/y": (), "b/m": ("b/k", "c/p"), "b/k": (), "c/p": ("a/y",)}
    assert set(found.crossings) == {("a/x", "b/m"), ("b/m", "c/p"), ("c/p", "a/y")}
    assert found.missing == {}


def test_a_service_that_is_not_at_hand_is_missing_with_the_place_of_the_reference() -> None:
    found = reached({"a/x": "b/m", "b/m": "c/p"})
    assert {edge: str(where) for edge, where in found.missing.items()} == {("b/m", "c/p"): "b/service.yaml:2:1"}


def test_the_service_that_it_began_with_is_the_one_at_hand_not_its_file() -> None:
    written = {"a/x": "b/m", "b/m": "a/new"}
    on_disk, changed = services(written), services({**written, "a/new": ""})
    found = reach(changed["a"], "dev", ["x"], lambda _, name: on_disk[name])
    assert found.needed["b/m"] == ("a/new",)


def test_a_service_has_a_second_turn_only_where_another_stands_between_its_parts() -> None:
    written = {"a/x": "b/m c/p", "b/m": "k", "b/k": "", "c/p": "b/k"}
    assert turns(reached(written), ["b/m", "c/p"]) == [("b", ("k", "m")), ("c", ("p",))]
    between = {"a/x": "b/m", "b/m": "k c/p", "b/k": "", "c/p": "b/k"}
    assert turns(reached(between), ["b/m"]) == [("b", ("k",)), ("c", ("p",)), ("b", ("m",))]


@given(st.data())
def test_every_part_has_its_turn_once_and_after_all_that_it_needs(data: st.DataObject) -> None:
    labels = [f"{service}/{part}" for service in "abc" for part in "xyz"]
    hidden = data.draw(st.permutations(labels))
    written = {
        label: " ".join(data.draw(st.lists(st.sampled_from(hidden[:index]), unique=True, max_size=3))) if index else ""
        for index, label in enumerate(hidden)
    }
    found = reached({label: written[label] for label in labels})
    order = [f"{service}/{part}" for service, parts in turns(found, found.needed) for part in parts]
    assert sorted(order) == sorted(found.needed)
    for label, needed in found.needed.items():
        assert all(order.index(other) < order.index(label) for other in needed)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        pytest.param({"a/x": "b/m", "b/m": "a/y", "a/y": ""}, [], id="there and back is no cycle"),
        pytest.param({"a/x": "b/m", "b/m": "a/x"}, [("a/x → b/m → a/x", 1)], id="two services"),
        pytest.param(
            {"a/w": "x", "a/x": "y", "a/y": "b/m", "b/m": "c/p", "c/p": "a/x"},
            [("a/x → a/y → b/m → c/p → a/x", 3)],
            id="three, and the place where it leaves this one",
        ),
        pytest.param({"a/x": "a/x"}, [("a/x → a/x", 1)], id="itself, by its service"),
        pytest.param({"a/x": "b/m", "b/m": "c/p", "c/p": "b/m"}, [("b/m → c/p → b/m", 1)], id="others'"),
        pytest.param({"a/x": "y b/m", "a/y": "x", "b/m": ""}, [], id="within the service: told as such"),
    ],
)
def test_parts_that_wait_for_each_other_are_told_with_their_path(written: Written, told: list[tuple[str, int]]) -> None:
    assert trips(written) == [(f"parts of services wait for each other: {path}", line) for path, line in told]


def test_a_file_that_cannot_be_read_is_no_cycle() -> None:
    def broken(_: Service, name: str) -> Service:
        raise ServiceError(f"{name} is no YAML")

    assert list(round_trips(services({"a/x": "b/m"})["a"], "dev", broken)) == []
