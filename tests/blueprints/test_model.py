"""`Blueprint`: what it refuses to be, and what `load` answers for."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Annotated, Any, NotRequired, TypedDict

import pulumi
import pytest
from stackwright_blueprints.model import Blueprint, BlueprintError, Context, Field, Input, Output

from tests.components.recording import record


class Inputs(TypedDict):
    size: NotRequired[Annotated[str, Field("A size.", default="S")]]
    source: NotRequired[Annotated[Input[str], Field("A source.")]]
    name: Annotated[Input[str], Field("A name.")]


class Outputs(TypedDict):
    url: Annotated[Output[str], Field("A URL.", secret=True)]
    size: Annotated[Output[str], Field("A size.")]
    extra: NotRequired[Annotated[Output[str], Field("Something more.")]]


def build(context: Context, inputs: Inputs) -> dict[str, Any]:
    return {"url": f"https://{inputs['name']}", "size": inputs.get("size")}


def build_wrongly(context: Context, inputs: Inputs) -> dict[str, Any]:
    return {"url": "https://example.com", "colour": "red"}


BLUEPRINT = Blueprint(
    name="thing",
    version="1.0.0",
    title="Thing",
    description="A thing.",
    owner="platform",
    inputs=Inputs,
    outputs=Outputs,
    clouds={"aws": ["aws"]},
    build=f"{__name__}:build",
)


def context(cloud: Any = "aws", **more: Any) -> Context:
    return Context(
        service="shop", part="thing", environment="dev", cloud=cloud, owner="team", providers={}, tags={}, **more
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "Web Service"}, "is no blueprint name; write it like `web-service`"),
        ({"version": "1.0"}, "is not a semantic version"),
        ({"build": "module"}, "write it `module:function`"),
        ({"clouds": {}}, "names no cloud"),
        ({"replaced_by": "better"}, "its lifecycle is 'deprecated'"),
    ],
)
def test_what_a_blueprint_cannot_be(change: dict[str, Any], message: str) -> None:
    with pytest.raises(BlueprintError, match=message):
        replace(BLUEPRINT, **change)


def test_versions_may_coexist() -> None:
    newer = replace(BLUEPRINT, version="2.0.0-rc.1", lifecycle="proposed")
    assert [str(it) for it in (BLUEPRINT, newer)] == ["thing@1.0.0", "thing@2.0.0-rc.1"]


def test_load_fills_in_defaults_and_marks_declared_secrets() -> None:
    recording = record(lambda: BLUEPRINT.load()(context(), {"name": "shop"}))
    assert recording.outputs == {"size": "S", "url": "https://shop"}
    assert recording.secrets == {"url"}


@pytest.mark.parametrize(
    ("change", "inputs", "message"),
    [
        ({}, {}, r"thing@1\.0\.0 needs the input name"),
        ({}, {"name": "x", "sice": "S"}, "has no input sice"),
        ({"build": f"{__name__}:build_wrongly"}, {"name": "x"}, "build and Outputs differ in colour, size"),
        ({"build": f"{__name__}:nothing"}, {"name": "x"}, "has no function 'nothing'"),
        ({"build": "nowhere.at.all:build"}, {"name": "x"}, "there is no module 'nowhere'"),
    ],
)
def test_load_refuses_what_is_not_declared(change: dict[str, Any], inputs: dict[str, Any], message: str) -> None:
    with pytest.raises(BlueprintError, match=message):
        replace(BLUEPRINT, **change).load()(context(), inputs)


def test_load_refuses_another_cloud() -> None:
    with pytest.raises(BlueprintError, match=r"thing@1\.0\.0 runs on aws, not on gcp"):
        BLUEPRINT.load()(context(cloud="gcp"), {"name": "x"})


def test_what_shapes_the_deployment_must_be_written_out() -> None:
    def program() -> None:
        BLUEPRINT.load()(context(), {"name": "x", "source": pulumi.Output.from_input("fine")})
        BLUEPRINT.load()(context(), {"name": "x", "size": pulumi.Output.from_input("L")})

    with pytest.raises(BlueprintError, match="size decides which resources there are"):
        record(program)


def test_logical_names_know_neither_part_nor_environment() -> None:
    assert context().name == "shop"


def test_reading_the_catalogue_imports_no_pulumi() -> None:
    code = (
        "import sys; from importlib.metadata import entry_points\n"
        "for point in entry_points(group='stackwright.blueprints'): point.load().input_schema()\n"
        "print('pulumi' in sys.modules, 'stackwright' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.split() == ["False", "False"]
