"""A protected resource that leaves the program, with what it stands on and what stands beside it."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require("variant")
network = aws.ec2.Vpc("network", cidr_block="10.0.0.0/16")
if variant != "without":
    subnet = aws.ec2.Subnet("subnet", vpc_id=network.id, cidr_block="10.0.1.0/24")
    kept = aws.ec2.RouteTable(
        "kept", vpc_id=network.id, tags={"s": subnet.id}, opts=pulumi.ResourceOptions(protect=variant == "protected")
    )
    aws.ec2.InternetGateway("beside", vpc_id=network.id)
pulumi.export("variant", variant)
