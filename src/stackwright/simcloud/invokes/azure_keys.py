"""Keys and connection strings of Azure's services, in the form in which each service gives them.

Sources: Azure REST API reference, the `list…Keys` operations; the documentation of each service's connection strings.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

from stackwright.simcloud.invokes.answer import Function, existing
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.store import Store
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value


def key(it: Subject, salt: str, size: int = 64) -> str:
    """`size` bytes, base64."""
    return base64.b64encode(it.seed.data(size, salt)).decode()


def cosmos_keys(it: Subject, _store: Store) -> Properties:
    names = ("primaryMasterKey", "secondaryMasterKey", "primaryReadonlyMasterKey", "secondaryReadonlyMasterKey")
    return {name: _cosmos_key(it, name) for name in names}


def _cosmos_key(it: Subject, name: str) -> str:
    """The same for the keys and for the connection strings."""
    account = Seed("cosmos", it.identity.realm, it.text("resourceGroupName"), it.text("accountName"))
    return base64.b64encode(account.data(64, name)).decode()


def cosmos_strings(it: Subject, _store: Store) -> Properties:
    """What SQL (document) accounts have."""
    endpoint = f"https://{it.text('accountName')}.documents.azure.com:443/"
    strings: list[Value] = [
        {
            "connectionString": f"AccountEndpoint={endpoint};AccountKey={_cosmos_key(it, name)};",
            "description": f"{described} SQL Connection String",
            "keyKind": described.replace(" ", "").replace("-O", "O"),
            "type": "Sql",
        }
        for name, described in (
            ("primaryMasterKey", "Primary"),
            ("secondaryMasterKey", "Secondary"),
            ("primaryReadonlyMasterKey", "Primary Read-Only"),
            ("secondaryReadonlyMasterKey", "Secondary Read-Only"),
        )
    ]
    return {"connectionStrings": strings}


def bus_keys(it: Subject, _store: Store) -> Properties:
    """Of a namespace, or of a queue, topic or event hub in it."""
    rule = it.text("authorizationRuleName")
    entity = next(filter(None, (it.text(name) for name in ("eventHubName", "queueName", "topicName"))), "")
    made: Properties = {"keyName": rule, "aliasPrimaryConnectionString": "", "aliasSecondaryConnectionString": ""}
    for which in ("primary", "secondary"):
        own = key(it, which, 32)
        text = f"Endpoint=sb://{it.text('namespaceName')}.servicebus.windows.net/;SharedAccessKeyName={rule}"
        text += f";SharedAccessKey={own}" + (f";EntityPath={entity}" if entity else "")
        made |= {f"{which}Key": own, f"{which}ConnectionString": text}
    return made


def redis_keys(it: Subject, store: Store) -> Properties:
    """Those that the cache says that it has."""
    token = "azure-native:redis:Redis"  # noqa: S105 - a type
    found = existing(it, store, token).get("accessKeys")
    if isinstance(found, dict):
        return dict(found)
    return {"primaryKey": key(it, "primary", 32), "secondaryKey": key(it, "secondary", 32)}


def two_keys(it: Subject, _store: Store) -> Properties:
    """`key1` and `key2`, or `primaryKey` and `secondaryKey`: what the function has of them."""
    one, two = it.seed.hex(32, "one"), it.seed.hex(32, "two")
    return {"key1": one, "key2": two, "primaryKey": one, "secondaryKey": two}


def topic_keys(it: Subject, _store: Store) -> Properties:
    return {"key1": key(it, "one", 32), "key2": key(it, "two", 32)}


def signalr_keys(it: Subject, _store: Store) -> Properties:
    made: Properties = {}
    for which in ("primary", "secondary"):
        own = key(it, which, 32)
        endpoint = f"https://{it.text('resourceName')}.service.signalr.net"
        made |= {
            f"{which}Key": own,
            f"{which}ConnectionString": f"Endpoint={endpoint};AccessKey={own};Version=1.0;",
        }
    return made


def host_keys(it: Subject, _store: Store) -> Properties:
    """Of a function app."""
    return {"masterKey": key(it, "master", 40), "functionKeys": {"default": key(it, "default", 40)}, "systemKeys": {}}


def function_keys(it: Subject, _store: Store) -> Properties:
    return {"properties": {"default": key(it, "default", 40)}}


def static_site_secrets(it: Subject, _store: Store) -> Properties:
    return {"properties": {"apiKey": it.seed.hex(96, "api")}}


def publishing_credentials(it: Subject, _store: Store) -> Properties:
    name, password = it.text("name"), it.seed.text(60, "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789", "pw")
    return {
        "name": name,
        "publishingUserName": f"${name}",
        "publishingPassword": password,
        "scmUri": f"https://${name}:{password}@{name}.scm.azurewebsites.net",
    }


def store_keys(it: Subject, _store: Store) -> Properties:
    """Of an App Configuration store: two to write, two to read."""
    made: list[Value] = []
    for name in ("Primary", "Secondary", "Primary Read Only", "Secondary Read Only"):
        identifier, value = f"{it.seed.hex(4, name)}-l0-s0:{it.seed.hex(20, name)}", key(it, name, 32)
        text = f"Endpoint=https://{it.text('configStoreName')}.azconfig.io;Id={identifier};Secret={value}"
        made.append(
            {
                "id": identifier,
                "name": name,
                "value": value,
                "connectionString": text,
                "lastModified": it.timestamp(),
                "readOnly": name.endswith("Only"),
            }
        )
    return {"value": made}


_HUB_POLICIES: Mapping[str, str] = {
    "iothubowner": "RegistryWrite, ServiceConnect, DeviceConnect",
    "service": "ServiceConnect",
    "device": "DeviceConnect",
    "registryRead": "RegistryRead",
    "registryReadWrite": "RegistryWrite",
}
"""What a hub has from the start (https://learn.microsoft.com/azure/iot-hub/iot-hub-dev-guide-sas)."""


def device_keys(it: Subject, _store: Store) -> Properties:
    """Of an IoT hub, or of its provisioning service, which has but an owner."""
    policies = _HUB_POLICIES if "iothub:" in it.token else {"provisioningserviceowner": "ServiceConfig, DeviceConnect"}
    return {"value": [_device_policy(it, name, rights) for name, rights in policies.items()]}


def device_key(it: Subject, _store: Store) -> Properties:
    """Of one policy."""
    name = it.text("keyName")
    return _device_policy(it, name, _HUB_POLICIES.get(name, "ServiceConnect"))


def _device_policy(it: Subject, name: str, rights: str) -> dict[str, Value]:
    own = Seed("device policy", it.identity.realm, it.text("resourceGroupName"), _hub(it), name)
    keys = {which: base64.b64encode(own.data(32, which)).decode() for which in ("primaryKey", "secondaryKey")}
    return {"keyName": name, "rights": rights, **keys}


def _hub(it: Subject) -> str:
    return it.text("resourceName") or it.text("provisioningServiceName")


FUNCTIONS: Mapping[str, Function] = {
    "azure-native:appconfiguration:listConfigurationStoreKeys": store_keys,
    "azure-native:apimanagement:listSubscriptionSecrets": two_keys,
    "azure-native:cognitiveservices:listAccountKeys": two_keys,
    "azure-native:cosmosdb:listDatabaseAccountConnectionStrings": cosmos_strings,
    "azure-native:cosmosdb:listDatabaseAccountKeys": cosmos_keys,
    "azure-native:eventgrid:listDomainSharedAccessKeys": topic_keys,
    "azure-native:eventgrid:listTopicSharedAccessKeys": topic_keys,
    "azure-native:eventhub:listEventHubKeys": bus_keys,
    "azure-native:eventhub:listNamespaceKeys": bus_keys,
    "azure-native:deviceprovisioningservices:listIotDpsResourceKeys": device_keys,
    "azure-native:deviceprovisioningservices:listIotDpsResourceKeysForKeyName": device_key,
    "azure-native:iothub:listIotHubResourceKeys": device_keys,
    "azure-native:iothub:listIotHubResourceKeysForKeyName": device_key,
    "azure-native:maps:listAccountKeys": two_keys,
    "azure-native:redis:listRedisKeys": redis_keys,
    "azure-native:search:listAdminKey": two_keys,
    "azure-native:servicebus:listNamespaceKeys": bus_keys,
    "azure-native:servicebus:listQueueKeys": bus_keys,
    "azure-native:servicebus:listTopicKeys": bus_keys,
    "azure-native:signalrservice:listSignalRKeys": signalr_keys,
    "azure-native:web:listStaticSiteSecrets": static_site_secrets,
    "azure-native:web:listWebAppFunctionKeys": function_keys,
    "azure-native:web:listWebAppHostKeys": host_keys,
    "azure-native:web:listWebAppPublishingCredentials": publishing_credentials,
}
