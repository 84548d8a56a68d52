"""Resources that exist already and are taken over: as they are, otherwise than they are, and in place of others."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require("variant")
Options = pulumi.ResourceOptions


def role(name: str, physical: str, opts: Options | None = None, **tags: str) -> aws.iam.Role:
    return aws.iam.Role(name, name=physical, assume_role_policy="{}", tags=tags or None, opts=opts)


if variant == "made":
    role("one", "one", Options(retain_on_delete=True), team="a")
    role("two", "two", Options(retain_on_delete=True))
    role("other", "other")
elif variant == "none":
    role("other", "other")
elif variant == "missing":
    other = role("other", "other")
    role("missing", "missing", Options(import_="missing", depends_on=[other]))
elif variant == "lost":
    role("one", "one", Options(import_="one"))
elif variant == "renamed":
    other = role("other", "other")
    role("one", "uno", Options(import_="one", depends_on=[other]), team="a")
else:
    role("one", "one", Options(import_="one"), team="a" if variant == "same" else "b")
    role("other", "two", Options(import_="two"))
    if variant == "ignored":
        role("also", "one-again", Options(import_="one", ignore_changes=["name", "tags"]))
