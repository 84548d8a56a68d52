"""What clouds refuse although the inputs are well-formed, worded like the cloud."""

from __future__ import annotations

import re

from stackwright.errors import CloudError
from stackwright.simcloud.values.subject import Subject

_STORAGE_ACCOUNT = re.compile(r"[a-z0-9]{3,24}\Z")


def refuse(it: Subject) -> None:
    """Raises CloudError if the cloud would not take it."""
    if it.token == "azure-native:storage:StorageAccount":  # noqa: S105 - a type token
        _storage_account(it.text("accountName"))


def _storage_account(name: str) -> None:
    if not _STORAGE_ACCOUNT.match(name):
        raise CloudError(
            f'Code="AccountNameInvalid" Message="{name} is not a valid storage account name. Storage account name'
            ' must be between 3 and 24 characters in length and use numbers and lower-case letters only."',
            hint="set account_name, or give the resource a short name of letters and digits",
        )


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
