"""Changes of every shape, for a provider that does not say what would change: the engine compares inputs itself."""

from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

variant = pulumi.Config().require_int("variant")
Options = pulumi.ResourceOptions
changed = variant > 1


def rules(*ports: int, words: str = "") -> list[aws.ec2.SecurityGroupIngressArgs]:
    return [
        aws.ec2.SecurityGroupIngressArgs(from_port=port, to_port=port, protocol="tcp", description=words or None)
        for port in ports
    ]


def group(name: str, ingress: list[aws.ec2.SecurityGroupIngressArgs], opts: Options | None = None) -> None:
    aws.ec2.SecurityGroup(name, name=name, description=name, ingress=ingress, opts=opts)


same = aws.ec2.Vpc("same", cidr_block="10.0.0.0/16", tags={"a": "1"})
tags = {"kept": "1", "changed": str(variant), **({"new": "1"} if changed else {"old.one": "1", 'an "old" one': "1"})}
maps = aws.ec2.Vpc("maps", cidr_block="10.0.0.0/16", tags=tags)
none = aws.ec2.Vpc("none", cidr_block="10.0.0.0/16", tags=None if changed else {"a": "1"})
some = aws.ec2.Vpc(
    "some", cidr_block="10.0.0.0/16", tags={"a": "1"} if changed else None, enable_dns_support=not changed
)
hidden = aws.ec2.Vpc(
    "hidden", cidr_block="10.0.0.0/16", tags={"a": pulumi.Output.secret("1") if changed else "1", "b": "2"}
)
told = aws.ec2.Vpc("told", cidr_block="10.0.0.0/16", tags={"a": pulumi.Output.secret(str(variant))})
replaced = aws.ec2.Subnet("replaced", vpc_id=same.id, cidr_block="10.0.2.0/24" if changed else "10.0.1.0/24")
picky = aws.iam.Role(
    "picky",
    assume_role_policy="{}",
    description=str(variant),
    tags={"v": str(variant)},
    opts=Options(replace_on_changes=["tags.v"]),
)
spared = aws.iam.Role(
    "spared",
    name="spared",
    assume_role_policy="{}",
    description=str(variant),
    tags={"v": str(variant)},
    opts=Options(ignore_changes=["description", "tags.v"]),
)
group("longer", rules(80, 443, 8080) if changed else rules(80, 443))
group("shorter", rules(80) if changed else rules(80, 443))
group("other", rules(80, 444, words="new") if changed else rules(80, 443))
group("partly", rules(81, 444) if changed else rules(80, 443), Options(ignore_changes=["ingress[1]"]))
thing = aws.s3.BucketObjectv2(
    "thing",
    bucket="bucket",
    key="key",
    source=pulumi.StringAsset("new" if changed else "old"),
)
like = aws.s3.BucketObjectv2("like", bucket="bucket", key="like", source=pulumi.StringAsset("same"))
archive = aws.s3.BucketObjectv2(
    "archive",
    bucket="bucket",
    key="archive",
    source=pulumi.AssetArchive({"a": pulumi.StringAsset("new" if changed else "old")}),
)
turned: tuple[tuple[Any, Any], ...] = (
    ({"a": "1"}, pulumi.StringAsset("1")),
    (pulumi.StringAsset("1"), {"a": "1"}),
    ([None, "a"], ["a", None]),
    (["a"], {"a": "1"}),
    ({"a": "1"}, ["a"]),
)
for number, (before, after) in enumerate(turned):
    kubernetes.apiextensions.CustomResource(
        f"turned-{number}",
        api_version="example.com/v1",
        kind="Thing",
        metadata={"name": f"turned-{number}"},
        spec={"kept": "1", "turned": after if changed else before},
    )
pulumi.export("maps", maps.tags)
