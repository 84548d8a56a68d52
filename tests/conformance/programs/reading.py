"""Functions, and resources that are read, not made."""

import pulumi
import pulumi_aws as aws

network = aws.ec2.Vpc("network", cidr_block="10.0.0.0/16")
zones = aws.get_availability_zones(state="available")
identity = aws.get_caller_identity_output()
found = aws.ec2.get_vpc_output(id=network.id)
same = aws.ec2.Vpc.get("same", network.id)
pulumi.export("zones", zones.names[:2])
pulumi.export("account", identity.account_id)
pulumi.export("found", found.cidr_block)
pulumi.export("same", same.cidr_block)
