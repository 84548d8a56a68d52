"""Former names that lead to something, and some that look so and lead nowhere."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require_int("variant")
Options = pulumi.ResourceOptions
Alias = pulumi.Alias
second = variant > 1


def role(name: str, *aliases: Alias | str, parent: pulumi.Resource | None = None) -> aws.iam.Role:
    opts = Options(parent=parent, aliases=list(aliases) if second else None)
    return aws.iam.Role(name, assume_role_policy="{}", opts=opts)


class Group(pulumi.ComponentResource):
    def __init__(self, name: str, *aliases: Alias | str, parent: pulumi.Resource | None = None) -> None:
        opts = Options(parent=parent, aliases=list(aliases) if second else None)
        super().__init__("conformance:index:Group", name, {}, opts)
        role(f"{name}-role", parent=self)
        role("role-of-" + name.rpartition("-")[2], parent=self)
        aws.iam.Role(
            f"{name}-renamed" if second else f"{name}-named",
            assume_role_policy="{}",
            opts=Options(parent=self, aliases=[Alias(name=f"{name}-named")] if second else None),
        )
        self.register_outputs({})


role("b-stack" if second else "a-stack", Alias(name="a-stack", stack="other"))
role("b-own-stack" if second else "a-own-stack", Alias(name="a-own-stack", stack="dev"))
role("b-project" if second else "a-project", Alias(name="a-project", project="other"))
role("b-own-project" if second else "a-own-project", Alias(name="a-own-project", project="conformance"))
role("b-type" if second else "a-type", Alias(name="a-type", type_="aws:iam/user:User"))
role("b-two" if second else "a-two", Alias(name="none"), Alias(name="a-two"), Alias(name="a-later"))
role("b-urn" if second else "a-urn", "urn:pulumi:dev::conformance::aws:iam/role:Role::a-urn")
outer = Group("new-outer" if second else "old-outer", Alias(name="old-outer"))
Group("inner", Alias(parent=pulumi.ROOT_STACK_RESOURCE), parent=outer if second else None)
Group("moved", Alias(parent="urn:pulumi:dev::conformance::conformance:index:Group::old-outer"), parent=outer)
role("out" if second else "in", Alias(name="in", parent=outer), parent=None if second else outer)
role("free" if second else "bound", Alias(name="bound", parent=None), parent=outer if second else None)
role("same", Alias(name="other"), Alias(name="same"))
