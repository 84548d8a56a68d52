"""What a cloud adds to every resource, or every tagged one."""

from __future__ import annotations

from stackwright.simcloud.catalogue.model import ResourceType
from stackwright.simcloud.packages import CURATED
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties

_PROVISIONER = {"goog-pulumi-provisioned": "true"}
"""pulumi-gcp adds this label to everything that takes labels."""


def labels(it: Subject, kind: ResourceType) -> Properties:
    """Tags and labels merged with the provider's own, known already in a preview.

    `tagsAll` on AWS; `pulumiLabels` and `effectiveLabels` on GCP; `allTags` on OpenStack.
    """
    made: Properties = {}
    if it.package == "aws" and "tagsAll" in kind.outputs and "tags" not in it.unknown:
        made["tagsAll"] = {**it.identity.tags, **it.mapping("tags")}
    if it.package == "gcp" and "pulumiLabels" in kind.outputs and "labels" not in it.unknown:
        own = it.mapping("labels")
        made["pulumiLabels"] = {**it.identity.tags, **own}
        made["effectiveLabels"] = {**_PROVISIONER, **it.identity.tags, **own}
    if it.package == "openstack" and "allTags" in kind.outputs and "tags" not in it.unknown:
        made["allTags"] = list(it.items("tags"))
    return made


def common(it: Subject, kind: ResourceType) -> Properties:
    """What follows from the id, or from the moment of creation, for any type of a cloud."""
    made = labels(it, kind)
    if it.package == "azure-native" and "/providers/" in f"/providers{it.id}":
        made |= _azure(it, kind)
    if it.package == "openstack":
        made |= _known(kind, {"region": it.text("region") or it.identity.region, "tenantId": it.identity.tenant})
    if it.package == "gcp":
        made |= _known(kind, {"creationTimestamp": it.timestamp()})
        if "name" in kind.outputs and "name" not in kind.inputs and "/" in it.id:
            made["name"] = it.id  # a name that nobody chooses is the whole path: https://google.aip.dev/122
    if it.package not in CURATED:
        made |= _known(kind, {name: value for name, value in it.identity.config.items() if name not in it.inputs})
    if it.package == "azure" and "SystemAssigned" in str(it.mapping("identity").get("type", "")):
        made["identity"] = {"principalId": it.seed.uuid("principal"), "tenantId": it.identity.tenant}
    if it.package == "kubernetes" and it.mapping("metadata"):
        made["metadata"] = _metadata(it)
        made |= _known(kind, {"status": {}})
    return made


def always(kind: ResourceType) -> frozenset[str]:
    """Outputs that are pieces of the id, or what becomes of anything that was made, for any type of the cloud."""
    return frozenset({"name", "type", "provisioningState"} if kind.token.startswith("azure-native:") else ())


_FILLED = frozenset({"identity", "location", "name", "type"})
"""What Azure answers with also where a program may give it."""


def _known(kind: ResourceType, made: Properties) -> Properties:
    """What the type has of `made`."""
    return {name: value for name, value in made.items() if name in kind.outputs}


def _azure(it: Subject, kind: ResourceType) -> Properties:
    """`name` and `type` are pieces of the path."""
    pieces = it.id.strip("/").split("/")
    made: Properties = {
        "name": pieces[-1],
        "type": azure_type(it.id),
        "location": it.place,
        "azureApiVersion": "2025-01-01",
        "provisioningState": "Succeeded",
        "etag": f'W/"{it.seed.uuid("etag")}"',
        "resourceGuid": it.seed.uuid("guid"),
    }
    if "systemData" in kind.outputs:
        moment = it.timestamp()
        made["systemData"] = {
            "createdAt": moment,
            "createdBy": "stackwright",
            "createdByType": "Application",
            "lastModifiedAt": moment,
            "lastModifiedBy": "stackwright",
            "lastModifiedByType": "Application",
        }
    identity = it.mapping("identity")
    if identity and "identity" in kind.outputs:
        made["identity"] = {"principalId": it.seed.uuid("principal"), "tenantId": it.identity.tenant}
    return {name: value for name, value in _known(kind, made).items() if name not in kind.inputs or name in _FILLED}


def azure_type(id: str) -> str:
    """`Microsoft.Network/virtualNetworks/subnets` of a resource's path."""
    _, found, path = id.rpartition("/providers/")
    if not found:
        return "Microsoft.Resources/resourceGroups"
    namespace, *rest = path.split("/")
    return "/".join([namespace, *rest[::2]])


def _metadata(it: Subject) -> Properties:
    """What the API server sets (Kubernetes API reference, ObjectMeta)."""
    return {
        "uid": it.seed.uuid("uid"),
        "creationTimestamp": it.timestamp(),
        "generation": 1,
        "resourceVersion": it.seed.digits(6, "version"),
    }
