"""Names that something here has already: said of an id that is made of names."""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.apiserver import refusals as apiserver
from stackwright.simcloud.refusing.model import Kind
from stackwright.simcloud.values.subject import Subject


def already_exists(it: Subject) -> str:
    """What is said of a name that is taken."""
    match it.package:
        case "azure-native":
            return f'cannot create already existing resource "{it.id}"'
        case "kubernetes":
            name = it.id.rpartition("/")[2]
            return (
                f"resource {it.id} was not successfully created by the Kubernetes API server:"
                f' {apiserver.resource(it)} "{name}" already exists'
            )
        case "gcp" if it.service == "storage":
            return (
                "googleapi: Error 409: Your previous request to create the named bucket succeeded and you already own"
                " it., conflict"
            )
        case "gcp":
            return f"googleapi: Error 409: The resource '{it.id}' already exists, alreadyExists"
        case _:
            code = {"s3": "BucketAlreadyOwnedByYou", "iam": "EntityAlreadyExists"}.get(it.service, "AlreadyExists")
            return f"{code}: {it.kind} {it.id!r} already exists in account {it.identity.account}"


_OTHER: Final = Kind("exists", "what is known by its name is there once", "", "give one of them another name")
KINDS: Final = {
    "aws": Kind(
        "aws-exists",
        "what is known by its name, as buckets and roles are, is there once",
        "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
        _OTHER.hint,
    ),
    "azure-native": Kind(
        "azure-exists",
        "one resource has a path; azure-native looks before it creates",
        "https://www.pulumi.com/registry/packages/azure-native/",
        "give it another name, or import what is there",
    ),
    "gcp": Kind(
        "gcp-exists",
        "one resource of a project, and of its region or zone, has a name",
        "https://cloud.google.com/compute/docs/naming-resources",
        _OTHER.hint,
    ),
    "kubernetes": Kind(
        "kubernetes-exists",
        "one object of a kind and namespace has a name",
        "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
        _OTHER.hint,
    ),
}


def kind_of(package: str) -> Kind:
    return KINDS.get(package, _OTHER)
