"""Values of every shape, and how they compare; what of them is ignored by paths. Components: no provider has a say."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

changed = pulumi.Config().require_int("variant") > 1
hidden = pulumi.Output.secret
Text = pulumi.StringAsset
Archive = pulumi.AssetArchive
one = aws.iam.Role("one", name="one", assume_role_policy="{}")
two = aws.iam.Role("two", name="two", assume_role_policy="{}")
namesake = aws.iam.User("namesake", name="one")
moving = aws.iam.Role.get("moving", "two" if changed else "one", opts=pulumi.ResourceOptions(depends_on=[one, two]))
tags = {"a": "2", "b": "2"} if changed else {"a": "1", "b": "1"}
aws.ec2.Vpc(
    "replaced",
    cidr_block="10.1.0.0/16" if changed else "10.0.0.0/16",
    instance_tenancy="dedicated" if changed else "default",
    tags=tags,
    opts=pulumi.ResourceOptions(ignore_changes=["tags.a", "instanceTenancy"]),
)

EQUAL = (
    (1, 1.0),
    (1, True),
    (0, False),
    ("1", 1),
    ([1, 2], [1, 2]),
    ([1, 2], [1, 2, 3]),
    ([1, 2], [1, 3]),
    ([1, 2], "12"),
    ([1], {"0": 1}),
    ({"a": 1}, [1]),
    ({"a": 1}, "a"),
    ({"a": {"b": 1}}, {"a": {"b": 2}}),
    ({"a": {"b": 1}}, {"a": {"c": 1}}),
    ({"a": 1}, {"a": 1, "b": 2}),
    ({}, []),
    ([], [[]]),
    (None, 1),
    (1, None),
    (hidden("a"), "a"),
    ("a", hidden("a")),
    (hidden("a"), hidden("a")),
    (hidden("a"), hidden("b")),
    (hidden("a"), {"value": "a"}),
    (Text("a"), Text("a")),
    (Text("a"), Text("b")),
    (Text("a"), "a"),
    (Text("a"), Archive({"a": Text("a")})),
    (Archive({"a": Text("a")}), Archive({"a": Text("a")})),
    (Archive({"a": Text("a")}), Archive({"b": Text("a")})),
    (one, one),
    (one, two),
    (one, "one"),
    (one, namesake),
    (moving, moving),
    ([1], 1),
    ([], ""),
    ([], {}),
    ({"a": one}, {"a": one}),
)

# Where a `*` stands for a key of a map, one key at most cannot be reset: Go goes through a map in no order.
IGNORED = (
    ("value", 1, 2),
    ("value", None, 2),
    ("value", 1, None),
    ("other", 1, 2),
    ("value.a", {"a": 1, "b": 1}, {"a": 2, "b": 1}),
    ("value.a", {"a": 1, "b": 1}, {"b": 1}),
    ("value.a", {"b": 1}, {"a": 2, "b": 1}),
    ("value.a", {"a": 1}, {"a": 2, "b": 2}),
    ("value.a", {"b": 1}, {"b": 2}),
    ("value.a", {"a": 1}, 2),
    ("value.a", 1, {"a": 2}),
    ("value.a", 1, 2),
    ("value.a", [1], [2]),
    ("value.a.b", {"a": {"b": 1}}, {"a": {"b": 2}}),
    ("value.a.b", {"a": {"b": 1}}, {"a": {}}),
    ("value.a.b", {"a": {}}, {"a": {"b": 2}}),
    ("value.a.b", {"a": {"b": 1}}, {}),
    ("value.a.b", {}, {"a": {"b": 2}}),
    ("value.a.b", {"a": 1}, {"a": {"b": 2}}),
    ("value.a.b", {"a": {"b": 1}}, {"a": 2}),
    ("value.a.b", {"c": 1}, {"c": 1}),
    ("value.a.b.c", {"a": 1}, {"a": {"b": {"c": 2}}}),
    ("value.a.b.c", {"a": {"b": {"c": 1}}}, {"a": 2}),
    ("value.a.b.c", {"a": 1}, {"a": 2}),
    ("value[*].x.y.z", [{"x": 1}, {"x": 1}], [{"x": {"y": {"z": 2}}}, {"x": 2}]),
    ("value.*", {"a": 1, "b": 1}, {"a": 2, "b": 2}),
    ("value.*", {"a": 1, "b": 1}, {"a": 2}),
    ("value.*", {"a": 1}, {"a": 2, "b": 2}),
    ("value.*", 1, {"a": 2}),
    ("value.*", {"a": 1}, 2),
    ("value.*.x", {"a": {"x": 1}, "b": {"x": 1}}, {"a": {"x": 2}, "b": {"x": 2}}),
    ("value.*.x", {"b": {"x": 1}}, {"a": {"x": 2}}),
    ("value.*.x", {"a": {"x": 1}}, {"a": {"x": 2}, "b": {"x": 2}}),
    ("value.*.x", {"a": {"x": 1}, "b": 1}, {"a": {"x": 2}, "b": {"x": 2}}),
    ("value.*.x", {"a": {"x": 1}}, 2),
    ("value.*.x.y", {"a": {"x": {"y": 1}}}, {"a": {}}),
    ("value.*.x", 1, {"a": {"x": 2}}),
    ("value.*.x", 1, 2),
    ("value[0]", [1, 1], [2, 1]),
    ("value[0]", [1, 1], [2, 2]),
    ("value[1]", [1, 1], [1]),
    ("value[1]", [1], [1, 2]),
    ("value[2]", [1], [2]),
    ("value[1]", [1], [2]),
    ("value[1].x", [1], [2]),
    ("value[1].x", [1, {"x": 1}], [1, {"x": 2}]),
    ("value[1].x", [1, {"x": 1}], [1]),
    ("value[0]", {"a": 1}, {"a": 2}),
    ("value[0]", {"a": 1}, [2]),
    ("value[0]", [1], {"a": 2}),
    ("value[*]", [1, 1], [2, 2]),
    ("value[*]", [1, 1], [2]),
    ("value[*]", [1], [2, 2]),
    ("value[*].x", [{"x": 1}, {"x": 1}], [{"x": 2}, {"x": 2}]),
    ("value[*].x", [{"x": 1}], [{"x": 2}, {"x": 2}]),
    ("value[*].x", [{"x": 1}, {"x": 1}], [{"x": 2}]),
    ("value[*].x", [{"y": 1}, {"x": 1}], [{"x": 2}, {"x": 2}]),
    ('value["a.b"]', {"a.b": 1, "a": {"b": 1}}, {"a.b": 2, "a": {"b": 2}}),
    ('value["a\\"b"]', {'a"b': 1, "a": 1}, {'a"b': 2, "a": 1}),
    ("*", 1, 2),
    ("value[", 1, 2),
    ("value.a", hidden({"a": 1}), {"a": 2}),
    ("value.a", {"a": 1}, hidden({"a": 2})),
    ("value.a", hidden({"a": 1, "b": 1}), hidden({"a": 2, "b": 1})),
    ("value.a.b", {"a": hidden({"b": 1})}, {"a": {"b": 2}}),
    ("value.*", hidden({"a": 1}), {"a": 2}),
    ("value[0]", hidden([1]), [2]),
    ("value[*]", hidden([1]), [2]),
    ("value[*].x", [hidden({"x": 1})], [{"x": 2}]),
    ("value[0]", [hidden(1)], [2]),
    ("value.a", {"a": hidden(1)}, {"a": 2}),
    ("value", hidden(1), 2),
    ("value", 1, hidden(2)),
)


class Shape(pulumi.ComponentResource):
    def __init__(self, name: str, value: object, ignored: Sequence[str] = ()) -> None:
        props = {} if value is None else {"value": value}
        super().__init__("conformance:index:Shape", name, props, pulumi.ResourceOptions(ignore_changes=list(ignored)))


for number, (before, after) in enumerate(EQUAL):
    Shape(f"equal-{number:02}", after if changed else before)
for number, (path, before, after) in enumerate(IGNORED):
    Shape(f"ignored-{number:02}", after if changed else before, [path])
Shape("both", {"a": 2, "b": 2} if changed else {"a": 1, "b": 1}, ["value.b", "value.a"])
