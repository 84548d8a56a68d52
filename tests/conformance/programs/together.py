"""What goes along when something is replaced, old one first: by what it takes from there, by an option, or by both."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require("variant")
Options = pulumi.ResourceOptions
replaced = variant != "made"
block = "10.1" if replaced else "10.0"


def role(name: str, opts: Options | None = None, **more: pulumi.Input[str]) -> aws.iam.Role:
    return aws.iam.Role(name, assume_role_policy="{}", opts=opts, **more)


before: list[aws.iam.Role] = []
if variant == "sooner":  # what was made after the networks because of an option, and comes before them now
    before = [role("early")]
first = aws.ec2.Vpc(
    "first",
    cidr_block=f"{block}.0.0/16",
    opts=Options(delete_before_replace=True, depends_on=before),
)
second = aws.ec2.Vpc(
    "second",
    cidr_block="10.3.0.0/16" if replaced else "10.2.0.0/16",
    opts=Options(delete_before_replace=True, depends_on=[first]),
)
if variant != "sooner":
    role("early", Options(replace_with=[first]))
subnet = aws.ec2.Subnet("subnet", vpc_id=first.id, cidr_block=f"{block}.1.0/24")
gateway = aws.ec2.NatGateway("gateway", subnet_id=subnet.id, connectivity_type="private")
both = aws.ec2.RouteTable("both", vpc_id=first.id, opts=Options(deleted_with=first))
peering = aws.ec2.VpcPeeringConnection("peering", vpc_id=first.id, peer_vpc_id=second.id)
either = role("either", Options(replace_with=[first, second]))
joined = role("joined", Options(replace_with=[second]))
under = role("under", Options(deleted_with=second))
below = role("below", Options(deleted_with=subnet), description=first.id)
picky = role("picky", Options(replace_on_changes=["description"]), description=first.id)
easy = role("easy", description=first.id)
behind = aws.Provider("behind", region="eu-central-1", default_tags={"tags": {"network": first.id}})
far = role("far", Options(provider=behind))
own = aws.Provider("own", region="eu-west-3" if replaced else "eu-west-2", opts=Options(delete_before_replace=True))
abroad = role("abroad", Options(provider=own))


class Box(pulumi.ComponentResource):
    def __init__(self) -> None:
        super().__init__("conformance:index:Box", "box", {"network": first.id}, Options(depends_on=[first]))
        self.subnet = aws.ec2.Subnet(
            "boxed", vpc_id=first.id, cidr_block=f"{block}.3.0/24", opts=Options(parent=self, depends_on=[gateway])
        )
        self.register_outputs({"subnet": self.subnet.id})


Box()
pulumi.export("gateway", gateway.subnet_id)
