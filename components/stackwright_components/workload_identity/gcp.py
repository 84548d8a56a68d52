"""GCP trusts a Kubernetes cluster and an AWS account: a workload identity pool with a provider for each.

Subjects of one provider cannot pass for those of the other: a cluster's begin with `system:serviceaccount:`, those of
AWS with `arn:`. That is also why there is one cluster to a pool: two of them have the same subjects.
https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation
"""

from typing import Any, Final

import pulumi
import pulumi_gcp as gcp
import pulumi_random as random

from stackwright_components.conventions import child
from stackwright_components.workload_identity.interface import Settings, WorkloadIdentityOutputs

# Google's own default, written out because the members of grants rest on it. A session of a role has the name
# `arn:aws:sts::<account>:assumed-role/<role>/<session>`; the attribute leaves the session off.
# https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools.providers
AWS_MAPPING: Final = {
    "google.subject": "assertion.arn",
    "attribute.aws_role": (
        "assertion.arn.contains('assumed-role') ? assertion.arn.extract('{account_arn}assumed-role/') + "
        "'assumed-role/' + assertion.arn.extract('assumed-role/{role_name}/') : assertion.arn"
    ),
}
KUBERNETES_MAPPING: Final = {"google.subject": "assertion.sub"}
KUBERNETES_CONDITION: Final = "assertion.sub.startsWith('system:serviceaccount:')"


def build(identity: pulumi.ComponentResource, name: str, settings: Settings) -> WorkloadIdentityOutputs:
    """Make the pool and its providers. Being in the pool allows nothing."""
    # A deleted pool keeps its id for 30 days, and Pulumi does not autoname it.
    suffix = random.RandomId(f"{name}-pool", byte_length=3, opts=child(identity))
    pool = gcp.iam.WorkloadIdentityPool(
        f"{name}-pool",
        workload_identity_pool_id=pulumi.Output.concat(name[:25].lower().rstrip("-"), "-", suffix.hex),
        display_name=name[:32],
        description="Workloads on other clouds, which need no keys",
        opts=child(identity),
    )
    nothing = pulumi.Output.from_input("")
    kubernetes, aws = nothing, nothing
    if settings.issuer is not None:
        oidc: dict[str, Any] = {"issuer_uri": settings.issuer}
        if settings.jwks is not None:
            oidc["jwks_json"] = settings.jwks
        kubernetes = gcp.iam.WorkloadIdentityPoolProvider(
            f"{name}-kubernetes",
            workload_identity_pool_id=pool.workload_identity_pool_id,
            workload_identity_pool_provider_id="kubernetes",
            description="Service accounts of a Kubernetes cluster",
            attribute_mapping=KUBERNETES_MAPPING,
            attribute_condition=KUBERNETES_CONDITION,
            oidc=oidc,  # pyright: ignore[reportArgumentType] - the SDK's own keys
            opts=child(identity),
        ).name
    if settings.aws_account_id is not None:
        account = settings.aws_account_id
        aws = gcp.iam.WorkloadIdentityPoolProvider(
            f"{name}-aws",
            workload_identity_pool_id=pool.workload_identity_pool_id,
            workload_identity_pool_provider_id="aws-account",
            description=f"Roles of the AWS account {account}",
            attribute_mapping=AWS_MAPPING,
            # Roles only: no users, no root.
            attribute_condition=f"assertion.arn.startsWith('arn:aws:sts::{account}:assumed-role/')",
            aws={"account_id": account},
            opts=child(identity),
        ).name
    return WorkloadIdentityOutputs(
        issuer=pulumi.Output.from_input(settings.issuer or ""),
        audience=nothing,
        provider_arn=nothing,
        resource_group_name=nothing,
        pool_name=pool.name,
        kubernetes_provider_name=kubernetes,
        aws_provider_name=aws,
    )
