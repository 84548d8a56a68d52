"""A create that the cloud refuses, a resource behind it, and one beside it."""

import pulumi
import pulumi_aws as aws

beside = aws.ec2.Vpc("beside", cidr_block="10.0.0.0/16")
first = aws.iam.Role("first", name="taken", assume_role_policy="{}", opts=pulumi.ResourceOptions(depends_on=[beside]))
name = "free" if pulumi.Config().get_bool("repaired") else "taken"
second = aws.iam.Role("second", name=name, assume_role_policy="{}", opts=pulumi.ResourceOptions(depends_on=[first]))
behind = aws.iam.RolePolicy("behind", role=second.name, policy="{}")
pulumi.export("beside", beside.cidr_block)
pulumi.export("behind", behind.id)
