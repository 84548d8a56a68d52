"""A program that raises after it has registered something."""

import pulumi
import pulumi_aws as aws

network = aws.ec2.Vpc("network", cidr_block="10.0.0.0/16")
pulumi.export("network", network.id)
if pulumi.Config().get_bool("raises"):
    raise ValueError("not today")
