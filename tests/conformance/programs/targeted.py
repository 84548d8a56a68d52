"""Changes everywhere, of which a run is to make only some."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require_int("variant")
Options = pulumi.ResourceOptions
v = str(variant)


class Site(pulumi.ComponentResource):
    def __init__(self) -> None:
        super().__init__("conformance:index:Site", "site", {"v": v})
        own = Options(parent=self)
        self.network = aws.ec2.Vpc("network", cidr_block="10.0.0.0/16", tags={"v": v}, opts=own)
        self.subnet = aws.ec2.Subnet("subnet", vpc_id=self.network.id, cidr_block=f"10.0.{v}.0/24", opts=own)
        self.register_outputs({"network": self.network.id})


site = Site()
elsewhere = aws.Provider("elsewhere", region="eu-central-1", max_retries=variant)
mirror = aws.ec2.Vpc("mirror", cidr_block=f"10.{v}.0.0/16", tags={"v": v}, opts=Options(provider=elsewhere))
gateway = aws.ec2.NatGateway("gateway", subnet_id=site.subnet.id, connectivity_type="private", tags={"v": v})
if variant == 1:
    gone = aws.iam.Role("gone", name="gone", assume_role_policy="{}")
    aws.iam.RolePolicy("behind-gone", name="behind-gone", role=gone.name, policy="{}")
if variant > 1:
    fresh = aws.iam.Role("fresh", name="fresh", assume_role_policy="{}")
    aws.iam.RolePolicy("behind-fresh", name="behind-fresh", role=fresh.name, policy="{}")
    apart = aws.iam.Role("apart", name="apart", assume_role_policy="{}")
    pulumi.export("fresh", fresh.arn)
pulumi.export("v", v)
