"""Tags and labels that a provider merges with its own defaults, known already in a preview."""

from __future__ import annotations

from stackwright.simcloud.catalogue.model import ResourceType
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties

_PROVISIONER = {"goog-pulumi-provisioned": "true"}
"""pulumi-gcp adds this label to everything that takes labels."""


def labels(it: Subject, kind: ResourceType) -> Properties:
    """`tagsAll` on AWS; `pulumiLabels` and `effectiveLabels` on GCP; `allTags` on OpenStack."""
    made: Properties = {}
    if "tagsAll" in kind.outputs and it.package == "aws" and "tags" not in it.unknown:
        made["tagsAll"] = {**it.identity.tags, **it.mapping("tags")}
    if it.package == "gcp" and "pulumiLabels" in kind.outputs and "labels" not in it.unknown:
        own = it.mapping("labels")
        made["pulumiLabels"] = {**it.identity.tags, **own}
        made["effectiveLabels"] = {**_PROVISIONER, **it.identity.tags, **own}
    if "allTags" in kind.outputs and it.package == "openstack" and "tags" not in it.unknown:
        made["allTags"] = list(it.items("tags"))
    return made
