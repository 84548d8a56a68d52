"""What is found wrong while planning, after a first resource was made."""

from importlib.metadata import version

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require("variant")
Options = pulumi.ResourceOptions
first = aws.iam.Role("first", name="first", assume_role_policy="{}")
after = [first]
last: pulumi.Resource = first
"""What the stack's outputs wait for, so that none are registered if it is refused, however fast the program is."""
if variant == "twice":
    last = aws.iam.Role("first", name="second", assume_role_policy="{}", opts=Options(depends_on=after))
if variant == "alias":
    aliases = [pulumi.Alias(name="first")]
    last = aws.iam.Role(
        "second", name="second", assume_role_policy="{}", opts=Options(aliases=aliases, depends_on=after)
    )
if variant == "missing":
    options = Options(depends_on=after, version=version("pulumi-aws"))
    last = pulumi.CustomResource("aws:ec2/subnet:Subnet", "incomplete", {"tags": {"a": "b"}}, options)
pulumi.export("first", first.arn)
pulumi.export("last", last.urn)
pulumi.export("variant", variant)
