"""Registrations that the engine itself refuses."""

import pulumi
import pulumi_aws as aws
from pulumi.resource import DependencyResource

variant = pulumi.Config().require("variant")
Options = pulumi.ResourceOptions


made: list[pulumi.Resource] = []
"""What the stack's outputs wait for, so that none are registered if one is refused, however fast the program is."""


def role(name: str, opts: Options | None = None) -> aws.iam.Role:
    made.append(found := aws.iam.Role(name, name=name, assume_role_policy="{}", opts=opts))
    return found


class Orphan(pulumi.ComponentResource):
    """A component whose parent nobody registered."""


if variant == "made":
    role("first")
    role("second")
elif variant == "claimed":
    third = role("third", Options(aliases=[pulumi.Alias(name="first")]))
    role("first", Options(depends_on=[third]))
elif variant == "orphan":
    parent = DependencyResource("urn:pulumi:dev::conformance::conformance:index:Nowhere::nowhere")
    made.append(Orphan("conformance:index:Orphan", "orphan", {}, Options(parent=parent)))
elif variant == "anonymous":
    made.append(aws.iam.Role.get("read", pulumi.Output.from_input("")))
elif variant == "versioned":
    role("first", Options(version="new"))
elif variant == "elsewhere":
    role("first", Options(plugin_download_url="https://example.com/plugins_a-b/"))
pulumi.export("made", [each.urn for each in made])
