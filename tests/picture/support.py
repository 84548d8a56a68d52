"""Pictures to try things on: any shape of a graph, and a service of eighteen parts over four clouds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from stackwright.errors import Location
from stackwright.picture import Picture, picture_of
from stackwright.service.graph import make_graph
from stackwright.service.model import Catalogue, Cloud, Environment, Input, Part, Reference, Service
from stackwright.service.references import parse

HERE = Location(Path("service.yaml"))
CLOUDS: Sequence[Cloud | None] = ("aws", "azure", "gcp", "private", None)


def made(
    parts: Mapping[str, Part],
    name: str = "shop",
    providers: Mapping[Cloud, Mapping[str, Any]] | None = None,
    catalogue: Catalogue | None = None,
) -> Picture:
    """The picture of a service of these parts in `dev`."""
    environment = Environment(name="dev", backend="", secrets="", providers=providers or {}, where=HERE)
    service = Service(
        name=name,
        owner="team-retail",
        folder=Path(),
        path=HERE.path,
        environments={"dev": environment},
        parts={"dev": parts},
    )
    return picture_of(make_graph(service, "dev"), environment, catalogue)


def part(
    name: str, *, cloud: Cloud | None = "aws", needs: Sequence[str] = (), after: Sequence[str] = (), **more: Any
) -> Part:
    """A part that reads output `id` of each that it needs."""
    inputs: dict[str, Input] = {f"i{number}": Reference(other, ("id",)) for number, other in enumerate(needs)}
    origin = {"blueprint": "network", "version": "^1"} if cloud else {"program": Path("../legacy")}
    known = {"name": name, "cloud": cloud, "inputs": inputs, "after": tuple(after), "stack": f"dev.{name}"}
    return Part(**{**known, **origin, **more}, project="shop", directory=Path(), where=HERE)


def eighteen() -> Picture:
    """Eighteen parts over four clouds, with connections, hybrid links, a program, and another service."""
    return read(Path(__file__).with_name("eighteen.yaml"))


def read(path: Path) -> Picture:
    """The picture of a service file, as far as pictures go: no blueprint is looked up."""
    document = yaml.safe_load(path.read_text())
    parts: dict[str, Part] = {}
    for name, told in document["parts"].items():
        blueprint, _, version = told.get("blueprint", "").partition("@")
        parts[name] = Part(
            name=name,
            blueprint=blueprint or None,
            version=version,
            program=Path(told["program"]) if "program" in told else None,
            cloud=told.get("cloud"),
            inputs={key: _parsed(value) for key, value in told.get("inputs", {}).items()},
            after=tuple(told.get("after", ())),
            stack=f"dev.{name}",
            project="shop",
            directory=Path(),
            where=HERE,
        )
    return made(parts, document["service"], document["environments"]["dev"]["providers"])


def _parsed(value: Any) -> Input:
    if isinstance(value, str):
        return parse(value)
    if isinstance(value, list):
        return [_parsed(item) for item in value]
    if isinstance(value, dict):
        return {key: _parsed(item) for key, item in value.items()}
    return value


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    """Any service of up to fourteen parts: each needs some of those before it, by data or by order, on any cloud."""
    names = [f"p{number}" for number in range(draw(st.integers(1, 14)))]
    parts: dict[str, Part] = {}
    for index, name in enumerate(names):
        needs = draw(st.lists(st.sampled_from(names[:index]), unique=True, max_size=4)) if index else []
        ordered = draw(st.lists(st.booleans(), min_size=len(needs), max_size=len(needs)))
        parts[name] = part(
            name,
            cloud=draw(st.sampled_from(CLOUDS)),
            needs=[other for other, only_order in zip(needs, ordered, strict=True) if not only_order],
            after=[other for other, only_order in zip(needs, ordered, strict=True) if only_order],
        )
    return made({name: parts[name] for name in draw(st.permutations(names))})
