"""Secrets by request, by input and by change of mind; timeouts; dependencies on components; stack outputs."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require_int("variant")
Options = pulumi.ResourceOptions


class Site(pulumi.ComponentResource):
    def __init__(self) -> None:
        super().__init__("conformance:index:Site", "site")
        own = Options(parent=self)
        self.network = aws.ec2.Vpc("network", cidr_block="10.0.0.0/16", opts=own)
        self.register_outputs({"network": pulumi.Output.secret(self.network.id)})


site = Site()
role = aws.iam.Role(
    "role",
    name="role",
    assume_role_policy="{}",
    description="plain" if variant == 1 else pulumi.Output.secret("plain"),
    opts=Options(
        depends_on=[site],
        additional_secret_outputs=["arn", "id"] if variant == 1 else ["uniqueId"],
        custom_timeouts=pulumi.CustomTimeouts(create="10m", update="1h30m" if variant == 1 else "30s", delete="20s"),
    ),
)
behind = aws.iam.RolePolicy("behind", name="behind", role=role.name, policy=role.arn.apply(lambda arn: f"{arn}"))
pulumi.export("arn", role.arn)
pulumi.export("site", site.urn)
