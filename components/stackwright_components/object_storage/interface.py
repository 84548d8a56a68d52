"""Object storage's arguments and outputs: the same on every cloud."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NotRequired, TypedDict

import pulumi

from stackwright_components.conventions import ArgumentError, Cloud, integer

CLOUDS: Final[tuple[Cloud, ...]] = ("aws", "azure", "gcp")
"""Kubernetes, the private cloud of everything but networks, has no object storage of its own."""

NONCURRENT_DAYS: Final = 30
SOFT_DELETE_DAYS: Final = 7
ABORT_MULTIPART_DAYS: Final = 7
ACCESS_LOG_DAYS: Final = 365


class ObjectStorageArgs(TypedDict):
    """A bucket (on Azure: a container in a storage account of its own)."""

    cloud: str
    """`aws`, `azure` or `gcp`."""
    location: NotRequired[str]
    """Location (Azure) or region, dual- or multi-region (GCP). Required there; AWS takes it from its provider."""
    versioning: NotRequired[bool]
    """Whether overwritten and deleted objects are kept for `noncurrent_days`. Default true."""
    noncurrent_days: NotRequired[pulumi.Input[int]]
    """How long overwritten and deleted versions are kept. Default 30."""
    soft_delete_days: NotRequired[pulumi.Input[int]]
    """Azure and GCP: how long even a deleted version or bucket can be restored. Default 7; on GCP 7 to 90."""
    cold_after_days: NotRequired[pulumi.Input[int]]
    """Age at which objects move to the coldest class that still answers at once. Without it they stay."""
    expire_days: NotRequired[pulumi.Input[int]]
    """Age at which objects are deleted. Without it they stay."""
    encryption_key: NotRequired[pulumi.Input[str]]
    """AWS: ARN of a KMS key. GCP: name of a KMS key that Storage's service agent may use. Default: the cloud's key."""
    allowed_cidrs: NotRequired[pulumi.Input[list[str]]]
    """Azure: public addresses and ranges that may connect; who they are is asked all the same. Default: none."""
    allowed_subnet_ids: NotRequired[pulumi.Input[list[str]]]
    """Azure: subnets that may connect; each has the service endpoint `Microsoft.Storage`. Default: none."""
    access_logs: NotRequired[bool]
    """Whether reads and writes are recorded. Default true."""
    access_log_retention_days: NotRequired[pulumi.Input[int]]
    """How long access logs are kept. Default 365; on Azure at least 30."""
    tags: NotRequired[dict[str, str]]
    """What every resource carries, in each cloud's spelling."""


class ObjectStorageOutputs(TypedDict):
    """What object storage tells, on every cloud."""

    bucket_name: pulumi.Output[str]
    bucket_id: pulumi.Output[str]
    url: pulumi.Output[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Object storage's arguments, checked, with the defaults filled in."""

    location: str = ""
    versioning: bool = True
    noncurrent_days: pulumi.Input[int] = NONCURRENT_DAYS
    soft_delete_days: pulumi.Input[int] = SOFT_DELETE_DAYS
    cold_after_days: pulumi.Input[int] | None = None
    expire_days: pulumi.Input[int] | None = None
    encryption_key: pulumi.Input[str] | None = None
    allowed_cidrs: pulumi.Input[list[str]] = field(default_factory=list[str])
    allowed_subnet_ids: pulumi.Input[list[str]] = field(default_factory=list[str])
    access_log_days: pulumi.Input[int] | None = None
    """None: no access logs."""
    tags: Mapping[str, str] = field(default_factory=dict[str, str])


def settle(args: ObjectStorageArgs) -> Settings:
    """Check the arguments and fill in the defaults.

    Raises:
        ArgumentError: naming the argument; nothing has been registered yet.
    """
    location = args.get("location", "")
    if args["cloud"] != "aws" and not location:
        raise ArgumentError("location", f"is needed on {args['cloud']}: where the bucket is")
    if args["cloud"] == "azure" and "encryption_key" in args:
        raise ArgumentError(
            "encryption_key", "Azure's keys are chosen for a whole account and vault, not for a container"
        )
    for name in ("allowed_cidrs", "allowed_subnet_ids"):
        if args["cloud"] != "azure" and name in args:
            raise ArgumentError(name, "only Azure's storage has a firewall; elsewhere identities decide alone")
    log_days = args.get("access_log_retention_days", ACCESS_LOG_DAYS)
    return Settings(
        location=location,
        versioning=args.get("versioning", True),
        noncurrent_days=integer(args.get("noncurrent_days", NONCURRENT_DAYS)),
        soft_delete_days=integer(args.get("soft_delete_days", SOFT_DELETE_DAYS)),
        cold_after_days=integer(args["cold_after_days"]) if "cold_after_days" in args else None,
        expire_days=integer(args["expire_days"]) if "expire_days" in args else None,
        encryption_key=args.get("encryption_key"),
        allowed_cidrs=args.get("allowed_cidrs", []),
        allowed_subnet_ids=args.get("allowed_subnet_ids", []),
        access_log_days=integer(log_days) if args.get("access_logs", True) else None,
        tags=args.get("tags", {}),
    )
