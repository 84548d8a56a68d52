"""Components that a plugin program builds: Construct over gRPC, both ways."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pytest

from stackwright.engine.protocol import ConfigValue
from tests.engine.embedded.support import Bench, Thing, Toy

BOXES = Path(__file__).with_name("plugins") / "boxes"
PROJECT = "{name: demo, runtime: python, packages: {boxes: ./boxes}}"


class Box(pulumi.ComponentResource):
    address: pulumi.Output[str]
    key: pulumi.Output[str]

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, **inputs: Any) -> None:
        properties = {**inputs, "address": None, "key": inputs.get("key")}
        super().__init__("boxes:index:Box", name, properties, opts, remote=True)


@pytest.fixture
def bench(tmp_path: Path) -> Callable[[Callable[[], Any]], Bench]:
    def made(program: Callable[[], Any]) -> Bench:
        (tmp_path / "Pulumi.yaml").write_text(PROJECT)
        (tmp_path / "boxes").symlink_to(BOXES)
        config = {"demo:owner": ConfigValue("ann")}
        return Bench(program, directory=tmp_path, config=config)

    return made


def test_a_plugin_builds_a_component_in_the_programs_run(bench: Callable[[Callable[[], Any]], Bench]) -> None:
    """Its resources have the parents, providers, dependencies and secrets that they would have under Pulumi."""
    sizes = [1]

    def program() -> None:
        first = Thing("first", size=1)
        toy = Toy("toy", region="a")
        box = Box(
            "box",
            pulumi.ResourceOptions(providers=[toy], depends_on=[first]),
            size=sizes[0],
            label=pulumi.Output.concat("of ", first.address),
            key=pulumi.Output.secret("hush"),
        )
        Thing("behind", size=box.address)
        pulumi.export("key", box.key)

    made = bench(program)
    preview = made.preview()
    assert preview.error is None
    assert preview.changes == {"create": 6}

    outcome = made.up()

    assert outcome.error is None
    assert "a box of dev: ann" in made.said("info")
    resources = made.resources()
    inside, box = resources["box-in"], resources["box"]
    assert inside["parent"] == box["urn"]
    assert inside["urn"].endswith("boxes:index:Box$toy:index:Thing::box-in")
    assert "::toy::" in inside["provider"]
    assert box["outputs"]["address"] == inside["outputs"]["address"]
    assert resources["behind"]["propertyDependencies"]["size"] == sorted([box["urn"], inside["urn"]])
    assert inside["propertyDependencies"]["label"] == [resources["first"]["urn"]]
    assert "ciphertext" in box["outputs"]["key"]
    assert outcome.outputs["key"] == {
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        "value": "hush",
    }
    sizes[0] = 2
    assert made.up().changes["update"] == 1
    assert made.destroy().result == "succeeded"
    assert made.cloud.things == {}


def test_what_a_component_raises_ends_the_run(bench: Callable[[Callable[[], Any]], Bench]) -> None:
    outcome = bench(lambda: Box("box", size=1, key="k", fails=True)).up()

    assert outcome.result == "failed"
    assert "boxes:index:Box resource 'box' has a problem: there is no such box" in (outcome.error or "")


@pytest.mark.parametrize(
    ("runtime", "said"),
    [
        ("runtime: nodejs", "the package boxes is written for nodejs"),
        (None, "which holds no PulumiPlugin.yaml"),
        ("runtime: python", "has neither a __main__.py nor a pyproject.toml"),
    ],
)
def test_a_plugin_that_cannot_be_run_is_said_in_a_line(tmp_path: Path, runtime: str | None, said: str) -> None:
    (tmp_path / "Pulumi.yaml").write_text(PROJECT)
    (tmp_path / "boxes").mkdir()
    if runtime:
        (tmp_path / "boxes" / "PulumiPlugin.yaml").write_text(runtime)

    outcome = Bench(lambda: Box("box"), directory=tmp_path).preview()

    assert said in (outcome.error or "")


def test_a_component_of_a_package_that_is_no_plugin_is_said_in_a_line(tmp_path: Path) -> None:
    class Made(pulumi.ComponentResource):
        def __init__(self) -> None:
            super().__init__("toy:index:Made", "made", {}, None, remote=True)

    outcome = Bench(Made).preview()

    assert (outcome.error or "").startswith("toy:index:Made is made by the plugin of the package toy")


def test_transforms_of_a_component_reach_what_the_plugin_builds(bench: Callable[[Callable[[], Any]], Bench]) -> None:
    def named(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        if args.type_ != "toy:index:Thing":
            return None
        return pulumi.ResourceTransformResult({**args.props, "words": ["seen"]}, args.opts)

    made = bench(lambda: Box("box", pulumi.ResourceOptions(transforms=[named]), size=1, key="k"))
    assert made.up().error is None
    assert made.resources()["box-in"]["inputs"]["words"] == ["seen"]
