"""What `ignore_changes` spares: properties, paths, list elements, wildcards, what is added and what is removed."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require_int("variant")
Options = pulumi.ResourceOptions
changed = variant > 1
tags = {"a": str(variant), "b": str(variant), "c.d": str(variant)}


def rules(*ports: int) -> list[aws.ec2.SecurityGroupIngressArgs]:
    return [
        aws.ec2.SecurityGroupIngressArgs(from_port=port, to_port=port, protocol="tcp", description=str(variant))
        for port in ports
    ]


network = aws.ec2.Vpc("network", cidr_block="10.0.0.0/16", tags=tags, opts=Options(ignore_changes=["tags.a"]))
quoted = aws.ec2.Vpc("quoted", cidr_block="10.0.0.0/16", tags=tags, opts=Options(ignore_changes=['tags["c.d"]']))
every = aws.ec2.Vpc("every", cidr_block="10.0.0.0/16", tags=tags, opts=Options(ignore_changes=["tags.*"]))
everything = aws.ec2.Vpc(
    "everything",
    cidr_block="10.1.0.0/16" if changed else "10.0.0.0/16",
    enable_dns_support=not changed,
    opts=Options(ignore_changes=["*"]),
)
replacing = aws.ec2.Subnet(
    "replacing",
    vpc_id=network.id,
    cidr_block="10.0.2.0/24" if changed else "10.0.1.0/24",
    opts=Options(ignore_changes=["cidrBlock"]),
)
added = aws.ec2.InternetGateway(
    "added", vpc_id=network.id, tags={"x": "y"} if changed else None, opts=Options(ignore_changes=["tags"])
)
removed = aws.ec2.EgressOnlyInternetGateway(
    "removed", vpc_id=network.id, tags=None if changed else {"x": "y"}, opts=Options(ignore_changes=["tags"])
)
element = aws.ec2.SecurityGroup(
    "element",
    name="element",
    description="element",
    vpc_id=network.id,
    ingress=rules(81, 443) if changed else rules(80, 443),
    opts=Options(ignore_changes=["ingress[0]"]),
)
field = aws.ec2.SecurityGroup(
    "field",
    name="field",
    description="field",
    vpc_id=network.id,
    ingress=rules(80, 443),
    opts=Options(ignore_changes=["ingress[*].description"]),
)
longer = aws.ec2.SecurityGroup(
    "longer",
    name="longer",
    description="longer",
    vpc_id=network.id,
    ingress=rules(80, 443, 8080) if changed else rules(80),
    opts=Options(ignore_changes=["ingress[*].description"]),
)


class Noted(pulumi.ComponentResource):
    pass


Noted("conformance:index:Noted", "noted", {"note": str(variant)}, Options(ignore_changes=["note"]))
pulumi.export("tags", network.tags)
