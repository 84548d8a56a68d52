"""What a replacement or a deletion leaves behind when it fails, and what becomes of that when more is replaced."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require_int("variant")
Options = pulumi.ResourceOptions
block = "10.1" if variant > 2 else "10.0"
network = aws.ec2.Vpc("network", cidr_block=f"{block}.0.0/16", opts=Options(delete_before_replace=True))
kept = aws.ec2.RouteTable("kept", vpc_id=network.id, opts=Options(retain_on_delete=True))
subnet = aws.ec2.Subnet(
    "subnet",
    vpc_id=network.id,
    cidr_block=f"{block}.{2 if variant == 3 else variant}.0/24",
    opts=Options(depends_on=[kept]),
)
gateway = aws.ec2.NatGateway("gateway", subnet_id=subnet.id, connectivity_type="private")
if variant < 4:
    aws.iam.RolePolicy("last", role=gateway.id, policy="{}")
