"""A stack that may not use default providers."""

import pulumi
import pulumi_aws as aws

own = aws.Provider("own", region="eu-west-1")
network = aws.ec2.Vpc("network", cidr_block="10.0.0.0/16", opts=pulumi.ResourceOptions(provider=own))
if pulumi.Config().get_bool("stash"):  # nobody can do without the engine's own
    pulumi.Stash("stash", input="a")
if pulumi.Config().get_bool("default"):
    role = aws.iam.Role("role", name="role", assume_role_policy="{}", tags={"network": network.id})
