"""Small Pulumi programs that are functions, as a test would hold them."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws
import pulumi_random as random


def shelf() -> None:
    """A bucket with as many objects as it is told, a queue, and a password."""
    config = pulumi.Config()
    bucket = aws.s3.Bucket("shelf", bucket=config.get("bucket"), tags={"team": config.get("team") or "press"})
    for number in range(config.get_int("books") or 1):
        aws.s3.BucketObjectv2(f"book-{number}", bucket=bucket.id, key=f"book-{number}", content="once upon a time")
    aws.sqs.Queue("orders", visibility_timeout_seconds=config.get_int("patience") or 30)
    password = random.RandomPassword("password", length=20)
    pulumi.export("bucket", bucket.bucket)
    pulumi.export("password", password.result)


def zones() -> None:
    """A subnet in each of two zones."""
    network = aws.ec2.Vpc("network", cidr_block="10.0.0.0/16")
    for number, zone in enumerate(("eu-west-1a", "eu-west-1b")):
        aws.ec2.Subnet(zone, vpc_id=network.id, cidr_block=f"10.0.{number}.0/24", availability_zone=zone)


CONFIG = {"aws:region": "eu-west-1"}
