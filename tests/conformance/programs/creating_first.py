"""Replacements that are created first: chains of them, updates behind them, and a trigger."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require("variant")
Options = pulumi.ResourceOptions
block = "10.0" if variant in {"1", "triggered"} else "10.1"
network = aws.ec2.Vpc("network", cidr_block=f"{block}.0.0/16")
subnet = aws.ec2.Subnet("subnet", vpc_id=network.id, cidr_block=f"{block}.1.0/24")
gateway = aws.ec2.NatGateway("gateway", subnet_id=subnet.id, connectivity_type="private")
updated = aws.iam.Role("updated", name="updated", assume_role_policy="{}", tags={"network": network.id})
with_it = aws.iam.Role("with-it", assume_role_policy="{}", opts=Options(replace_with=[network]))
triggered = aws.iam.Role(
    "triggered", assume_role_policy="{}", opts=Options(replacement_trigger=["v", variant == "triggered"])
)
first = aws.iam.Role(
    "not-first",
    name="not-first-" + ("b" if variant == "2" else "a"),
    assume_role_policy="{}",
    opts=Options(delete_before_replace=False),
)
pulumi.export("subnet", subnet.id)
