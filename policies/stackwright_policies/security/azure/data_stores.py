"""Redis and Cosmos DB on Azure: encrypted on the way, private, and used by identities."""

from typing import Final

from stackwright_policies.azure.reach import public
from stackwright_policies.azure.tls import outdated
from stackwright_policies.controls import AUTHENTICATION, EXPOSURE, IN_TRANSIT
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of, any_in

REDIS: Final = "azure-native:redis:Redis"
ENTERPRISE: Final = "azure-native:redisenterprise:Database"
COSMOS: Final = "azure-native:cosmosdb:DatabaseAccount"
_OTHER_APIS: Final = {"enablecassandra", "enablegremlin", "enablemongo", "enabletable"}


def _keys_work(account: View) -> bool:
    """Whether keys open an account of the API for NoSQL: those of other APIs cannot do without.

    https://learn.microsoft.com/azure/cosmos-db/how-to-connect-role-based-access-control
    """
    return all_of(
        lambda: not account.get("disableLocalAuth").flag(),
        lambda: account.get("kind").text("GlobalDocumentDB").lower() == "globaldocumentdb",
        lambda: (
            not any_in(account.get("capabilities").items(), lambda it: it.get("name").text().lower() in _OTHER_APIS)
        ),
    )


_DEMANDS: Final = (
    Demand(
        types=(REDIS,),
        refuses=lambda it: it.get("enableNonSslPort").flag(),
        what="enableNonSslPort is on: commands, the password among them, go over the network in clear",
    ),
    Demand(
        types=(REDIS,),
        # 1.2 where nothing is said: https://learn.microsoft.com/azure/azure-cache-for-redis/cache-remove-tls-10-11
        refuses=lambda it: outdated(it.get("minimumTlsVersion"), "1.2"),
        what="minimumTlsVersion lets TLS 1.0 and 1.1 in",
    ),
    Demand(
        types=(REDIS,),
        refuses=lambda it: it.get("redisConfiguration", "authnotrequired").flag(),
        what="redisConfiguration.authnotrequired is on: whoever reaches it may use it",
    ),
    Demand(
        types=(ENTERPRISE,),
        refuses=lambda it: it.get("clientProtocol").text("Encrypted").lower() == "plaintext",
        what="clientProtocol is Plaintext: commands go over the network in clear",
    ),
    Demand(
        types=(COSMOS,),
        refuses=lambda it: public(it.get("publicNetworkAccess")),
        what="publicNetworkAccess is not Disabled: its endpoint is on the internet",
    ),
    Demand(
        types=(COSMOS,),
        refuses=_keys_work,
        what="disableLocalAuth is not on: the account's keys open everything, for whoever has them",
    ),
    Demand(
        types=(COSMOS,),
        refuses=lambda it: outdated(it.get("minimalTlsVersion"), "Tls12"),
        what="minimalTlsVersion lets TLS 1.0 and 1.1 in",
    ),
)
_PRIVATE: Final = {"publicNetworkAccess": "Disabled", "disableLocalAuth": True}

PASSES: Final = (
    Example(why="TLS 1.2 only", type=REDIS, inputs={"enableNonSslPort": False, "minimumTlsVersion": "1.2"}),
    Example(why="encrypted by default", type=ENTERPRISE, inputs={"clusterName": UNKNOWN}),
    Example(why="private, and no keys", type=COSMOS, inputs={**_PRIVATE, "locations": UNKNOWN}),
    Example(
        why="other APIs need keys",
        type=COSMOS,
        inputs={"publicNetworkAccess": "Disabled", "capabilities": [{"name": "EnableCassandra"}]},
    ),
)
VIOLATES: Final = (
    Example(why="a port in clear", type=REDIS, inputs={"enableNonSslPort": True, "minimumTlsVersion": "1.2"}),
    Example(why="an old version", type=REDIS, inputs={"minimumTlsVersion": "1.0"}),
    Example(
        why="nobody has to sign in",
        type="azure-native:cache/v20230801:Redis",
        inputs={"redisConfiguration": {"authnotrequired": "true"}},
    ),
    Example(why="in clear", type=ENTERPRISE, inputs={"clientProtocol": "Plaintext"}),
    Example(why="public by default", type=COSMOS, inputs={"disableLocalAuth": True}),
    Example(why="keys work by default", type=COSMOS, inputs={"publicNetworkAccess": "Disabled"}),
    Example(why="an old version of TLS", type=COSMOS, inputs={**_PRIVATE, "minimalTlsVersion": "Tls11"}),
)
UNDECIDED: Final = (
    Example(why="which version is not known", type=REDIS, inputs={"minimumTlsVersion": UNKNOWN}),
    Example(why="public, perhaps", type=COSMOS, inputs={**_PRIVATE, "publicNetworkAccess": UNKNOWN}),
)

policy: Final = Policy(
    id="AZ-DATA-01",
    title="Redis and Cosmos DB are encrypted on the way, private, and used by identities",
    severity="high",
    why="What a cache or database holds is read by whoever is on the way, or has found a key that works from anywhere.",
    fix="Redis: no enableNonSslPort, minimumTlsVersion 1.2. Cosmos DB: publicNetworkAccess Disabled, disableLocalAuth.",
    frameworks=(
        *IN_TRANSIT,
        *EXPOSURE,
        *AUTHENTICATION,
        *checkov("CKV_AZURE_91", "CKV_AZURE_101", "CKV_AZURE_140", "CKV_AZURE_148"),
    ),
    types=(REDIS, ENTERPRISE, COSMOS),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
