"""Forms of names that a cloud does not take, in its words: no preview knows, the service says so.

Sources: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules; Compute Engine,
https://cloud.google.com/compute/docs/naming-resources.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stackwright.simcloud.values.subject import Subject


@dataclass(frozen=True, slots=True)
class Rule:
    """`property` must match `form` as a whole, or `code` and `message` are what the service answers."""

    property: str
    form: str
    code: str
    message: str


_CONTAINER, _LENGTH = "azure-native:storage:BlobContainer", (3, 63)
"""https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes: too short is OutOfRangeInput there."""
_LETTERS_DIGITS_HYPHENS = "can contain only letters, digits and hyphens"
AZURE: Final[Mapping[str, Rule]] = {
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
    "azure-native:app:ContainerApp": Rule(
        "containerAppName", r"(?=.{2,32}$)[a-z](?:-?[a-z0-9])*", "ContainerAppInvalidName",
        "Invalid ContainerApp name '{name}'. A name must consist of lower case alphanumeric characters or '-', start"
        " with an alphabetic character, and end with an alphanumeric character and cannot have '--'. The length must"
        " not be more than 32 characters.",
    ),
    **{
        f"azure-native:{service}:Namespace": Rule(
            "namespaceName", r"(?=.{6,50}$)[A-Za-z](?:-?[A-Za-z0-9])*", "BadRequest",
            "The specified service namespace is invalid: {name}. It has 6 to 50 letters, digits and hyphens, begins"
            " with a letter and ends with a letter or digit.",
        )
        for service in ("servicebus", "eventhub", "relay")
    },
    "azure-native:resources:ResourceGroup": Rule(
        "resourceGroupName", r"[\w().-]{0,89}[\w()-]", "InvalidResourceGroup",
        "The provided resource group name '{name}' has these invalid characters, or ends with a period. The name can"
        " only be a letter, digit, '-', '.', '(', ')' or '_'.",
    ),
    _CONTAINER: Rule(
        "containerName",
        r"(?:\$(?:root|web|logs)|[a-z0-9](?:-?[a-z0-9])*)",
        "ContainerOperationFailure",
        "The specified resource name {name} contains invalid characters.",
    ),
}  # fmt: skip
_GOOGLE: Final = r"(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)"
_ACCOUNT: Final = r"[a-z](?:[-a-z0-9]{4,28}[a-z0-9])"
GOOGLE: Final[Mapping[str, Rule]] = {
    "gcp:serviceaccount/account:Account": Rule(
        "accountId", _ACCOUNT, "", '"account_id" ("{name}") doesn\'t match regexp "^{form}$"'
    ),
    "gcp:storage/bucket:Bucket": Rule(
        "name",
        r"(?!goog)(?!.*\.\.)(?=.{3,222}$)[a-z0-9](?:[a-z0-9._-]*[a-z0-9])",
        "",
        "googleapi: Error 400: Invalid bucket name: '{name}', invalid",
    ),
    "gcp:container/cluster:Cluster": Rule(
        "name",
        r"(?=.{1,40}$)[a-z](?:[a-z0-9-]*[a-z0-9])?",
        "",
        'googleapi: Error 400: Invalid value for field "cluster.name": "{name}". Must be a match of regex'
        " '(?:[a-z](?:[-a-z0-9]{{0,38}}[a-z0-9])?)', badRequest",
    ),
    "gcp:cloudrunv2/service:Service": Rule(
        "name",
        r"(?=.{1,49}$)[a-z](?:[a-z0-9-]*[a-z0-9])?",
        "",
        "googleapi: Error 400: The request has errors: Invalid resource name: {name}; only lowercase, digits, and"
        " hyphens; must begin with letter, and cannot end with hyphen; must be less than 50 characters, badRequest",
    ),
    "gcp:cloudrun/service:Service": Rule(
        "name",
        r"(?=.{1,49}$)[a-z](?:[a-z0-9-]*[a-z0-9])?",
        "",
        "googleapi: Error 400: metadata.name: Resource name must use only lowercase letters, numbers and '-'. Must"
        " begin with a letter and cannot end with a '-'. Maximum length is 49 characters. ({name}), badRequest",
    ),
    "gcp:sql/databaseInstance:DatabaseInstance": Rule(
        "name",
        r"(?=.{1,98}$)[a-z](?:[a-z0-9-]*[a-z0-9])?",
        "",
        "googleapi: Error 400: Invalid request: instance name ({name})., invalid",
    ),
    "gcp:pubsub/topic:Topic": Rule(
        "name",
        r"(?:projects/[^/]+/topics/)?(?!goog)[A-Za-z][\w.~+%-]{2,254}",
        "",
        "googleapi: Error 400: Invalid resource name given (name={name}). Refer to"
        " https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names for more information., badRequest",
    ),
}
"""Forms of names outside of Compute Engine, whose names all have one."""


def wrong_azure(it: Subject) -> str | None:
    """What Azure says of the name."""
    rule = AZURE.get(it.token)
    name = it.text(rule.property) if rule else ""
    if it.token == _CONTAINER and name and not _LENGTH[0] <= len(name) <= _LENGTH[1]:
        return (
            'Code="ContainerOperationFailure" Message="The specified resource name length is not within the permissible'
            ' limits."'
        )
    if rule and name and not re.fullmatch(rule.form, name):
        return f'Code="{rule.code}" Message="{rule.message.format(name=name)}"'
    return None


def wrong_google(it: Subject) -> str | None:
    """What Google says of the name."""
    name = it.text("name")
    if it.token.startswith("gcp:compute/") and name and not re.fullmatch(_GOOGLE, name):
        return (
            f"googleapi: Error 400: Invalid value for field 'resource.name': '{name}'. Must be a match of regex"
            f" '{_GOOGLE}', invalid"
        )
    form = GOOGLE.get(it.token)
    given = it.text(form.property) if form else ""
    if form and not re.fullmatch(form.form, given) and (given or form.property == "accountId"):
        return form.message.format(name=given, form=form.form)
    return None
