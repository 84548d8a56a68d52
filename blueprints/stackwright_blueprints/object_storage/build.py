"""Builds the blueprint `object-storage`: one `ObjectStorage` component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from stackwright_components.object_storage import ObjectStorage, ObjectStorageArgs

from stackwright_blueprints.model import Context
from stackwright_blueprints.object_storage import ObjectStorageInputs


def build(context: Context, inputs: ObjectStorageInputs) -> Mapping[str, Any]:
    """One bucket in the environment's region, or where the inputs say."""
    # The blueprint's inputs are the component's arguments of the same names.
    around = {"cloud": context.cloud, "location": context.location, "tags": dict(context.tags)}
    storage = ObjectStorage(context.name, cast("ObjectStorageArgs", {**around, **inputs}), context.options())
    outputs: dict[str, Any] = {"bucket_name": storage.bucket_name, "bucket_id": storage.bucket_id, "url": storage.url}
    # On GCP the storage service uses the key, not whoever reads or writes.
    if context.cloud == "aws" and "encryption_key" in inputs:
        outputs["key_arn"] = inputs["encryption_key"]
    return outputs
