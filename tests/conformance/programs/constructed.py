"""A component that a plugin builds, what it depends on, and what takes its output."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().get("variant") or "1"


class Site(pulumi.ComponentResource):
    url: pulumi.Output[str]

    def __init__(self, name: str, props: pulumi.Inputs, opts: pulumi.ResourceOptions) -> None:
        super().__init__("sites:index:Site", name, {**props, "url": None}, opts, remote=True)


role = aws.iam.Role("role", name="role", assume_role_policy="{}")
inputs = {"title": pulumi.Output.secret("title"), "tags": {"variant": variant}}
site = Site("site", inputs, pulumi.ResourceOptions(depends_on=[role]))
aws.iam.Role("behind", name="behind", assume_role_policy="{}", description=site.url)
pulumi.export("url", site.url)
