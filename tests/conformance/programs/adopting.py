"""What is read and not owned, then owned; what is owned, then only read; and reads that end."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require_int("variant")
Options = pulumi.ResourceOptions
base = aws.iam.Role("base", name="base", assume_role_policy="{}", opts=Options(retain_on_delete=True))
spare = aws.iam.Role("spare", name="spare", assume_role_policy="{}")
if variant == 1:
    read = aws.iam.Role.get("read", "base", opts=Options(depends_on=[base]))
    owned = aws.iam.Role("owned", name="owned", assume_role_policy="{}")
    other = aws.iam.Role("other", name="other", assume_role_policy="{}")
    aws.iam.Role.get("ending", "spare", opts=Options(depends_on=[spare]))
else:
    read = aws.iam.Role("read", name="read", assume_role_policy="{}")
    owned = aws.iam.Role.get("owned", "owned")
    other = aws.iam.Role.get("other", "spare", opts=Options(depends_on=[spare]))
behind = aws.iam.RolePolicy("behind", name="behind", role=other.name, policy="{}")
pulumi.export("read", read.arn)
pulumi.export("owned", owned.name)
