"""Which of a web service's arguments belong to one cloud only."""

from collections.abc import Mapping
from typing import Final

from stackwright_components.conventions import ArgumentError

_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "aws": ("public_subnet_ids", "private_subnet_ids"),
    "azure": ("location", "nat_gateway_ids", "egress_addresses"),
}
_FOREIGN: Final[Mapping[str, Mapping[str, str]]] = {
    "aws": {
        "subnet_cidr": "on AWS the service lives in the network's own subnets",
        "registry_id": "on AWS the role that starts the tasks may pull from every registry that lets it",
        "secret_vault_ids": "names Azure's vaults; on AWS the keys of foreign secrets are named: secret_key_arns",
    },
    "azure": {
        "task_policy": "is an AWS policy; on Azure grant roles to the output `identity`",
        "certificate_arn": "names an AWS certificate; on Azure one is issued and renewed by itself",
        "secret_key_arns": "names AWS keys; on Azure the vaults of foreign secrets are named: secret_vault_ids",
        "security_group_ids": "nothing carries a security group on Azure; let in the range of the output `subnet_cidr`",
        "user": "Container Apps runs an image as the user that the image names; set USER there",
    },
}
"""By cloud: what it needs, and why it cannot honour what only another one has."""
NO_ZONE: Final[Mapping[str, str]] = {
    "aws": "name the Route 53 zone of {domain}, or a certificate_arn that exists",
    "azure": "give the resource id of the Azure DNS zone that {domain} is in",
}


def of_this_cloud(args: Mapping[str, object]) -> None:
    """Refuse what the cloud cannot honour, and what it needs and lacks.

    Raises:
        ArgumentError: naming the argument, and what to do instead.
    """
    cloud = str(args["cloud"])
    for name, why in _FOREIGN[cloud].items():
        if args.get(name) is not None:
            raise ArgumentError(name, why)
    for name in _NEEDED[cloud]:
        if args.get(name) is None:
            raise ArgumentError(name, f"is needed on {cloud}")
    if cloud == "azure" and args.get("secret_references") and not args.get("secret_vault_ids"):
        raise ArgumentError(
            "secret_vault_ids", "name the vaults of secret_references, so that the service may read them"
        )
