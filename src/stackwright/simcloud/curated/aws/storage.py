"""S3, EFS, Backup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stackwright.simcloud.curated.aws import places
from stackwright.simcloud.curated.aws.shapes import by_name, region_of
from stackwright.simcloud.curated.recipe import Part, Recipe
from stackwright.simcloud.values.subject import Subject

_DASHED: Final = frozenset(
    [
        "ap-northeast-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "eu-west-1",
        "sa-east-1",
        "us-east-1",
        "us-gov-west-1",
        "us-west-1",
        "us-west-2",
    ]
)
"""Regions whose website endpoints begin with `s3-website-`, others with `s3-website.` (AWS General Reference, Amazon S3
website endpoints).
"""


def website_domain(it: Subject) -> str:
    """The domain of the websites of a region."""
    region = region_of(it)
    return f"s3-website{'-' if region in _DASHED else '.'}{region}.amazonaws.com"


def _zone(it: Subject) -> str:
    return places.zone("S3 websites", region_of(it))


def _of_bucket(**outputs: Part) -> Recipe:
    """A setting of a bucket has the bucket's name as id."""
    return Recipe(id="{in:bucket}", outputs=dict(outputs))


_BUCKET = Recipe(
    id="{in:bucket}",
    unique=True,
    outputs={
        "arn": "arn:{partition}:s3:::{id}",
        "bucketDomainName": "{id}.s3.amazonaws.com",
        "bucketRegion": "{region}",
        "bucketRegionalDomainName": "{id}.s3.{region}.amazonaws.com",
        "hostedZoneId": _zone,
        "requestPayer": "BucketOwner",
        "websiteDomain": lambda it: website_domain(it) if it.mapping("website") else None,
        "websiteEndpoint": lambda it: f"{it.text('bucket')}.{website_domain(it)}" if it.mapping("website") else None,
    },
    absent=frozenset({"websiteDomain", "websiteEndpoint", "bucketPrefix", "acl", "policy", "accelerationStatus"}),
)
_OBJECT = Recipe(
    id="{in:bucket}/{in:key}",
    outputs={
        "arn": "arn:{partition}:s3:::{in:bucket}/{in:key}",
        "etag": "{hex:32:etag}",
        "versionId": "",
        "contentType": "application/octet-stream",
        "storageClass": "STANDARD",
        "serverSideEncryption": "AES256",
    },
)

TYPES: Mapping[str, Recipe] = {
    "aws:s3/bucket:Bucket": _BUCKET,
    "aws:s3/bucketVersioning:BucketVersioning": _of_bucket(),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _of_bucket(),
    "aws:s3/bucketPolicy:BucketPolicy": _of_bucket(),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _of_bucket(),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _of_bucket(
        transitionDefaultMinimumObjectSize="all_storage_classes_128K"
    ),
    "aws:s3/bucketLogging:BucketLogging": _of_bucket(),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": _of_bucket(),
    "aws:s3/bucketNotification:BucketNotification": _of_bucket(),
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": _of_bucket(),
    "aws:s3/bucketAcl:BucketAcl": _of_bucket(),
    "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration": _of_bucket(
        websiteDomain=website_domain,
        websiteEndpoint=lambda it: f"{it.text('bucket')}.{website_domain(it)}",
    ),
    "aws:s3/bucketObject:BucketObject": _OBJECT,
    "aws:s3/bucketObjectv2:BucketObjectv2": _OBJECT,
    "aws:efs/fileSystem:FileSystem": Recipe(
        id="fs-{hex:17}",
        outputs={
            "arn": "arn:{partition}:elasticfilesystem:{region}:{account}:file-system/{id}",
            "dnsName": "{id}.efs.{region}.amazonaws.com",
            "ownerId": "{account}",
            "performanceMode": "generalPurpose",
            "numberOfMountTargets": 0,
            "name": "",
        },
    ),
    "aws:backup/vault:Vault": by_name(
        "arn:{partition}:backup:{region}:{account}:backup-vault:{in:name}", recoveryPoints=0
    ),
    "aws:backup/plan:Plan": Recipe(
        id="{uuid}",
        outputs={"arn": "arn:{partition}:backup:{region}:{account}:backup-plan:{id}", "version": "{hex:48:version}"},
    ),
    "aws:backup/selection:Selection": Recipe(id="{uuid}"),
    "aws:backup/vaultPolicy:VaultPolicy": Recipe(
        id="{in:backupVaultName}",
        outputs={"backupVaultArn": "arn:{partition}:backup:{region}:{account}:backup-vault:{in:backupVaultName}"},
    ),
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": Recipe(
        id="{in:backupVaultName}",
        outputs={"backupVaultArn": "arn:{partition}:backup:{region}:{account}:backup-vault:{in:backupVaultName}"},
    ),
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": by_name(
        "arn:{partition}:backup:{region}:{account}:restore-testing-plan:{in:name}-{uuid}",
        scheduleExpressionTimezone="Etc/UTC",
    ),
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": Recipe(
        id="{in:restoreTestingPlanName}:{in:name}", unique=True
    ),
}
