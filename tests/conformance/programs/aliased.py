"""Resources that go by another name, type or parent than before: each finds its old self, and so do its children."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require_int("variant")
Options = pulumi.ResourceOptions
Alias = pulumi.Alias
renamed = variant > 1


class Inner(pulumi.ComponentResource):
    def __init__(self, name: str, opts: Options) -> None:
        super().__init__("conformance:index:Inner" + ("2" if renamed else ""), name, {}, opts)
        own = Options(parent=self)
        self.role = aws.iam.Role(f"{name}-role", name="inner-role", assume_role_policy="{}", opts=own)
        self.policy = aws.iam.RolePolicy("policy", name="inner-policy", role=self.role.name, policy="{}", opts=own)
        self.register_outputs({"role": self.role.name})


class Outer(pulumi.ComponentResource):
    def __init__(self, name: str, opts: Options | None = None) -> None:
        super().__init__("conformance:index:Outer", name, {}, opts)
        aliases = [Alias(type_="conformance:index:Inner")] if renamed else []
        self.inner = Inner(f"{name}-inner", Options(parent=self, aliases=aliases))
        self.register_outputs({})


def aliases(*them: Alias | str) -> list[Alias | str]:
    return list(them) if renamed else []


root = pulumi.ROOT_STACK_RESOURCE
outer = Outer("new" if renamed else "old", Options(aliases=aliases(Alias(name="old"))))
network = aws.ec2.Vpc(
    "net" if renamed else "network",
    cidr_block="10.0.0.0/16",
    opts=Options(aliases=aliases("urn:pulumi:dev::conformance::aws:ec2/vpc:Vpc::network")),
)
moved = aws.ec2.Subnet(
    "moved",
    vpc_id=network.id,
    cidr_block="10.0.1.0/24",
    tags={"v": str(variant)},
    opts=Options(parent=outer if renamed else None, aliases=aliases(Alias(parent=root))),
)
out = aws.ec2.InternetGateway(
    "out",
    vpc_id=network.id,
    opts=Options(
        parent=None if renamed else outer,
        aliases=aliases(Alias(parent="urn:pulumi:dev::conformance::conformance:index:Outer::old")),
    ),
)
replaced = aws.ec2.Subnet(
    "second" if renamed else "first",
    vpc_id=network.id,
    cidr_block="10.0.3.0/24" if renamed else "10.0.2.0/24",
    opts=Options(aliases=aliases(Alias(name="first"))),
)
elsewhere = aws.Provider(
    "afar" if renamed else "elsewhere", region="eu-central-1", opts=Options(aliases=aliases(Alias(name="elsewhere")))
)
far = aws.ec2.Vpc("far", cidr_block="10.5.0.0/16", opts=Options(provider=elsewhere))
gateway = aws.ec2.NatGateway("gateway", subnet_id=moved.id, connectivity_type="private", opts=Options(depends_on=[out]))
if not renamed:
    aws.ec2.Vpc("far-gone", cidr_block="10.6.0.0/16", opts=Options(provider=elsewhere))
    aws.ec2.RouteTable("gone", vpc_id=network.id, opts=Options(depends_on=[outer]))
pulumi.export("role", outer.inner.role.name)
