"""S3, EFS, Backup."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values.subject import Subject

_ZONES = {
    "us-east-1": "Z3AQBSTGFYJSTF",
    "us-west-2": "Z3BJ6K6RIION7M",
    "eu-west-1": "Z1BKCTXD74EZPE",
    "eu-central-1": "Z21DNDUVLTQW6Q",
    "eu-north-1": "Z3BAZG2TWCNX0D",
}
"""Hosted zones of S3 website endpoints (AWS General Reference, Amazon S3 endpoints)."""


def _zone(it: Subject) -> str:
    return _ZONES.get(it.identity.region) or f"Z{it.seed.hex(13, 'zone').upper()}"


def _of_bucket(**outputs: str | bool | int) -> Recipe:
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
        websiteDomain="s3-website-{region}.amazonaws.com",
        websiteEndpoint="{in:bucket}.s3-website-{region}.amazonaws.com",
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
    "aws:backup/vault:Vault": Recipe(
        id="{in:name}",
        unique=True,
        outputs={"arn": "arn:{partition}:backup:{region}:{account}:backup-vault:{in:name}", "recoveryPoints": 0},
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
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": Recipe(
        id="{in:name}",
        unique=True,
        outputs={
            "arn": "arn:{partition}:backup:{region}:{account}:restore-testing-plan:{in:name}-{uuid}",
            "scheduleExpressionTimezone": "Etc/UTC",
        },
    ),
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": Recipe(
        id="{in:restoreTestingPlanName}:{in:name}", unique=True
    ),
}
