"""Operations that the cloud refuses in the middle of a run: creations, updates, replacements both ways, deletions."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require_int("variant")
Options = pulumi.ResourceOptions
v = str(variant)
first = aws.iam.Role("first", name="first", assume_role_policy="{}", tags={"v": v})
created_first = aws.iam.Role(
    "created-first", name=f"created-{v}", assume_role_policy="{}", opts=Options(depends_on=[first])
)
if variant < 3:
    second = aws.iam.Role(
        "second",
        name=f"second-{v}",
        assume_role_policy="{}",
        opts=Options(depends_on=[created_first], delete_before_replace=True),
    )
    behind = aws.iam.RolePolicy("behind", name="behind", role=second.name, policy="{}")
    pulumi.export("behind", behind.role)
pulumi.export("v", first.tags)
