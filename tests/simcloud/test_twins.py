"""One type, several names."""

import pytest

from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.checking.autoname import naming
from stackwright.simcloud.curated.find import recipe
from stackwright.simcloud.rules.find import replaced_by
from stackwright.simcloud.twins import canonical

TWINS = [
    ("aws:s3/bucketV2:BucketV2", "aws:s3/bucket:Bucket"),
    ("aws:s3/bucketAclV2:BucketAclV2", "aws:s3/bucketAcl:BucketAcl"),
    ("aws:alb/targetGroup:TargetGroup", "aws:lb/targetGroup:TargetGroup"),
    ("aws:elasticloadbalancing/loadBalancer:LoadBalancer", "aws:elb/loadBalancer:LoadBalancer"),
    ("aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/bucketObjectv2:BucketObjectv2"),
    ("aws:securityhub/connectorV2:ConnectorV2", "aws:securityhub/connectorV2:ConnectorV2"),
    ("azure-native:web:WebApp", "azure-native:web:WebApp"),
]


@pytest.mark.parametrize(("token", "known"), TWINS)
def test_a_type_is_known_by_the_name_of_today(token, known):
    assert canonical(token) == known
    assert recipe(token) is recipe(known)


def test_a_bucket_of_before_version_7_is_named_and_replaced_like_one_of_today():
    types = catalogue("aws")
    kind = types.resource("aws:s3/bucketV2:BucketV2")
    assert kind is not None
    assert naming(kind, types) == naming(types.resource("aws:s3/bucket:Bucket"), types)
    assert replaced_by("aws:s3/bucketV2:BucketV2", "bucket")
    assert replaced_by("aws:alb/targetGroup:TargetGroup", "protocolVersion")
