"""The same thing owned and read by one id: what was made is read, and what was read is made or imported."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require("variant")
Options = pulumi.ResourceOptions


def made(name: str, opts: Options | None = None) -> aws.iam.Role:
    return aws.iam.Role(name, name=name, assume_role_policy="{}", opts=opts)


aside = made("aside", Options(retain_on_delete=True)) if variant == "made" else None
if variant == "made":
    given = made("given", Options(retain_on_delete=True))
else:
    given = aws.iam.Role.get("given", "given", tags={"v": variant} if variant == "tagged" else None)
if variant in {"read", "tagged"}:
    aws.iam.Role.get("aside", "aside", opts=Options(depends_on=[given]))
    aws.iam.RolePolicy("on", name="on", role=given.name, policy="{}")
if variant == "taken":
    made("aside", Options(import_="aside", retain_on_delete=False))
