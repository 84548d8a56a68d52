"""Connecting to object storage: reading, creating or everything, in exactly this bucket."""

from collections.abc import Mapping
from typing import Any, Final

import pulumi

from stackwright_components.connection.firewall import open_way_to_cloud
from stackwright_components.connection.interface import Connected, Link
from stackwright_components.conventions import implementation

_READ: Final = ("s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion")
_WRITE: Final = ("s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject", "s3:PutObjectTagging")
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
_S3: Final[Mapping[str, tuple[str, ...]]] = {
    "read": _READ,
    "write": (*_READ, *_WRITE),
    "full": (*_READ, *_WRITE, "s3:DeleteObject"),
}
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
_KMS: Final[Mapping[str, tuple[str, ...]]] = {
    "read": ("kms:Decrypt",),
    "write": ("kms:Decrypt", "kms:GenerateDataKey"),
    "full": ("kms:Decrypt", "kms:GenerateDataKey"),
}
# https://cloud.google.com/storage/docs/access-control/iam-roles. A creator cannot overwrite: that is a deletion there.
_GCS: Final[Mapping[str, tuple[str, ...]]] = {
    "read": ("roles/storage.objectViewer",),
    "write": ("roles/storage.objectCreator", "roles/storage.objectViewer"),
    "full": ("roles/storage.objectUser",),
}
# Storage Blob Data Reader and Contributor:
# https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage
_READER: Final = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
_CONTRIBUTOR: Final = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
_BLOBS: Final[Mapping[str, str]] = {"read": _READER, "write": _CONTRIBUTOR, "full": _CONTRIBUTOR}

NO_DELETION: Final = (
    "((!(ActionMatches{'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete'})) OR "
    "(@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals '-'))"
)
"""No built-in role creates without deleting. A condition takes an action away where its second half is false; here it
always is, because no container is called `-`: https://learn.microsoft.com/azure/role-based-access-control/conditions-format
"""


def connect_object_storage(link: Link, principal: pulumi.Output[str]) -> Connected:
    """`ARCHIVE_BUCKET` and `ARCHIVE_URL`."""
    bucket, url, target = link.needs("bucket_name", "url", "bucket_id")
    cloud = implementation("connection", link.cloud, ("aws", "azure", "gcp"))
    granted: list[pulumi.Resource]
    if link.cloud == "aws":
        granted = [cloud.allow(link, principal, _statements(link, target))]
    elif link.cloud == "azure":
        condition = NO_DELETION if link.access == "write" else None
        granted = [cloud.assign(link, principal, _BLOBS[link.access], target, condition)]
    else:
        granted = [cloud.share(link, principal, bucket, role) for role in _GCS[link.access]]
    return Connected(
        environment={f"{link.name}_BUCKET": bucket, f"{link.name}_URL": url},
        prerequisites=[*granted, *open_way_to_cloud(link)],
    )


def _statements(link: Link, bucket: pulumi.Output[str]) -> list[dict[str, Any]]:
    objects = pulumi.Output.concat(bucket, "/*")
    statements: list[dict[str, Any]] = [
        {"Sid": "Objects", "Effect": "Allow", "Action": _S3[link.access], "Resource": objects},
        # Without it S3 answers "forbidden" where nothing is: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
        {"Sid": "Bucket", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": bucket},
    ]
    if "key_arn" in link.target:
        statements.append(
            {"Sid": "Key", "Effect": "Allow", "Action": _KMS[link.access], "Resource": link.target["key_arn"]}
        )
    return statements
