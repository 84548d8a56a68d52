"""What is previewed and saved beside this file; CHANGED=1 changes one resource, replaces one and deletes one."""

import os
import sys
from pathlib import Path

import pulumi
from pulumi_aws import ec2, s3, sns

sys.path.append(str(Path(__file__).parent / "site-packages"))
from acme_rooms import Room

CHANGED = os.environ.get("CHANGED") == "1"
room = Room("room")
bucket = s3.Bucket("bucket", bucket="golden-bucket")
s3.BucketPublicAccessBlock("block", bucket=bucket.id, block_public_acls=True)
later = bucket.arn.apply(lambda arn: f'{{"Statement": [{{"Effect": "Allow", "Principal": "*", "Resource": "{arn}"}}]}}')
s3.BucketPolicy("later", bucket=bucket.bucket, policy=later)
rule = {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["10.0.0.0/8" if CHANGED else "0.0.0.0/0"]}
ec2.SecurityGroup("gate", name="golden-gate", ingress=[rule])
sns.Topic("topic", name="golden-2" if CHANGED else "golden", kms_master_key_id=pulumi.Output.secret("s3cr3t-key"))
if not CHANGED:
    sns.Topic("gone", name="golden-gone")
