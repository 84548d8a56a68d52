from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.errors import Location, UsageError
from stackwright.service.graph import Graph, find_cycles, make_graph, topological
from stackwright.service.loading import load_service
from stackwright.service.model import Environment, Part, Reference, Service

HERE = Location(Path("service.yaml"))


def _part(name: str, needs: list[str]) -> Part:
    """Every second dependency is a reference, the others are `after`."""
    return Part(
        name=name,
        blueprint="network",
        version="^1",
        cloud="aws",
        inputs={f"i{index}": Reference(other, ("id",)) for index, other in enumerate(needs) if index % 2 == 0},
        after=tuple(other for index, other in enumerate(needs) if index % 2),
        stack=f"dev.{name}",
        project="shop",
        directory=Path(),
        where=HERE,
    )


def _graph(needed: dict[str, list[str]]) -> Graph:
    environment = Environment(name="dev", backend="file:///s", secrets="passphrase", providers={}, where=HERE)
    service = Service(
        name="shop",
        owner="team-retail",
        folder=Path(),
        path=HERE.path,
        environments={"dev": environment},
        parts={"dev": {name: _part(name, needs) for name, needs in needed.items()}},
    )
    return make_graph(service, "dev")


@st.composite
def acyclic(draw: st.DrawFn) -> dict[str, list[str]]:
    """Parts in any order of the file, each needing some of those that a hidden order puts before it."""
    hidden = [f"p{number}" for number in range(draw(st.integers(0, 12)))]
    needed = {
        name: draw(st.lists(st.sampled_from(hidden[:index]), unique=True, max_size=4)) if index else []
        for index, name in enumerate(hidden)
    }
    return {name: needed[name] for name in draw(st.permutations(hidden))}


@st.composite
def anything(draw: st.DrawFn) -> dict[str, list[str]]:
    names = [f"p{number}" for number in range(draw(st.integers(1, 8)))]
    return {name: draw(st.lists(st.sampled_from(names), unique=True, max_size=3)) for name in names}


@given(acyclic())
def test_every_part_comes_once_and_after_all_that_it_needs(needed: dict[str, list[str]]) -> None:
    graph = _graph(needed)
    assert sorted(graph.order) == sorted(needed)
    place = {name: index for index, name in enumerate(graph.order)}
    assert all(place[other] < place[name] for name, others in needed.items() for other in others)


@given(acyclic())
def test_order_is_the_smallest_by_place_in_the_file(needed: dict[str, list[str]]) -> None:
    """Among the parts that could come next, the first of the file does."""
    done: set[str] = set()
    for name in _graph(needed).order:
        ready = [each for each in needed if each not in done and done.issuperset(needed[each])]
        assert name == ready[0]
        done.add(name)


@given(acyclic())
def test_a_wave_needs_only_earlier_ones_and_always_the_one_before(needed: dict[str, list[str]]) -> None:
    graph = _graph(needed)
    wave_of = {name: number for number, wave in enumerate(graph.waves) for name in wave}
    assert set(wave_of) == set(needed)
    assert all(wave for wave in graph.waves)
    for name, others in needed.items():
        assert wave_of[name] == max((wave_of[other] + 1 for other in others), default=0)


@given(acyclic())
def test_dependents_are_dependencies_turned_round(needed: dict[str, list[str]]) -> None:
    graph = _graph(needed)
    for name in needed:
        assert name not in graph.dependencies_of(name)
        assert graph.dependents_of(name) == {other for other in needed if name in graph.dependencies_of(other)}


@given(acyclic(), st.data(), st.booleans(), st.booleans())
def test_a_selection_is_closed(needed: dict[str, list[str]], data: st.DataObject, below: bool, above: bool) -> None:
    graph = _graph(needed)
    if not needed:
        return
    name = data.draw(st.sampled_from(sorted(needed)))
    chosen = graph.select(name, with_dependencies=below, with_dependents=above)
    assert name in chosen.parts
    if not below and not above:
        assert list(chosen.parts) == [name]
    if below:
        assert all(graph.dependencies_of(each) <= set(chosen.parts) for each in chosen.parts)
    if above:
        assert graph.dependents_of(name) <= set(chosen.parts)
    place = {each: index for index, each in enumerate(chosen.order)}
    assert all(place[other] < place[each] for each in chosen.parts for other in needed[each] if other in place)


@given(anything())
def test_a_cycle_is_found_exactly_where_there_is_no_order(needed: dict[str, list[str]]) -> None:
    cycles = find_cycles(needed)
    assert bool(cycles) == (len(topological(needed)) < len(needed))
    for cycle in cycles:
        assert cycle[0] == cycle[-1]
        assert len(set(cycle[:-1])) == len(cycle) - 1
        assert all(other in needed[name] for name, other in pairwise(cycle))


def test_the_shortest_cycle_is_shown() -> None:
    assert find_cycles({"a": ["b", "c"], "b": ["d"], "c": ["a"], "d": ["a"], "e": ["a"]}) == [("a", "c", "a")]
    assert find_cycles({"a": ["a"]}) == [("a", "a")]


SHOP = """
service: shop
owner: team-retail
parts:
  web:
    blueprint: web-service@^2
    cloud: aws
    inputs: {network: "${network}", upstream: "https://${billing/api.hostname}/"}
  network: {blueprint: network@^1, cloud: aws, inputs: {cidr: 10.10.0.0/16}}
  legacy: {program: ../legacy, after: [network, web]}
environments:
  dev: {backend: "file://.stackwright/state", providers: {aws: {region: eu-west-1}}}
"""


@pytest.fixture
def shop(write, catalogue) -> Service:
    folder = write(SHOP)
    (folder.parent / "legacy").mkdir()
    (folder.parent / "legacy" / "Pulumi.yaml").write_text("name: legacy\nruntime: nodejs\n")
    return load_service(folder, catalogue)


def test_data_holds_what_the_picture_shows(shop: Service) -> None:
    data = json.loads(json.dumps(make_graph(shop, "dev").to_dict()))
    assert data["order"] == ["network", "web", "legacy"]
    assert data["parts"]["web"] == {
        "blueprint": "web-service",
        "version": "^2",
        "cloud": "aws",
        "project": "shop",
        "stack": "dev.web",
        "wave": 2,
        "needs": ["network", "billing/api"],
        "neededBy": ["legacy"],
    }
    assert data["parts"]["legacy"]["stack"] == "dev.shop.legacy"


def test_unknown_names_are_told_with_the_nearest(shop: Service) -> None:
    with pytest.raises(UsageError, match=r"no part 'wbe'") as caught:
        make_graph(shop, "dev").select("wbe")
    assert caught.value.hint == "Did you mean 'web'?"
    with pytest.raises(UsageError) as caught:
        make_graph(shop, "prod")
    assert caught.value.hint == "Its environments are: dev."
