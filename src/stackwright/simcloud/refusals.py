"""What clouds refuse although the inputs are well-formed, worded like the cloud."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Final

from stackwright.errors import CloudError
from stackwright.simcloud import refusals_aws
from stackwright.simcloud.checking import naming
from stackwright.simcloud.refusals_aws import Others
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def refuse(it: Subject, others: Others, allowed: frozenset[str]) -> None:
    """What may not be created. `allowed` names refusals that are switched off (`refusals_aws.Refusal.name`).

    Raises:
        CloudError: the cloud would not take it.
    """
    if it.package == "aws":
        refusals_aws.refuse(it, others, allowed, refusals_aws.CREATING)
    refuse_change(it, allowed)


def refuse_deletion(it: Subject, others: Others, allowed: frozenset[str]) -> None:
    """
    Raises:
        CloudError: the cloud would not let it go.
    """
    if it.package == "aws":
        refusals_aws.refuse(it, others, allowed, refusals_aws.DELETING)


def refuse_change(it: Subject, allowed: frozenset[str]) -> None:
    """`allowed` may name `azure-name`, `gcp-name`, `kubernetes-name`, `kubernetes-selector`, too.

    Raises:
        CloudError: the cloud would not take it, neither new nor changed.
    """
    for name, package, check in _ALWAYS:
        if it.package == package and name not in allowed:
            check(it)


_WORKLOADS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"})


def _check_selector(it: Subject) -> None:
    """A workload must select the pods that it makes (Kubernetes, `ValidatePodTemplateSpecForDeployment` and others)."""
    spec = it.mapping("spec")
    if it.kind not in _WORKLOADS or not it.token.startswith("kubernetes:apps/"):
        return
    wanted = _mapping(_mapping(spec.get("selector")).get("matchLabels"))
    labels = _mapping(_mapping(_mapping(spec.get("template")).get("metadata")).get("labels"))
    if any(labels.get(name) != value for name, value in wanted.items()):
        raise naming.invalid(
            it,
            f"spec.template.metadata.labels: Invalid value: {json.dumps(labels)}: `selector` does not match template"
            " `labels`",
        )


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}


_ALWAYS: Final[Sequence[tuple[str, str, Callable[[Subject], None]]]] = (
    ("azure-name", "azure-native", naming.check_azure),
    ("gcp-name", "gcp", naming.check_google),
    ("kubernetes-name", "kubernetes", naming.check_kubernetes),
    ("kubernetes-selector", "kubernetes", _check_selector),
)
"""What is refused of a resource by itself: what the refusal is called, the package, and what looks for it."""

REFUSALS: Final = frozenset(
    {it.name for it in (*refusals_aws.CREATING, *refusals_aws.DELETING)} | {name for name, _, _ in _ALWAYS}
)
"""What all refusals that can be switched off are called."""


def already_exists(it: Subject) -> CloudError:
    """The error for a name that is taken."""
    match it.package:
        case "azure-native":
            return CloudError(f'cannot create already existing resource "{it.id}"')
        case "kubernetes":
            name = it.id.rpartition("/")[2]
            return CloudError(
                f"resource {it.id} was not successfully created by the Kubernetes API server:"
                f' {it.kind.lower()}s "{name}" already exists'
            )
        case "gcp":
            return CloudError(f"googleapi: Error 409: The resource '{it.id}' already exists, alreadyExists")
        case _:
            code = {"s3": "BucketAlreadyOwnedByYou", "iam": "EntityAlreadyExists"}.get(it.service, "AlreadyExists")
            return CloudError(f"{code}: {it.kind} {it.id!r} already exists in account {it.identity.account}")
