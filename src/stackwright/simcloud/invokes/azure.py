"""Azure functions that programs ask for most: who am I, keys and credentials."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from stackwright.simcloud.invokes import azure_keys
from stackwright.simcloud.invokes.answer import Function, existing
from stackwright.simcloud.store import Store
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value


def client_config(it: Subject, _store: Store) -> Properties:
    return {
        "clientId": it.seed.uuid("client"),
        "objectId": it.seed.uuid("object"),
        "subscriptionId": it.identity.subscription,
        "tenantId": it.identity.tenant,
    }


def client_token(it: Subject, _store: Store) -> Properties:
    return {"token": it.seed.hex(64, "token")}


def _key(it: Subject, salt: str) -> str:
    return base64.b64encode(it.seed.data(64, salt)).decode()


def storage_keys(it: Subject, _store: Store) -> Properties:
    keys: list[Value] = [
        {"keyName": name, "value": _key(it, name), "permissions": "FULL", "creationTime": it.timestamp()}
        for name in ("key1", "key2")
    ]
    return {"keys": keys}


def storage_sas(it: Subject, _store: Store) -> Properties:
    signature = base64.b64encode(it.seed.data(32, "sas")).decode()
    token = f"sv=2024-11-04&se=2030-01-01T00%3A00%3A00Z&sr=c&sp=rl&sig={signature}"
    return {"accountSasToken": token, "serviceSasToken": token}


def registry_credentials(it: Subject, _store: Store) -> Properties:
    passwords: list[Value] = [{"name": name, "value": it.seed.hex(32, name)} for name in ("password", "password2")]
    return {"username": it.text("registryName"), "passwords": passwords}


def cluster_credentials(it: Subject, _store: Store) -> Properties:
    """A kubeconfig, base64, of a cluster that nobody can reach."""
    value = base64.b64encode(guess.kubeconfig(it, "cluster").encode()).decode()
    return {"kubeconfigs": [{"name": it.kind.removeprefix("listManagedCluster"), "value": value}]}


def shared_keys(it: Subject, _store: Store) -> Properties:
    return {"primarySharedKey": _key(it, "primary"), "secondarySharedKey": _key(it, "secondary")}


def resource_group(it: Subject, store: Store) -> Properties:
    """The group of this cloud, else one that is supposed to be there already."""
    name = it.text("resourceGroupName")
    return existing(it, store) or {
        "id": f"/subscriptions/{it.identity.subscription}/resourceGroups/{name}",
        "name": name,
        "location": it.identity.location,
        "type": "Microsoft.Resources/resourceGroups",
        "properties": {"provisioningState": "Succeeded"},
    }


FUNCTIONS: Mapping[str, Function] = {
    **azure_keys.FUNCTIONS,
    "azure-native:authorization:getClientConfig": client_config,
    "azure-native:authorization:getClientToken": client_token,
    "azure-native:storage:listStorageAccountKeys": storage_keys,
    "azure-native:storage:listStorageAccountSAS": storage_sas,
    "azure-native:storage:listStorageAccountServiceSAS": storage_sas,
    "azure-native:containerregistry:listRegistryCredentials": registry_credentials,
    "azure-native:containerservice:listManagedClusterUserCredentials": cluster_credentials,
    "azure-native:containerservice:listManagedClusterAdminCredentials": cluster_credentials,
    "azure-native:operationalinsights:getSharedKeys": shared_keys,
    "azure-native:resources:getResourceGroup": resource_group,
}
