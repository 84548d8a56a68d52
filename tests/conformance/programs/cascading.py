"""What is to go along with something by an option, and would anyway: because of what it takes from there."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require_int("variant")
Options = pulumi.ResourceOptions
block = "10.1" if variant > 1 else "10.0"
network = aws.ec2.Vpc("network", cidr_block=f"{block}.0.0/16", opts=Options(delete_before_replace=True))
subnet = aws.ec2.Subnet("subnet", vpc_id=network.id, cidr_block=f"{block}.1.0/24", opts=Options(replace_with=[network]))
gateway = aws.ec2.NatGateway("gateway", subnet_id=subnet.id, connectivity_type="private")
under = aws.ec2.RouteTable("under", vpc_id=network.id, opts=Options(deleted_with=subnet, depends_on=[gateway]))
