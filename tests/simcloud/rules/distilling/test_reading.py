"""What is read of Go source, of CloudFormation's schemas and of a provider's answers, each from a few lines of them."""

from dataclasses import dataclass, field

import pytest

from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.rules.distilling.cloudformation import said
from stackwright.simcloud.rules.distilling.distil import Facts, facts
from stackwright.simcloud.rules.distilling.golang import Call, Literal, Package
from stackwright.simcloud.rules.distilling.matching import folded, same_types
from stackwright.simcloud.rules.distilling.plugin import Answer, packed
from stackwright.simcloud.rules.distilling.probing import Leaf, leaves, probe

GO = """
package thing

var shared = map[string]*schema.Schema{
	"a": {Type: schema.TypeString, ForceNew: true}, // a comment, with }
}

func ResourceThing() *schema.Resource {
	return &schema.Resource{
		Create: create,
		CustomizeDiff: func(x int) error { return nil },
		Schema: map[string]*schema.Schema{
			"name": {
				Type:        schema.TypeString,
				Description: `What it is called, "so": {to, speak}`,
				ForceNew:    true,
			},
			"other": helper("x", 1),
		},
	}
}
"""


def test_literals_of_go_are_read_past_functions_comments_and_raw_strings():
    package = Package(GO)
    thing = package.get("ResourceThing")
    assert isinstance(thing, Literal)
    schema = thing.entries["Schema"]
    assert isinstance(schema, Literal)
    assert list(schema.entries) == ["name", "other"]
    assert schema.entries["name"].entries["ForceNew"] == "true"
    assert schema.entries["other"] == Call("helper", ['"x"', "1"])
    assert package.get("shared").entries["a"].entries["ForceNew"] == "true"
    assert package.get("elsewhere") is None


def test_a_schema_of_cloudformation():
    schema = {
        "properties": {"VpcId": {}, "MapPublicIpOnLaunch": {}, "SubnetId": {}, "Ipv6Native": {}},
        "readOnlyProperties": ["/properties/SubnetId"],
        "createOnlyProperties": ["/properties/VpcId"],
        "conditionalCreateOnlyProperties": ["/properties/Ipv6Native"],
    }
    read = said(schema)
    assert read == {("VpcId",): "replace", ("MapPublicIpOnLaunch",): "update", ("Ipv6Native",): "unknown"}
    types = catalogue("aws")
    expected = Facts(("vpcId",), frozenset({"vpcId", "mapPublicIpOnLaunch"}))
    assert facts(types, "aws:ec2/subnet:Subnet", read) == expected


def test_types_are_the_same_by_name_and_inputs():
    inputs = ["VpcId", "CidrBlock", "AvailabilityZone", "Ipv6Native", "EnableDns64", "Tags", "OutpostArn"]
    found = dict(same_types(catalogue("aws"), {"ec2_subnet": inputs, "dms_subnet": ["VpcId", "Region"]}))
    assert found["aws:ec2/subnet:Subnet"] == "ec2_subnet"
    assert "aws:ec2/vpc:Vpc" not in found


def test_a_block_in_which_everything_replaces_is_one_path_and_otherwise_its_parts_are():
    types, token = catalogue("aws"), "aws:ec2/instance:Instance"
    block = {("root_block_device", name): "replace" for name in ("encrypted", "kms_key_id")}
    assert facts(types, token, block).replaces == ("rootBlockDevice",)
    some = {**block, ("root_block_device", "volume_size"): "update", ("root_block_device",): "replace"}
    assert facts(types, token, some).replaces == (
        "rootBlockDevice=",
        "rootBlockDevice.encrypted",
        "rootBlockDevice.kmsKeyId",
    )


@pytest.mark.parametrize(
    ("one", "other"), [("SubnetIds", "subnet_id"), ("policies", "Policy"), ("KMSKeyId", "kmsKeyId")]
)
def test_names_that_differ_in_style_are_the_same(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, b"\xc0"),
        (True, b"\xc3"),
        (7, b"\xd3" + (7).to_bytes(8, "big")),
        ({"a": ["b"]}, b"\xdf\0\0\0\1\xdb\0\0\0\1a\xdd\0\0\0\1\xdb\0\0\0\1b"),
    ],
)
def test_message_pack(value, expected):
    assert packed(value) == expected


@dataclass
class Block:
    attributes: list
    blocks: list = field(default_factory=list)


@dataclass
class Attribute:
    name: str
    type: bytes = b'"string"'
    required: bool = False
    optional: bool = True
    computed: bool = False


@dataclass
class Nested:
    name: str
    block: Block
    nesting: int = 2


class Provider:
    """Plans as a provider does whose `key` forces a new resource, and that refuses any value but a JSON `document`."""

    def plan(self, kind, prior, wanted):
        if wanted["document"] and not wanted["document"].startswith("{"):
            return Answer(frozenset(), ("no JSON",))
        return Answer(frozenset((name,) for name in ("key",) if prior[name] != wanted[name]), ())


BLOCK = Block(
    [Attribute("id"), Attribute("key"), Attribute("document"), Attribute("arn", optional=False, computed=True)],
    [Nested("rule", Block([Attribute("port", b'"number"')]))],
)


def test_arguments_are_asked_about_one_by_one():
    asked = {leaf.path: leaf for leaf in leaves(BLOCK)}
    assert list(asked) == [("key",), ("document",), ("rule",), ("rule", "port")]
    assert asked["rule",] == Leaf(("rule",), None)
    assert {path: probe(Provider(), "thing", BLOCK, leaf) for path, leaf in asked.items()} == {
        ("key",): "replace",
        ("document",): "update",
        ("rule",): "update",
        ("rule", "port"): "update",
    }


def test_a_provider_that_refuses_every_plan_says_nothing():
    class Refusing:
        def plan(self, kind, prior, wanted):
            return Answer(frozenset(), ("no",))

    assert probe(Refusing(), "thing", BLOCK, Leaf(("key",), "string")) == "unknown"
