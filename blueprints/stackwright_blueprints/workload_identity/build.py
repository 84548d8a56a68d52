"""Builds the blueprint `workload-identity`: one `WorkloadIdentity` component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from stackwright_components.workload_identity import WorkloadIdentity, WorkloadIdentityArgs

from stackwright_blueprints.model import Context
from stackwright_blueprints.workload_identity import WorkloadIdentityInputs

_OUTPUTS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws": ("issuer", "audience", "provider_arn"),
    "azure": ("issuer", "audience", "resource_group_name"),
    "gcp": ("pool_name",),
}


def build(context: Context, inputs: WorkloadIdentityInputs) -> Mapping[str, Any]:
    """The trust of one cloud."""
    around = {"cloud": context.cloud, "location": context.location, "tags": dict(context.tags)}
    args = cast("WorkloadIdentityArgs", {**around, **inputs})
    identity = WorkloadIdentity(context.name, args, context.options())
    # What this cloud does not have, or whom it does not trust, is no output at all: a reference to it is an error.
    names: list[str] = [*_OUTPUTS[context.cloud]]
    if context.cloud == "gcp" and "issuer" in inputs:
        names += ["issuer", "kubernetes_provider_name"]
    if context.cloud == "gcp" and "aws_account_id" in inputs:
        names.append("aws_provider_name")
    return {
        "cloud": context.cloud,
        "location": "" if context.cloud == "gcp" else context.location,
        **{name: getattr(identity, name) for name in names},
    }
