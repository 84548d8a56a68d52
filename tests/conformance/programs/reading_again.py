"""Resources that the stack does not own: there, not there, taken over, given up, read by another id."""

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require("variant")
Options = pulumi.ResourceOptions
network = aws.ec2.Vpc("network", cidr_block="10.0.0.0/16", tags={"v": variant})
other = aws.ec2.Vpc("other", cidr_block="10.1.0.0/16")
fleeting = aws.ec2.Vpc("fleeting", cidr_block="10.3.0.0/16")
if variant == "missing":
    aws.ec2.Vpc.get("absent", fleeting.id, opts=Options(depends_on=[network, other]))
if variant in {"read", "changed"}:
    seen = aws.ec2.Vpc.get("seen", network.id)
    tags = {"v": variant}
    child = aws.ec2.Vpc.get("child", other.id, tags=tags, opts=Options(parent=seen, depends_on=[network]))
    inside = aws.ec2.Subnet("inside", vpc_id=seen.id, cidr_block="10.0.1.0/24")
if variant == "other":
    seen = aws.ec2.Vpc.get("seen", other.id, tags={"v": variant})
if variant == "owned":
    seen = aws.ec2.Vpc("seen", cidr_block="10.2.0.0/16")
if variant == "read-again":
    seen = aws.ec2.Vpc.get("seen", network.id)
