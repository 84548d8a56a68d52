"""Something that fails, what stands on it, and what does not."""

import pulumi
import pulumi_aws as aws
from pulumi.resource import DependencyResource

variant = pulumi.Config().get_int("variant") or 1
v = str(variant)
Options = pulumi.ResourceOptions


class Site(pulumi.ComponentResource):
    def __init__(self, opts: pulumi.ResourceOptions) -> None:
        super().__init__("conformance:index:Site", "site", {"v": v}, opts)
        own = Options(parent=self)
        self.beneath = aws.iam.Role("beneath", name="beneath", assume_role_policy="{}", opts=own)
        under = Options(parent=self.beneath)
        self.deeper = aws.iam.RolePolicy("deeper", name="deeper", role="beneath", policy="{}", opts=under)
        own = Options(parent=self, depends_on=[self.deeper])
        self.beside = aws.iam.Role("side", name="side", assume_role_policy="{}", opts=own)
        self.register_outputs({"name": self.beneath.name})


replaced = aws.iam.Role("replaced", name=f"replaced-{v}", assume_role_policy="{}")
child = aws.iam.RolePolicy("child", name="child", role="any", policy="{}", opts=Options(parent=replaced))
wrong = aws.ec2.Vpc("wrong", cidr_block="10.0.0.0/16", tags={"v": v}, opts=Options(depends_on=[replaced, child]))
beside = aws.iam.Role("beside", name="beside", assume_role_policy="{}", description=v)
if variant < 4:
    after = aws.iam.Role("after", name="after", assume_role_policy="{}", description=wrong.arn)
    behind = aws.iam.InstanceProfile("behind", name="behind", role=after.name, tags={"v": v})
    pulumi.export("behind", behind.id)
site = Site(Options(depends_on=[wrong, behind] if variant == 3 else []))
if variant != 3:  # behind the site itself, not behind what is below it: so it is with remote components
    whole = DependencyResource("")
    whole.__dict__["urn"] = site.beside.urn.apply(lambda _: site.urn)
    aws.iam.Role("beyond", name="beyond", assume_role_policy="{}", opts=Options(depends_on=[whole]))
aws.iam.InstanceProfile("profile", name="profile", role=replaced.name)
pulumi.export("wrong", wrong.arn)
pulumi.export("beside", beside.name)
pulumi.export("v", v)
