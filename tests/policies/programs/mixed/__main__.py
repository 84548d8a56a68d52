"""Something of everything that policies find, on three clouds."""

import json

import pulumi
from pulumi_aws import ec2, iam, rds, s3, vpc
from pulumi_gcp import storage
from pulumi_kubernetes.core import v1 as core

TAGS = {"owner": "team-test", "service": "mixed", "environment": "dev"}


class Web(pulumi.ComponentResource):
    def __init__(self, name: str) -> None:
        super().__init__("test:index:Web", name)
        group = ec2.SecurityGroup(
            name,
            description=pulumi.Output.secret("behind the curtain"),
            ingress=[{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}],
            tags=TAGS,
            opts=pulumi.ResourceOptions(parent=self),
        )
        vpc.SecurityGroupIngressRule(
            f"{name}-later",
            security_group_id=group.id,
            ip_protocol="tcp",
            from_port=3389,
            to_port=3389,
            cidr_ipv4=group.arn.apply(lambda _: "10.0.0.0/8"),
            tags=TAGS,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({})


Web("web")
s3.Bucket("alone", tags={"owner": "TBD"})
guarded = s3.Bucket("guarded", tags=TAGS)
s3.BucketPublicAccessBlock("guarded", bucket=guarded.id, block_public_acls=True)
iam.Policy(
    "everything",
    policy=json.dumps({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}),
    tags=TAGS,
)
rds.Instance(
    "orders",
    engine="postgres",
    instance_class="db.t4g.micro",
    allocated_storage=20,
    username="app",
    password=pulumi.Output.secret("correct-horse"),
    publicly_accessible=True,
    skip_final_snapshot=True,
    tags={"owner": pulumi.Output.secret("team-test"), "service": guarded.arn},
)
open_bucket = storage.Bucket("open", location="EU", labels=TAGS)
storage.BucketIAMMember("open", bucket=open_bucket.name, role="roles/storage.objectViewer", member="allUsers")
core.Pod(
    "root",
    metadata={"labels": TAGS},
    spec={"containers": [{"name": "a", "image": "busybox:1", "security_context": {"privileged": True}}]},
)
