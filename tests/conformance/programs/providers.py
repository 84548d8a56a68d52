"""Providers that change: in a way that resources survive, in one that they do not, by name, and from default to own."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require("variant")
Options = pulumi.ResourceOptions
region = "eu-west-3" if variant == "region" else "eu-central-1"
retries = 5 if variant == "setting" else 3
elsewhere = aws.Provider("elsewhere", region=region, max_retries=retries)
mirror = aws.ec2.Vpc("mirror", cidr_block="10.9.0.0/16", opts=Options(provider=elsewhere))
subnet = aws.ec2.Subnet("subnet", vpc_id=mirror.id, cidr_block="10.9.1.0/24", opts=Options(provider=elsewhere))
home = aws.Provider("home", region="eu-west-1") if variant in {"own", "away"} else None
moving = aws.iam.Role("moving", name="moving", assume_role_policy="{}", opts=Options(provider=home))
away = aws.ec2.Vpc("away", cidr_block="10.8.0.0/16", opts=Options(provider=elsewhere if variant == "away" else None))
if variant == "made":
    pulumi.ComponentResource("aws:iam/role:Role", "turned", {"name": "turned"})
else:
    aws.iam.Role("turned", name="turned", assume_role_policy="{}")
pulumi.export("mirror", mirror.arn)
