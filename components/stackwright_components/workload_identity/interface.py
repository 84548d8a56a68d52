"""A workload identity's arguments and outputs: the same on every cloud."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NotRequired, TypedDict

import pulumi

from stackwright_components.conventions import ArgumentError, Cloud

CLOUDS: Final[tuple[Cloud, ...]] = ("aws", "azure", "gcp")


class WorkloadIdentityArgs(TypedDict):
    """Whose workloads a cloud trusts to be who they are, without keys. Trusted is not allowed: that takes a grant."""

    cloud: str
    """`aws`, `azure` or `gcp`: the cloud that trusts."""
    issuer: NotRequired[pulumi.Input[str]]
    """The `https://` URL by which a Kubernetes cluster signs its tokens (`kubectl get --raw
    /.well-known/openid-configuration`). AWS and Azure read the cluster's keys there."""
    jwks: NotRequired[pulumi.Input[str]]
    """The cluster's public keys as JSON (`kubectl get --raw /openid/v1/jwks`), where nobody can read them at `issuer`
    (gcp). They are not secret; give them anew when the cluster changes them."""
    aws_account_id: NotRequired[str]
    """The AWS account whose roles are trusted (gcp): 12 digits."""
    location: NotRequired[str]
    """The region or location of what is made, and for the clients of aws their region. Required on aws and azure."""
    tags: NotRequired[dict[str, str]]
    """What every resource carries."""


class WorkloadIdentityOutputs(TypedDict):
    """What every cloud's implementation gives back; see the attributes of `WorkloadIdentity`."""

    issuer: pulumi.Output[str]
    audience: pulumi.Output[str]
    provider_arn: pulumi.Output[str]
    resource_group_name: pulumi.Output[str]
    pool_name: pulumi.Output[str]
    kubernetes_provider_name: pulumi.Output[str]
    aws_provider_name: pulumi.Output[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`WorkloadIdentityArgs`, checked. What decides which resources there are is plain."""

    issuer: pulumi.Input[str] | None = None
    jwks: pulumi.Input[str] | None = None
    aws_account_id: str | None = None
    location: str = ""
    tags: Mapping[str, str] = field(default_factory=dict[str, str])


def settle(args: WorkloadIdentityArgs) -> Settings:
    """Check the arguments.

    Raises:
        ArgumentError: nobody to trust, or what the cloud cannot do; nothing has been registered yet.
    """
    cloud, issuer, account = args["cloud"], args.get("issuer"), args.get("aws_account_id")
    if cloud == "gcp":
        if issuer is None and account is None:
            raise ArgumentError("issuer", "name a Kubernetes cluster's issuer, an aws_account_id, or both")
        if account is not None and not (len(account) == 12 and account.isdecimal()):
            raise ArgumentError("aws_account_id", f"{account!r} is no AWS account; it has 12 digits")
        if issuer is None and "jwks" in args:
            raise ArgumentError("jwks", "these are a cluster's keys; name its issuer, too")
    else:
        if issuer is None:
            raise ArgumentError("issuer", f"{cloud} trusts Kubernetes clusters; name the cluster's issuer")
        if account is not None:
            raise ArgumentError("aws_account_id", f"{cloud} takes no identity of AWS; only gcp does")
        if "jwks" in args:
            raise ArgumentError("jwks", f"{cloud} reads a cluster's keys at its issuer; only gcp takes uploaded ones")
        if not args.get("location"):
            raise ArgumentError("location", f"is needed on {cloud}")
    return Settings(
        issuer=None if issuer is None else _https(issuer),
        jwks=args.get("jwks"),
        aws_account_id=account,
        location=args.get("location", ""),
        tags=args.get("tags", {}),
    )


def _https(issuer: pulumi.Input[str]) -> pulumi.Input[str]:
    if isinstance(issuer, str) and not issuer.startswith("https://"):
        raise ArgumentError("issuer", f"{issuer!r} is not an https:// URL, which the clouds ask for")
    return issuer
