"""What a replacement or a deletion leaves behind when it fails, and what becomes of that when more is replaced."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require_int("variant")
Options = pulumi.ResourceOptions
network = aws.ec2.Vpc(
    "network", cidr_block="10.1.0.0/16" if variant > 2 else "10.0.0.0/16", opts=Options(delete_before_replace=True)
)
subnet = aws.ec2.Subnet("subnet", vpc_id=network.id, cidr_block=f"10.0.{min(variant, 2)}.0/24")
gateway = aws.ec2.NatGateway("gateway", subnet_id=subnet.id, connectivity_type="private")
kept = aws.ec2.Subnet(
    "kept", vpc_id=network.id, cidr_block=f"10.0.{10 + variant}.0/24", opts=Options(retain_on_delete=True)
)
if variant < 4:
    aws.iam.RolePolicy("last", role=gateway.id, policy="{}")
