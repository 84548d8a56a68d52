"""Methods of a component that a plugin has: what they give, what they make, and one that fails."""

from typing import Any

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require("variant")


class Desk(pulumi.ComponentResource):
    url: pulumi.Output[str]

    def __init__(self, name: str, props: pulumi.Inputs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("desks:index:Desk", name, {**props, "url": None}, opts, remote=True)

    def call(self, method: str, **args: pulumi.Input[Any]) -> pulumi.Output[Any]:
        return pulumi.runtime.call(f"desks:index:Desk/{method}", {"__self__": self, **args}, self)


role = aws.iam.Role("role", name="role", assume_role_policy="{}")
desk = Desk("desk", {"title": "a"})
if variant == "close":
    desk.call("close")
else:
    page = desk.call("page", name=role.name, key=pulumi.Output.secret("hush"))
    aws.iam.Role("behind", name="behind", assume_role_policy="{}", description=page["url"])
    aws.iam.Role("hidden", name="hidden", assume_role_policy="{}", description=page["kept"])
    pulumi.export("url", page["url"])
    pulumi.export("kept", page["kept"])
    pulumi.export("made", desk.call("role", name="made")["name"])
