"""Registrations that the engine itself refuses."""

from typing import Any

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require("variant")
Options = pulumi.ResourceOptions


made: list[pulumi.Resource] = []
"""What the stack's outputs wait for, so that none are registered if one is refused, however fast the program is."""


def role(name: str, opts: Options | None = None, physical: str = "", tags: Any = None) -> aws.iam.Role:
    made.append(found := aws.iam.Role(name, name=physical or name, assume_role_policy="{}", tags=tags, opts=opts))
    return found


class Orphan(pulumi.ComponentResource):
    """A component whose parent nobody registered."""


if variant == "made":
    role("first")
    role("second", Options(ignore_changes=["tags"]), tags={"a": "b"})
elif variant == "unlike":  # what it ignores would not do for the new one
    role("second", Options(ignore_changes=["tags"]), "third", {"a": {"b": "c"}})
elif variant == "claimed":
    third = role("third", Options(aliases=[pulumi.Alias(name="first")]))
    role("first", Options(depends_on=[third]))
elif variant == "orphan":
    parent = role("first")
    nowhere = "urn:pulumi:dev::conformance::conformance:index:Nowhere::nowhere"
    parent.__dict__["urn"] = parent.urn.apply(lambda _: nowhere)
    made.append(Orphan("conformance:index:Orphan", "orphan", {}, Options(parent=parent)))
elif variant == "anonymous":
    made.append(aws.iam.Role.get("read", pulumi.Output.from_input("")))
elif variant == "versioned":
    role("first", Options(version="new"))
elif variant == "elsewhere":
    role("first", Options(plugin_download_url="https://example.com/plugins_a-b/"))
pulumi.export("made", [each.urn for each in made])
