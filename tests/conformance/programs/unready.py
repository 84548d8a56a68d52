"""Resources that are made or changed and then do not become ready, one after another."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require_int("variant")
Options = pulumi.ResourceOptions
base = aws.iam.Role("base", name="base", assume_role_policy="{}")
options = Options(depends_on=[base], replace_on_changes=["description"])
first = aws.iam.Role("first", name="first", assume_role_policy="{}", tags={"v": str(variant)}, opts=options)
behind = aws.iam.RolePolicy("behind", name="behind", role=first.name, policy="{}")
if variant > 2:
    options = Options(depends_on=[behind], replace_on_changes=["#initerror"])
    aws.iam.Role("strict", assume_role_policy="{}", opts=options)
pulumi.export("first", first.arn)
