"""Changes that are to replace: by paths, and by values that stand for them."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require("variant")
Options = pulumi.ResourceOptions
changed = variant != "made"
v = "2" if changed else "1"


def network(name: str, *paths: str, tags: dict[str, str] | None = None, opts: Options | None = None) -> aws.ec2.Vpc:
    own = Options(replace_on_changes=list(paths) or None)
    return aws.ec2.Vpc(name, cidr_block="10.0.0.0/16", tags=tags, opts=Options.merge(own, opts))


same = network("same", "tags", tags={"a": "1"})
whole = network("whole", "tags", tags={"a": v})
key = network("key", "tags.a", tags={"a": v})
other = network("other", "tags.b", tags={"a": v, "b": "1"})
every = network("every", "tags.*", tags={"a": v})
all_ = network("all", "*", tags={"a": v})
quoted = network("quoted", 'tags["a.b"]', tags={"a.b": v})
deeper = network("deeper", "tags.a.b", tags={"a": v})
added = network("added", "tags.a", tags={"a": "1"} if changed else {"b": "1"})
removed = network("removed", "tags", tags=None if changed else {"a": "1"})
first = network("first", "cidrBlock", "tags.a", tags={"a": v}, opts=Options(delete_before_replace=True))
either = aws.ec2.Subnet(
    "either",
    vpc_id=same.id,
    cidr_block=f"10.0.{v}.0/24",
    tags={"a": v},
    opts=Options(replace_on_changes=["cidrBlock", "tags"]),
)
fresh = aws.iam.Role("fresh" if changed else "stale", assume_role_policy="{}")


def triggered(name: str, before: object, after: object) -> aws.ec2.Vpc:
    trigger = after if changed else before
    return network(name, opts=Options(replacement_trigger=trigger))


others = [
    triggered("trigger-same", {"a": [1]}, {"a": [1]}),
    triggered("trigger-changed", {"a": [1]}, {"a": [2]}),
    triggered("trigger-set", None, "a"),
    triggered("trigger-set-unknown", None, fresh.arn),
    triggered("trigger-gone", "a", None),
    triggered("trigger-hidden", "a", pulumi.Output.secret("a")),
    triggered("trigger-unknown", "a", fresh.arn),
    triggered("trigger-list", [fresh.name, "a"], ["a", "b"]),
]
others += [same, whole, key, other, every, all_, quoted, deeper, added, removed, first]
wrong = network(
    "wrong", "tags[" if variant == "invalid" else "tags.x", tags={"a": variant}, opts=Options(depends_on=others)
)
