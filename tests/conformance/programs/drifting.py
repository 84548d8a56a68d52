"""A small network, part of which the cloud changes or loses."""

import pulumi
import pulumi_aws as aws

Options = pulumi.ResourceOptions


class Site(pulumi.ComponentResource):
    def __init__(self) -> None:
        super().__init__("conformance:index:Site", "site")
        own = Options(parent=self)
        self.network = aws.ec2.Vpc("network", cidr_block="10.0.0.0/16", tags={"a": "b"}, opts=own)
        self.subnet = aws.ec2.Subnet("subnet", vpc_id=self.network.id, cidr_block="10.0.1.0/24", opts=own)
        self.register_outputs({"network": self.network.id})


site = Site()
gateway = aws.ec2.NatGateway("gateway", subnet_id=site.subnet.id, connectivity_type="private")
child = aws.ec2.RouteTable("child", vpc_id=site.network.id, opts=Options(parent=gateway, depends_on=[site.subnet]))
role = aws.iam.Role("role", name="role", assume_role_policy="{}", opts=Options(ignore_changes=["tags"]))
read = aws.iam.Role.get("read", role.id)
pulumi.export("gateway", gateway.id)
