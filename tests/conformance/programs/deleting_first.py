"""A network is replaced, old one first: what must go before it, what may stay, and what left the program meanwhile."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require_int("variant")
Options = pulumi.ResourceOptions
block = "10.0" if variant == 1 else "10.1"


class Zone(pulumi.ComponentResource):
    def __init__(self, name: str, network: aws.ec2.Vpc) -> None:
        super().__init__("conformance:index:Zone", name, {}, Options(depends_on=[network]))
        own = Options(parent=self)
        self.subnet = aws.ec2.Subnet(f"{name}-subnet", vpc_id=network.id, cidr_block=f"{block}.1.0/24", opts=own)
        self.gateway = aws.ec2.NatGateway(
            f"{name}-gateway", subnet_id=self.subnet.id, connectivity_type="private", opts=own
        )
        self.register_outputs({})


network = aws.ec2.Vpc("network", cidr_block=f"{block}.0.0/16", opts=Options(delete_before_replace=True))
zone = Zone("zone", network)
routes = aws.ec2.RouteTable("routes", vpc_id=network.id)
named = aws.iam.Role("named", name="named", assume_role_policy="{}", tags={"network": network.id})
waiting = aws.iam.Role("waiting", name="waiting", assume_role_policy="{}", opts=Options(depends_on=[network, zone]))
if variant == 1:
    left = aws.ec2.RouteTableAssociation("left", subnet_id=zone.subnet.id, route_table_id=routes.id)
pulumi.export("gateway", zone.gateway.subnet_id)
