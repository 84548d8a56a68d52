"""Habit 1, one noun everywhere, and the rules that Pulumi's component host sets."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, is_typeddict

import pulumi
import pytest
import stackwright_components
from pulumi.provider.experimental.analyzer import Analyzer
from pulumi.provider.experimental.schema import generate_schema
from pulumi.provider.server import ComponentInitError
from stackwright_components.conventions import CLOUDS, ArgumentError, MissingSdk, implementation, integer, type_token
from stackwright_components.host import ComponentHost

from tests.components.recording import record

NOUNS = stackwright_components.__all__
CLOUD_SDKS = ("pulumi_aws", "pulumi_azure_native", "pulumi_gcp", "pulumi_kubernetes", "pulumi_openstack")


def snake(noun: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", noun).lower()


@pytest.mark.parametrize("noun", NOUNS)
def test_a_component_has_one_name_everywhere(noun: str, repository: Path) -> None:
    component = getattr(stackwright_components, noun)
    module = f"stackwright_components.{snake(noun)}"
    kebab = snake(noun).replace("_", "-")
    assert component.__module__ == module
    assert list(inspect.signature(component.__init__).parameters) == ["self", "name", "args", "opts"]
    args = inspect.get_annotations(component.__init__)["args"]
    assert is_typeddict(args)
    assert args.__name__ == f"{noun}Args"
    page = repository / "docs" / "components" / f"{kebab}.md"
    assert page.is_file(), f"{page} is missing"
    assert type_token(noun) in page.read_text(encoding="utf-8")
    assert (repository / "tests" / "components" / f"test_{snake(noun)}.py").is_file()


@pytest.mark.parametrize("noun", NOUNS)
def test_every_component_is_documented_in_the_schema_that_other_languages_see(noun: str) -> None:
    component: type[pulumi.ComponentResource] = getattr(stackwright_components, noun)
    analyzed = Analyzer("stackwright-components").analyze([component])
    schema = generate_schema(
        "stackwright-components",
        "1.0.0",
        None,
        analyzed["component_definitions"],
        analyzed["type_definitions"],
        [],
    ).to_json()
    resource = schema["resources"][type_token(noun)]
    assert resource["isComponent"]
    for kind in ("inputProperties", "properties"):
        undocumented = [name for name, it in resource[kind].items() if not it.get("description")]
        assert not undocumented, f"{kind} of {noun} without a docstring below the field: {undocumented}"


def test_importing_the_components_imports_no_cloud_sdk() -> None:
    code = f"import sys, stackwright_components; print([m for m in {CLOUD_SDKS} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("cloud", "sdk", "extra"),
    [
        ("aws", "pulumi_aws", "aws"),
        ("azure", "pulumi_azure_native", "azure"),
        ("gcp", "pulumi_gcp", "gcp"),
        ("private", "pulumi_openstack", "private"),
    ],
)
def test_a_missing_sdk_names_the_extra(monkeypatch: pytest.MonkeyPatch, cloud: str, sdk: str, extra: str) -> None:
    for module in [it for it in sys.modules if it == sdk or it.startswith(f"{sdk}.")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.delitem(sys.modules, f"stackwright_components.network.{cloud}", raising=False)
    monkeypatch.setitem(sys.modules, sdk, None)  # as Python marks a module that must not be imported
    with pytest.raises(MissingSdk, match=re.escape(f"pip install 'stackwright[{extra}]'")):
        implementation("network", cloud)


def test_an_unknown_cloud_lists_those_that_there_are() -> None:
    with pytest.raises(ArgumentError, match="cloud: 'alibaba' is not one of aws, azure, gcp, private"):
        implementation("network", "alibaba")
    assert set(CLOUDS) == {"aws", "azure", "gcp", "private"}


@pytest.mark.parametrize("value", [3, 3.0, pulumi.Output.from_input])
def test_whole_numbers_arrive_whole_however_the_host_sends_them(value: Any) -> None:
    def program() -> dict[str, Any]:
        given = value(3.0) if callable(value) else value
        return {"number": integer(given)}

    number = record(program).outputs["number"]
    assert number == 3
    assert isinstance(number, int)


def test_a_component_is_built_from_what_other_languages_send() -> None:
    """Names in camel case, numbers as floats, values that are known later as outputs."""
    host = ComponentHost([stackwright_components.Network], "stackwright-components")
    inputs: dict[str, Any] = {"cloud": "aws", "location": "eu-west-1", "cidr": "10.10.0.0/16", "zones": ["eu-west-1a"]}

    def program() -> dict[str, Any]:
        later = {"flowLogRetentionDays": pulumi.Output.from_input(90.0)}
        state = host.construct("shop", type_token("Network"), {**inputs, **later}).state
        return {name: state[name] for name in ("networkId", "privateSubnetIds", "egressAddresses")}

    recording = record(program)
    assert list(recording.outputs["privateSubnetIds"]) == ["eu-west-1a"]
    assert recording.one("aws:cloudwatch/logGroup:LogGroup").inputs["retentionInDays"] == 90


def test_the_host_names_the_argument_that_is_wrong() -> None:
    host = ComponentHost([stackwright_components.Network], "stackwright-components")
    inputs: dict[str, Any] = {"cloud": "aws", "cidr": "10.10.0.0/16", "zones": ["eu-west-1a"]}
    with pytest.raises(ComponentInitError, match="location: is needed on aws") as error:
        record(lambda: {"urn": host.construct("shop", type_token("Network"), inputs).urn})
    assert isinstance(error.value.__cause__ or error.value.args[0], ArgumentError | str)
