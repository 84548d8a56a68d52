"""Five resources that depend on each other as usual: a network, two subnets, a firewall and one of its rules."""

import pulumi
import pulumi_aws as aws

vpc = aws.ec2.Vpc("main", cidr_block="10.0.0.0/16", enable_dns_hostnames=True, tags={"owner": "benchmarks"})
for zone, cidr in {"a": "10.0.0.0/24", "b": "10.0.1.0/24"}.items():
    aws.ec2.Subnet(zone, vpc_id=vpc.id, cidr_block=cidr, availability_zone=f"eu-west-1{zone}")
group = aws.ec2.SecurityGroup("web", vpc_id=vpc.id, description="HTTPS from the network itself")
aws.vpc.SecurityGroupIngressRule(
    "https", security_group_id=group.id, ip_protocol="tcp", from_port=443, to_port=443, cidr_ipv4=vpc.cidr_block
)
pulumi.export("vpc", vpc.id)
