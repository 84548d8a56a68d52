"""What clouds refuse although the inputs are well-formed, worded like the cloud."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from stackwright.errors import CloudError
from stackwright.simcloud import refusals_aws
from stackwright.simcloud.apiserver import refusals as apiserver
from stackwright.simcloud.checking import naming
from stackwright.simcloud.refusals_aws import Others
from stackwright.simcloud.values.subject import Subject


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
    """`allowed` may name `azure-name` and `gcp-name`, too. Kubernetes has a server of its own (`apiserver`).

    Raises:
        CloudError: the cloud would not take it, neither new nor changed.
    """
    for name, package, check in _ALWAYS:
        if it.package == package and name not in allowed:
            check(it)


_ALWAYS: Final[Sequence[tuple[str, str, Callable[[Subject], None]]]] = (
    ("azure-name", "azure-native", naming.check_azure),
    ("gcp-name", "gcp", naming.check_google),
)
"""What is refused of a resource by itself: what the refusal is called, the package, and what looks for it."""

REFUSALS: Final = frozenset(
    {it.name for it in (*refusals_aws.CREATING, *refusals_aws.DELETING)}
    | {name for name, _, _ in _ALWAYS}
    | set(apiserver.NAMES)
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
                f' {apiserver.resource(it)} "{name}" already exists'
            )
        case "gcp":
            return CloudError(f"googleapi: Error 409: The resource '{it.id}' already exists, alreadyExists")
        case _:
            code = {"s3": "BucketAlreadyOwnedByYou", "iam": "EntityAlreadyExists"}.get(it.service, "AlreadyExists")
            return CloudError(f"{code}: {it.kind} {it.id!r} already exists in account {it.identity.account}")
