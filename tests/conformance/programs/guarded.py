"""Protected resources that would have to be replaced, themselves or along with others."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require("variant")
Options = pulumi.ResourceOptions
network = aws.ec2.Vpc(
    "network",
    cidr_block="10.1.0.0/16" if variant == "beneath" else "10.0.0.0/16",
    opts=Options(delete_before_replace=True),
)
subnet = aws.ec2.Subnet(
    "subnet",
    vpc_id=network.id,
    cidr_block="10.0.2.0/24" if variant in {"replaced", "unprotected"} else "10.0.1.0/24",
    opts=Options(protect=variant != "unprotected"),
)
behind = aws.iam.Role("behind", name="behind", assume_role_policy="{}", tags={"subnet": subnet.id})
