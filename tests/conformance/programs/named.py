"""What the stack's configuration names, and what has a name; or one thing alone that is to have none made."""

import pulumi
import pulumi_aws as aws
import pulumi_azure_native as azure
import pulumi_kubernetes as kubernetes

variant = pulumi.Config().require("variant")
ALONE = {
    "aws": lambda: aws.s3.Bucket("alone"),
    "azure": lambda: azure.resources.ResourceGroup("alone", location="westeurope"),
    "kubernetes": lambda: kubernetes.core.v1.ConfigMap("alone"),
}


def many() -> None:
    path = f"/{variant}/"
    aws.s3.Bucket("Logs")
    aws.sqs.Queue("queue", fifo_queue=True)
    aws.iam.User("user")
    bearer = aws.iam.Role("bearer", assume_role_policy="{}", path=path)
    aws.iam.RolePolicy("behind", role=bearer.name, policy="{}")
    own = pulumi.ResourceOptions(delete_before_replace=False)
    aws.iam.Role("own", name=f"own-{variant}", assume_role_policy="{}", path=path, opts=own)
    aws.iam.Group("drawn", path=path)
    group = azure.resources.ResourceGroup("group", location="westeurope")
    azure.authorization.RoleAssignment(
        "assignment", scope=group.id, principal_id="p", role_definition_id="r", principal_type="User"
    )
    kubernetes.core.v1.ConfigMap("map")


ALONE.get(variant, many)()
