"""Names that a cloud does not take, in its words: no preview knows, the service says so.

Sources: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules; Compute Engine,
https://cloud.google.com/compute/docs/naming-resources.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stackwright.errors import CloudError
from stackwright.simcloud.values.subject import Subject


@dataclass(frozen=True, slots=True)
class Rule:
    """`property` must match `form` as a whole, or `code` and `message` are what the service answers."""

    property: str
    form: str
    code: str
    message: str


_LETTERS_DIGITS_HYPHENS = "can contain only letters, digits and hyphens"
_AZURE: Final[Mapping[str, Rule]] = {
    "azure-native:storage:StorageAccount": Rule(
        "accountName",
        r"[a-z0-9]{3,24}",
        "AccountNameInvalid",
        "{name} is not a valid storage account name. Storage account name must be between 3 and 24 characters in"
        " length and use numbers and lower-case letters only.",
    ),
    "azure-native:containerregistry:Registry": Rule(
        "registryName",
        r"[A-Za-z0-9]{5,50}",
        "RegistryNameInvalid",
        "The registry name {name} is invalid. It must be alphanumeric and between 5 and 50 characters in length.",
    ),
    "azure-native:keyvault:Vault": Rule(
        "vaultName",
        r"(?=.{3,24}$)[A-Za-z](?:-?[A-Za-z0-9])*",
        "VaultNameNotValid",
        "The vault name '{name}' is invalid. A vault's name must be between 3-24 alphanumeric characters. The name must"
        " begin with a letter, end with a letter or digit, and not contain consecutive hyphens.",
    ),
    "azure-native:web:WebApp": Rule(
        "name", r"(?=.{2,60}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?", "BadRequest",
        "The parameter name has an invalid value: the host name {name}.azurewebsites.net is not valid.",
    ),
    "azure-native:sql:Server": Rule(
        "serverName",
        r"(?=.{1,63}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?",
        "InvalidServerName",
        "'{name}' is not a valid name because it contains invalid characters, or it is too long.",
    ),
    "azure-native:dbforpostgresql:Server": Rule(
        "serverName", r"(?=.{3,63}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", "ServerNameNotValid",
        f"The server name '{{name}}' {_LETTERS_DIGITS_HYPHENS}, in lower case, and 3 to 63 of them.",
    ),
    "azure-native:cosmosdb:DatabaseAccount": Rule(
        "accountName", r"(?=.{3,44}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", "BadRequest",
        "DatabaseAccount name '{name}' is invalid: it can contain lower-case letters, numbers and '-', and must be"
        " between 3 and 44 characters.",
    ),
    "azure-native:redis:Redis": Rule(
        "name", r"(?=.{1,63}$)[A-Za-z0-9](?:-?[A-Za-z0-9])*", "InvalidParameter",
        f"The value '{{name}}' of the parameter 'name' is invalid: it {_LETTERS_DIGITS_HYPHENS}.",
    ),
    "azure-native:storage:BlobContainer": Rule(
        "containerName",
        r"(?=.{3,63}$)(?:\$(?:root|web|logs)|[a-z0-9](?:-?[a-z0-9])*)",
        "ContainerOperationFailure",
        "The specified resource name {name} contains invalid characters.",
    ),
}  # fmt: skip
_GOOGLE: Final = r"(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)"
_ACCOUNT: Final = r"[a-z](?:[-a-z0-9]{4,28}[a-z0-9])"


def check_azure(it: Subject) -> None:
    """Raises CloudError: Azure does not take the name."""
    rule = _AZURE.get(it.token)
    name = it.text(rule.property) if rule else ""
    if rule and name and not re.fullmatch(rule.form, name):
        raise CloudError(
            f'Code="{rule.code}" Message="{rule.message.format(name=name)}"',
            hint="give it another name, or the resource one that Pulumi can make such a name of",
        )


def check_google(it: Subject) -> None:
    """Raises CloudError: Google does not take the name."""
    name = it.text("name")
    if it.token.startswith("gcp:compute/") and name and not re.fullmatch(_GOOGLE, name):
        raise CloudError(
            f"googleapi: Error 400: Invalid value for field 'resource.name': '{name}'. Must be a match of regex"
            f" '{_GOOGLE}', invalid"
        )
    account = it.text("accountId")
    if it.token == "gcp:serviceaccount/account:Account" and not re.fullmatch(_ACCOUNT, account):  # noqa: S105 - a type
        raise CloudError(f'"account_id" ("{account}") doesn\'t match regexp "^{_ACCOUNT}$"')
