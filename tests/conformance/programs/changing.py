"""One resource each that is updated, replaced, removed, or left alone though it changed, by `variant`."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require_int("variant")

network = aws.ec2.Vpc(
    "network",
    cidr_block="10.0.0.0/16",
    enable_dns_hostnames=variant > 1,
    tags={"Name": "network", **({"added": "yes"} if variant > 1 else {"removed": "yes"})},
)
subnet = aws.ec2.Subnet(
    "subnet", vpc_id=network.id, cidr_block="10.0.2.0/24" if variant > 1 else "10.0.1.0/24", tags={"v": str(variant)}
)
table = aws.ec2.RouteTableAssociation(
    "table", subnet_id=subnet.id, route_table_id=aws.ec2.RouteTable("routes", vpc_id=network.id).id
)
kept = aws.ec2.SecurityGroup(
    "kept",
    name="kept",
    vpc_id=network.id,
    description="kept",
    tags={"variant": str(variant)},
    opts=pulumi.ResourceOptions(ignore_changes=["tags"]),
)
if variant == 1:
    aws.ec2.InternetGateway("gateway", vpc_id=network.id, tags={"Name": "gateway"})
pulumi.export("subnet", subnet.cidr_block)
pulumi.export("tags", kept.tags)
