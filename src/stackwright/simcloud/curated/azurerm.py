"""Azure by its classic provider. Outputs: documentation of hashicorp/azurerm; host names as Azure documents them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

from stackwright.simcloud.curated.recipe import Maker, Part, Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def _host(domain: str) -> Recipe:
    return Recipe(outputs={"fqdn": f"{{name}}.{domain}"})


def _storage() -> Mapping[str, Part]:
    made: dict[str, Part] = {"primaryLocation": _location, "secondaryLocation": ""}
    for place, suffix in (("primary", ""), ("secondary", "-secondary")):
        made[f"{place}AccessKey"] = _key(place)
        made[f"{place}ConnectionString"] = _connection(place)
        made[f"{place}BlobConnectionString"] = _connection(place)
        for service in ("blob", "dfs", "file", "queue", "table", "web"):
            domain = "z6.web" if service == "web" else service
            host = f"{{name}}{suffix}.{domain}.core.windows.net"
            made[f"{place}{service.capitalize()}Host"] = host
            made[f"{place}{service.capitalize()}Endpoint"] = f"https://{host}/"
    return made


def _location(it: Subject) -> Value:
    return it.text("location").replace(" ", "").lower() or it.identity.location


def _key(salt: str) -> Maker:
    return lambda it: base64.b64encode(it.seed.data(64, salt)).decode()


def _connection(salt: str) -> Maker:
    return lambda it: (
        f"DefaultEndpointsProtocol=https;AccountName={it.text('name')};AccountKey={_key(salt)(it)}"
        ";EndpointSuffix=core.windows.net"
    )


def _blob(it: Subject) -> str:
    return (
        f"https://{it.text('storageAccountName')}.blob.core.windows.net"
        f"/{it.text('storageContainerName')}/{it.text('name')}"
    )


def _vault_item(path: str) -> Callable[[Subject], str]:
    """The URL of a secret, key or certificate: with its version, or without."""

    def make(it: Subject) -> str:
        vault = it.text("keyVaultId").rpartition("/")[2]
        return f"https://{vault}.vault.azure.net/{path}".format(it.text("name"), it.seed.hex(32, "version"))

    return make


def _item(kind: str) -> Recipe:
    return Recipe(
        id=_vault_item(f"{kind}/{{0}}/{{1}}"),
        outputs={"version": "{hex:32:version}", "versionlessId": _vault_item(f"{kind}/{{0}}")},
    )


_SITE = Recipe(outputs={"defaultHostname": "{name}.azurewebsites.net"})

TYPES: Mapping[str, Recipe] = {
    "azure:appservice/linuxFunctionApp:LinuxFunctionApp": _SITE,
    "azure:appservice/linuxWebApp:LinuxWebApp": _SITE,
    "azure:appservice/windowsFunctionApp:WindowsFunctionApp": _SITE,
    "azure:appservice/windowsWebApp:WindowsWebApp": _SITE,
    "azure:containerservice/registry:Registry": Recipe(
        outputs={"loginServer": "{name}.azurecr.io", "adminUsername": "{name}", "adminPassword": "{hex:52:password}"}
    ),
    "azure:core/resourceGroup:ResourceGroup": Recipe(outputs={"location": _location}),
    "azure:cosmosdb/account:Account": Recipe(outputs={"endpoint": "https://{name}.documents.azure.com:443/"}),
    "azure:keyvault/certificate:Certificate": _item("certificates"),
    "azure:keyvault/key:Key": _item("keys"),
    "azure:keyvault/keyVault:KeyVault": Recipe(outputs={"vaultUri": "https://{name}.vault.azure.net/"}),
    "azure:keyvault/secret:Secret": _item("secrets"),
    "azure:mssql/server:Server": Recipe(outputs={"fullyQualifiedDomainName": "{name}.database.windows.net"}),
    "azure:mysql/flexibleServer:FlexibleServer": _host("mysql.database.azure.com"),
    "azure:postgresql/flexibleServer:FlexibleServer": _host("postgres.database.azure.com"),
    "azure:postgresql/server:Server": _host("postgres.database.azure.com"),
    "azure:storage/account:Account": Recipe(outputs=_storage()),
    "azure:storage/blob:Blob": Recipe(id=_blob, outputs={"url": "{id}"}),
}
