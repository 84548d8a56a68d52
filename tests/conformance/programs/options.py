"""Resource options: what they do when `variant` changes."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require_int("variant")
Options = pulumi.ResourceOptions


class Group(pulumi.ComponentResource):
    def __init__(self, name: str, opts: Options | None = None) -> None:
        super().__init__("conformance:index:Group", name, {}, opts)
        self.role = aws.iam.Role(f"{name}-role", name=name, assume_role_policy="{}", opts=Options(parent=self))
        self.register_outputs({})


first = Group("first") if variant == 1 else Group("renamed", Options(aliases=[pulumi.Alias(name="first")]))
network = aws.ec2.Vpc(
    "network", cidr_block="10.0.0.0/16", tags={"a": "b"}, opts=Options(additional_secret_outputs=["arn"])
)
cidr = "10.0.1.0/24" if variant == 1 else "10.0.2.0/24"
subnet = aws.ec2.Subnet("subnet", vpc_id=network.id, cidr_block=cidr, opts=Options(delete_before_replace=True))
gateway = aws.ec2.NatGateway("gateway", subnet_id=subnet.id, connectivity_type="private")
forced = aws.ec2.SecurityGroup(
    "forced",
    name="forced",
    vpc_id=network.id,
    description="d",
    tags={"v": str(variant)},
    opts=Options(replace_on_changes=["tags.v"], delete_before_replace=True),
)
if variant == 1:
    aws.ec2.InternetGateway("retained", vpc_id=network.id, opts=Options(retain_on_delete=True))
    aws.ec2.EgressOnlyInternetGateway("removed", vpc_id=network.id, opts=Options(depends_on=[first]))
pulumi.export("arn", network.arn)
pulumi.export("gateway", gateway.subnet_id)
