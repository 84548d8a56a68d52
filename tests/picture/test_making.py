from __future__ import annotations

from pathlib import Path
from typing import TypedDict

from stackwright_blueprints.model import Blueprint

from stackwright.picture import Arrow, Change, with_changes
from stackwright.picture.making import gathered
from stackwright.service.catalogue import Blueprints
from stackwright.service.model import Reference, Template
from tests.picture.support import eighteen, made, part


def test_an_arrow_carries_the_names_of_what_is_read() -> None:
    inputs = {"url": Template(("https://", Reference("api", ("host",)), ":", Reference("api", ("port",))))}
    picture = made({"api": part("api"), "web": part("web", inputs=inputs)})
    assert picture.arrows == [Arrow("api", "web", "data", ("host", "port"))]


def test_a_whole_part_needs_no_name() -> None:
    picture = made({"net": part("net"), "web": part("web", inputs={"network": Reference("net")})})
    assert picture.arrows == [Arrow("net", "web", "data")]


def test_a_connection_says_more_than_data_and_data_more_than_order() -> None:
    connections = {
        "DB": {"to": Reference("db"), "access": "read", "via": Reference("ids")},
        "LOG": {"to": Reference("log")},
    }
    inputs = {"connections": connections, "host": Reference("db", ("host",))}
    picture = made(
        {"db": part("db"), "ids": part("ids"), "log": part("log"), "web": part("web", inputs=inputs, after=["ids"])}
    )
    assert picture.arrows == [
        Arrow("db", "web", "connection", ("DB (read)",)),
        Arrow("ids", "web", "data"),
        Arrow("log", "web", "connection", ("LOG",)),
    ]


def test_a_part_without_a_cloud_belongs_to_those_that_it_joins() -> None:
    boxes = eighteen().boxes
    assert boxes["link"].lane == ("aws", "private")
    assert boxes["azlink"].lane == ("azure", "private")
    assert boxes["status"].lane == ("programs",)
    assert boxes["billing/identities"].lane == ("outside",)


class Nothing(TypedDict):
    pass


def test_a_blueprint_of_one_cloud_says_which() -> None:
    only = Blueprint(
        name="only-gcp",
        version="1.2.0",
        title="Only GCP",
        description="On one cloud.",
        owner="team-platform",
        inputs=Nothing,
        outputs=Nothing,
        clouds={"gcp": ["gcp"]},
        build="none:none",
    )
    parts = {"a": part("a", cloud=None, program=None, blueprint="only-gcp"), "b": part("b")}
    whole = {"left": Reference("a"), "right": Reference("b")}
    parts["link"] = part("link", cloud=None, program=None, blueprint="hybrid-link", inputs=whole)
    assert made(parts).boxes["link"].lane == ("aws",)
    boxes = made(parts, catalogue=Blueprints([only])).boxes
    assert boxes["a"].lane == ("gcp",)
    assert boxes["link"].lane == ("gcp", "aws")


def test_another_service_stands_right_before_what_needs_it() -> None:
    boxes = eighteen().boxes
    assert boxes["billing/identities"].wave == boxes["backup"].wave - 1
    alone = made({"web": part("web", inputs={"u": Reference("api", ("url",), "billing")})})
    assert alone.boxes["billing/api"].wave == -1
    assert alone.subtitle == "1 part, 1 wave"


def test_where_a_cloud_is_comes_from_the_environment_and_nothing_else_does() -> None:
    providers = {
        "aws": {"region": "eu-west-1", "profile": "hidden"},
        "private": {"context": "lab", "kubeconfig": "hidden"},
    }
    picture = made({"a": part("a"), "b": part("b", cloud="private"), "c": part("c", cloud="gcp")}, providers=providers)
    assert [picture.lane_title(box.lane) for box in picture.boxes.values()] == [
        "AWS, eu-west-1",
        "Private cloud, lab",
        "Google Cloud",
    ]


def test_like_parts_are_one_box_and_what_differs_is_not() -> None:
    parts = {"first": part("first"), **{f"m{number}": part(f"m{number}", needs=["first"]) for number in range(7)}}
    parts["m2"] = part("m2", needs=["first"], cloud="gcp")
    picture = made({**parts, "last": part("last", needs=[f"m{number}" for number in range(7)])})
    changes = {name: (Change("up", "failed" if name == "m3" else "succeeded", {"+": 2}),) for name in picture.boxes}
    one = gathered(with_changes(picture, changes, {"m0": 1, "m1": 2}))
    assert list(one.boxes) == ["first", "m0 … m6", "m2", "last"]
    group = one.boxes["m0 … m6"]
    assert [member.name for member in group.members] == ["m0", "m1", "m3", "m4", "m5", "m6"]
    assert group.changes == (Change("up", "failed", {"+": 12}),)
    assert group.protected == 3
    assert len(one.parts) == len(picture.parts)
    assert {(arrow.source, arrow.target) for arrow in one.arrows} == {
        ("first", "m0 … m6"),
        ("first", "m2"),
        ("m0 … m6", "last"),
        ("m2", "last"),
    }


def test_few_like_parts_stay_apart() -> None:
    picture = made({f"m{number}": part(f"m{number}") for number in range(5)})
    assert gathered(picture) is picture


def test_a_program_is_named_by_its_folder() -> None:
    assert made({"a": part("a", cloud=None, program=Path("/somewhere/legacy"))}).boxes["a"].origin == "legacy/"
