"""JSON Schema from TypedDicts: what a blueprint's author may write, and what is told where it cannot be."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any, Literal, NotRequired, TypedDict

import pytest
from jsonschema import Draft202012Validator
from stackwright_blueprints.fields import BlueprintError, Field, Input, Output
from stackwright_blueprints.schema import object_schema, plain_fields, with_defaults


class Size(Enum):
    SMALL = "S"
    LARGE = "L"


class Backup(TypedDict):
    days: NotRequired[Annotated[int, Field("Days.", default=7, minimum=1, maximum=35)]]
    vault: Annotated[Input[str], Field("Vault.")]


class NetworkOutputs(TypedDict):
    network_id: Annotated[Output[str], Field("The network.")]


class Inputs(TypedDict):
    name: Annotated[Input[str], Field("A name.", pattern="^[a-z]+$", min_length=1, max_length=9, immutable=True)]
    password: Annotated[Input[str], Field("A password.", secret=True)]
    network: Annotated[Input[NetworkOutputs], Field("A network.", part="network")]
    size: NotRequired[Annotated[Size, Field("How big.", default="S")]]
    tier: NotRequired[Annotated[Literal["a", "b"], Field("A tier.", title="Tier", group="Cost", deprecated="size")]]
    ports: NotRequired[Annotated[list[Annotated[int, Field("A port.", maximum=65535)]], Field("Ports.", max_length=3)]]
    labels: NotRequired[Annotated[dict[str, Input[str]], Field("Labels.", examples=[{"a": "b"}])]]
    backup: NotRequired[Annotated[Backup, Field("Backups.")]]
    ratio: NotRequired[Annotated[Input[float | None], Field("A ratio.")]]


SCHEMA = object_schema(Inputs)
PROPERTIES = SCHEMA["properties"]
VALID: dict[str, Any] = {"name": "shop", "password": "x", "network": {"network_id": "vpc-1", "newer": True}}


def test_it_is_a_schema_and_closed() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["required"] == ["name", "password", "network"]
    assert SCHEMA["additionalProperties"] is False
    assert list(PROPERTIES) == list(Inputs.__annotations__)


def test_keywords() -> None:
    assert PROPERTIES["name"] == {
        "type": "string",
        "description": "A name.",
        "pattern": "^[a-z]+$",
        "minLength": 1,
        "maxLength": 9,
        "x-immutable": True,
    }
    assert PROPERTIES["password"]["x-secret"] is True
    assert PROPERTIES["password"]["writeOnly"] is True
    assert PROPERTIES["size"]["enum"] == ["S", "L"]
    assert PROPERTIES["size"]["default"] == "S"
    assert PROPERTIES["tier"]["deprecated"] is True
    assert (PROPERTIES["tier"]["x-deprecated"], PROPERTIES["tier"]["x-group"]) == ("size", "Cost")
    assert PROPERTIES["ports"]["items"] == {"type": "integer", "description": "A port.", "maximum": 65535}
    assert PROPERTIES["ports"]["maxItems"] == 3
    assert PROPERTIES["labels"]["additionalProperties"] == {"type": "string"}
    assert PROPERTIES["ratio"]["anyOf"] == [{"type": "number"}, {"type": "null"}]


def test_a_whole_part_may_have_more_outputs_than_its_reader_knows() -> None:
    assert PROPERTIES["network"]["x-part"] == "network"
    assert "additionalProperties" not in PROPERTIES["network"]
    assert PROPERTIES["backup"]["additionalProperties"] is False
    assert PROPERTIES["backup"]["required"] == ["vault"]


def test_what_shapes_the_deployment_cannot_be_a_reference() -> None:
    assert plain_fields(Inputs) == {"size", "tier", "ports", "labels", "backup"}
    assert {name for name, it in PROPERTIES.items() if it.get("x-plain")} == plain_fields(Inputs)
    assert not any("x-plain" in it for it in object_schema(Inputs, inputs=False)["properties"].values())


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        ({}, True),
        ({"size": "L"}, True),
        ({"backup": {"vault": "v"}}, True),
        ({"name": "Shop"}, False),
        ({"ports": [1, 2, 3, 4]}, False),
        ({"ports": [70000]}, False),
        ({"backup": {}}, False),
        ({"network": {}}, False),
        ({"unknown": 1}, False),
    ],
)
def test_it_accepts_what_it_should(change: dict[str, Any], valid: bool) -> None:
    assert Draft202012Validator(SCHEMA).is_valid({**VALID, **change}) is valid


def test_defaults_are_filled_in_at_every_depth_and_given_values_kept() -> None:
    given = {**VALID, "backup": {"vault": "v"}}
    completed = with_defaults(Inputs, given)
    assert completed == {**given, "size": "S", "backup": {"vault": "v", "days": 7}}
    assert with_defaults(Inputs, {**VALID, "size": "L"})["size"] == "L"
    assert "backup" not in with_defaults(Inputs, VALID)
    assert given["backup"] == {"vault": "v"}


def bad(annotation: Any) -> type:
    return TypedDict("Bad", {"field": annotation})  # type: ignore[operator,no-any-return]


@pytest.mark.parametrize(
    ("annotation", "message"),
    [
        (str, r"Bad\.field has no Field; write Annotated"),
        (Annotated[str, Field("x", default="y")], "has a default but is required"),
        (Annotated[str, Field("x"), Field("y")], "more than one Field"),
        (Annotated[set[str], Field("x")], "JSON Schema cannot express; use str, bool"),
        (Annotated[dict[int, str], Field("x")], "the keys of a mapping are text"),
        (Annotated[Literal["a", 1], Field("x")], "all of one type"),
        (Annotated[int, Field("x", pattern="^a$")], "pattern and format fit text, not integer"),
        (Annotated[str, Field("x", minimum=1)], "minimum and maximum fit numbers, not string"),
        (Annotated[int, Field("x", min_length=1)], "fit text, lists and mappings, not integer"),
        (NotRequired[Annotated[str, Field("x", secret=True, default="y")]], "a secret has no default"),
        (Annotated[str, Field("x", part="network")], "a whole part is a mapping of outputs"),
    ],
)
def test_a_badly_written_field_is_named_and_corrected(annotation: Any, message: str) -> None:
    with pytest.raises(BlueprintError, match=message):
        object_schema(bad(annotation))


def test_a_class_that_is_no_typed_dict() -> None:
    with pytest.raises(BlueprintError, match="is not a TypedDict; write `class NetworkInputs"):
        object_schema(dict)
