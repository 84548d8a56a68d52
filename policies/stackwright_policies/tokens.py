"""Type tokens as the rules spell them: one resource has several names in the packages of azure-native.

Version 2 has a module per API version (`azure-native:storage/v20230101:StorageAccount`). Version 3 has a package for
each that is asked for (`azure-native_storage_v20230101:storage:StorageAccount`), and moved some types to modules of
their own; their old names are the aliases in the SDK.
https://www.pulumi.com/registry/packages/azure-native/from-v2-to-v3/
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_AZURE: Final = re.compile(r"azure-native(?:_\w+_v\d{8}\w*)?:(\w+)(?:/v\d{8}\w*)?:(\w+)")
MOVED: Final = {
    "cache:Redis": "redis:Redis",
    "cache:FirewallRule": "redis:RedisFirewallRule",
    "cache:RedisEnterprise": "redisenterprise:RedisEnterprise",
    "documentdb:DatabaseAccount": "cosmosdb:DatabaseAccount",
    "insights:DiagnosticSetting": "monitor:DiagnosticSetting",
    "insights:SubscriptionDiagnosticSetting": "monitor:SubscriptionDiagnosticSetting",
    "network:FrontDoor": "frontdoor:FrontDoor",
    "network:Policy": "frontdoor:Policy",
}
"""Those that rules look at; a test compares them with the SDK's aliases."""


@lru_cache(maxsize=4096)
def canonical(token: str) -> str:
    """A token as the newest SDK spells it, whatever version of the API it asks for."""
    found = _AZURE.fullmatch(token)
    if found is None:
        return token
    name = f"{found[1]}:{found[2]}"
    return f"azure-native:{MOVED.get(name, name)}"
