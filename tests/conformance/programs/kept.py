"""What is spared: retained, deleted with something else, protected."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require("variant")
Options = pulumi.ResourceOptions
cidr = "10.1.0.0/16" if variant == "replaced" else "10.0.0.0/16"
network = aws.ec2.Vpc("network", cidr_block=cidr, opts=Options(retain_on_delete=True))
ending = aws.ec2.Vpc("ending", cidr_block=cidr, opts=Options(delete_before_replace=True))
if variant != "gone":
    table = aws.ec2.RouteTable("table", vpc_id=ending.id, opts=Options(deleted_with=ending))
    role = aws.iam.Role("role", assume_role_policy="{}", opts=Options(deleted_with=network))
    routes = aws.ec2.RouteTable("routes", vpc_id=network.id, opts=Options(deleted_with=table, retain_on_delete=False))


class Shelf(pulumi.ComponentResource):
    def __init__(self) -> None:
        super().__init__("conformance:index:Shelf", "shelf", {}, Options(retain_on_delete=True, protect=False))
        aws.iam.Role("on-shelf", name="on-shelf", assume_role_policy="{}", opts=Options(parent=self))


if variant != "gone":
    Shelf()
