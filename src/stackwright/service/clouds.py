"""What an environment may say of a cloud, and which provider's argument each setting becomes.

The arguments are those of the providers' own configuration: pulumi-aws 7, pulumi-azure-native 3, pulumi-gcp 10,
pulumi-kubernetes 4, pulumi-openstack 5 (https://www.pulumi.com/registry/packages/<package>/installation-configuration).
Credentials are no settings: they come from the machine, as with plain Pulumi.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stackwright.service.model import Cloud
from stackwright.service.shape import Flag, Key, Record, Shape, Table, Text, Texts

CLOUDS: Final[tuple[Cloud, ...]] = ("aws", "azure", "gcp", "private")
HYBRID: Final = "hybrid"
"""What is said instead of a cloud for a part that has none of its own: it joins parts on several."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: what it may be, and the provider packages and arguments (snake case) that it becomes."""

    shape: Shape
    description: str
    arguments: Mapping[str, str]
    required: bool = False


_TEXT: Final = Text()
_TAGS: Final = Table("a tag", _TEXT, names=False)


def _one(package: str, argument: str, description: str, *, shape: Shape = _TEXT, required: bool = False) -> Setting:
    return Setting(shape, description, {package: argument}, required)


SETTINGS: Final[Mapping[Cloud, Mapping[str, Setting]]] = {
    "aws": {
        "region": _one("aws", "region", "The region, such as eu-west-1.", required=True),
        "profile": _one("aws", "profile", "A profile of ~/.aws/config."),
        "assume_role": _one("aws", "assume_roles", "The ARN of the role to deploy with."),
        "allowed_account_ids": _one(
            "aws",
            "allowed_account_ids",
            "The only accounts that may be deployed to.",
            shape=Texts(Text(r"\d{12}", "twelve digits")),
        ),
        "default_tags": _one(
            "aws", "default_tags", "Tags of every resource, beside those that Stackwright sets.", shape=_TAGS
        ),
    },
    "azure": {
        "location": _one("azure-native", "location", "The location, such as westeurope.", required=True),
        "subscription": _one("azure-native", "subscription_id", "The id of the subscription."),
        "tenant": _one("azure-native", "tenant_id", "The id of the tenant."),
        "environment": _one("azure-native", "environment", "The Azure cloud: public, usgovernment or china."),
        "use_oidc": _one(
            "azure-native", "use_oidc", "Log in with an OpenID Connect token of the CI system.", shape=Flag()
        ),
        "use_msi": _one("azure-native", "use_msi", "Log in with the machine's managed identity.", shape=Flag()),
    },
    "gcp": {
        "project": _one("gcp", "project", "The id of the project.", required=True),
        "region": _one("gcp", "region", "The region, such as europe-west1.", required=True),
        "zone": _one("gcp", "zone", "The zone of resources that live in one."),
        "impersonate_service_account": _one(
            "gcp", "impersonate_service_account", "The e-mail address of the service account to deploy with."
        ),
        "default_labels": _one(
            "gcp", "default_labels", "Labels of every resource, beside those that Stackwright sets.", shape=_TAGS
        ),
    },
    "private": {
        "context": _one("kubernetes", "context", "The context of the kubeconfig file."),
        "kubeconfig": _one("kubernetes", "kubeconfig", "A kubeconfig file other than the usual one."),
        "namespace": _one("kubernetes", "namespace", "The namespace of objects that name none."),
        "cloud": _one("openstack", "cloud", "The cloud's name in clouds.yaml."),
        "region": _one("openstack", "region", "The OpenStack region."),
    },
}

LOCATION: Final[Mapping[Cloud, str]] = {"aws": "region", "azure": "location", "gcp": "region", "private": "region"}
"""The setting that says where in the cloud an environment is."""


def provider_settings(cloud: Cloud) -> Record:
    """The settings of a cloud as a shape."""
    keys = {
        name: Key(setting.shape, setting.description, setting.required) for name, setting in SETTINGS[cloud].items()
    }
    return Record(f"the provider settings of {cloud}", keys)
