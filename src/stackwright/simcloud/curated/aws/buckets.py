"""S3 beyond plain buckets: directory and table buckets, access points of several regions or in front of functions."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.aws.shapes import LOWER, arn, by_arn, by_name, drawn
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def _alias(it: Subject) -> str:
    return f"{it.seed.text(13, LOWER, 'mrap')}.mrap"


def _global_arn(it: Subject) -> str:
    return f"arn:{it.identity.partition}:s3::{it.identity.account}:accesspoint/{_alias(it)}"


def _global_name(it: Subject) -> Value:
    return it.mapping("details").get("name")


def _warehouse(it: Subject) -> str:
    return f"s3://{it.seed.uuid()[:23]}-{it.seed.text(30, LOWER, 'warehouse')}--table-s3"


TYPES: Mapping[str, Recipe] = {
    "aws:s3/directoryBucket:DirectoryBucket": by_name(
        arn("s3express", "bucket/{in:bucket}"), key="bucket", dataRedundancy="SingleAvailabilityZone"
    ),
    "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint": Recipe(
        id=lambda it: f"{it.identity.account}:{_global_name(it)}",
        unique=True,
        outputs={
            "alias": _alias,
            "arn": _global_arn,
            "domainName": lambda it: f"{_alias(it)}.accesspoint.s3-global.amazonaws.com",
            "name": _global_name,
            "status": "READY",
        },
    ),
    "aws:s3control/objectLambdaAccessPoint:ObjectLambdaAccessPoint": Recipe(
        id="{account}:{in:name}",
        unique=True,
        outputs={
            "arn": arn("s3-object-lambda", "accesspoint/{in:name}"),
            "alias": drawn(34, salt="alias", prefix="olap-"),
        },
    ),
    "aws:s3tables/tableBucket:TableBucket": by_arn(
        arn("s3tables", "bucket/{in:name}"), ownerAccountId="{account}", createdAt="{time}"
    ),
    "aws:s3tables/namespace:Namespace": Recipe(
        id="{in:tableBucketArn};{in:namespace}",
        unique=True,
        outputs={"ownerAccountId": "{account}", "createdBy": "{account}", "createdAt": "{time}"},
    ),
    "aws:s3tables/table:Table": Recipe(
        id="{in:tableBucketArn};{in:namespace};{in:name}",
        unique=True,
        outputs={
            "arn": "{in:tableBucketArn}/table/{uuid}",
            "warehouseLocation": _warehouse,
            "metadataLocation": "",
            "versionToken": "{hex:20:token}",
            "type": "customer",
            "ownerAccountId": "{account}",
            "createdAt": "{time}",
            "createdBy": "{account}",
            "modifiedAt": "{time}",
            "modifiedBy": "{account}",
        },
    ),
}
