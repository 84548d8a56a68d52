"""A bucket on any public cloud: private, encrypted, versioned, its accesses logged."""

import pulumi

from stackwright_components.conventions import implementation, type_token
from stackwright_components.object_storage.interface import CLOUDS, ObjectStorageArgs, ObjectStorageOutputs, settle

__all__ = ["ObjectStorage", "ObjectStorageArgs", "ObjectStorageOutputs"]


class ObjectStorage(pulumi.ComponentResource):
    """A private bucket: encrypted, versioned, reached over TLS only, its accesses logged."""

    bucket_name: pulumi.Output[str]
    """The bucket (AWS, GCP) or container (Azure)."""
    bucket_id: pulumi.Output[str]
    """What an access policy names: an ARN (AWS), a resource id (Azure), a bucket's name (GCP)."""
    url: pulumi.Output[str]
    """Where objects are: `s3://…`, `gs://…` or `https://<account>.blob.core.windows.net/<container>`."""

    def __init__(self, name: str, args: ObjectStorageArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        cloud = implementation("object_storage", args["cloud"], CLOUDS)
        settings = settle(args)
        super().__init__(type_token("ObjectStorage"), name, dict(args), opts)
        built: ObjectStorageOutputs = cloud.build(self, name, settings)
        self.bucket_name = built["bucket_name"]
        self.bucket_id = built["bucket_id"]
        self.url = built["url"]
        self.register_outputs(dict(built))
