"""Web apps and functions on Azure speak HTTPS, with TLS 1.2, take no plain FTP, and have an identity."""

from typing import Final

from stackwright_policies.azure.tls import outdated
from stackwright_policies.controls import CREDENTIALS, IN_TRANSIT
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis

APP: Final = "azure-native:web:WebApp"
SLOT: Final = "azure-native:web:WebAppSlot"
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: not it.get("httpsOnly").flag(),
        what="httpsOnly is not on: it answers in clear",
        mend={"httpsOnly": True},
    ),
    Demand(
        # 1.2 where nothing is said: https://learn.microsoft.com/azure/app-service/overview-tls
        refuses=lambda it: outdated(it.get("siteConfig", "minTlsVersion"), "1.2"),
        what="siteConfig.minTlsVersion lets TLS 1.0 and 1.1 in",
        mend={"siteConfig.minTlsVersion": "1.2"},
    ),
    Demand(
        refuses=lambda it: outdated(it.get("siteConfig", "scmMinTlsVersion"), "1.2"),
        what="siteConfig.scmMinTlsVersion lets TLS 1.0 and 1.1 in, where code is deployed",
        mend={"siteConfig.scmMinTlsVersion": "1.2"},
    ),
    Demand(
        refuses=lambda it: it.get("siteConfig", "ftpsState").text().lower() == "allallowed",
        what="siteConfig.ftpsState lets plain FTP in: passwords and code go over the network in clear",
        mend={"siteConfig.ftpsState": "FtpsOnly"},
    ),
    Demand(
        refuses=lambda it: it.get("identity", "type").text("None").lower() == "none",
        what="identity is not set: it can show who it is only with passwords and keys",
        mend={"identity.type": "SystemAssigned"},
    ),
)


def _app(**changes: object) -> dict[str, object]:
    return {
        "httpsOnly": True,
        "identity": {"type": "SystemAssigned"},
        "siteConfig": {"minTlsVersion": "1.2", "ftpsState": "Disabled"},
    } | changes


PASSES: Final = (
    Example(why="all is set", type=APP, inputs=_app(serverFarmId=UNKNOWN)),
    Example(why="a slot, with what is newer", type=SLOT, inputs=_app(siteConfig={"minTlsVersion": "1.3"})),
    Example(
        why="an identity of its own, FTP over TLS",
        type=APP,
        inputs=_app(
            identity={"type": "UserAssigned", "userAssignedIdentities": [UNKNOWN]}, siteConfig={"ftpsState": "FtpsOnly"}
        ),
    ),
)
VIOLATES: Final = (
    Example(why="as it comes", type=APP, inputs={"serverFarmId": UNKNOWN}),
    Example(why="plain HTTP", type=APP, inputs=_app(httpsOnly=False)),
    Example(why="an old version", type=APP, inputs=_app(siteConfig={"minTlsVersion": "1.1"})),
    Example(why="an old version for deployments", type=SLOT, inputs=_app(siteConfig={"scmMinTlsVersion": "1.0"})),
    Example(why="plain FTP", type=APP, inputs=_app(siteConfig={"ftpsState": "AllAllowed"})),
    Example(why="no identity", type=SLOT, inputs=_app(identity={"type": "None"})),
)
UNDECIDED: Final = (
    Example(why="HTTPS, perhaps", type=APP, inputs=_app(httpsOnly=UNKNOWN)),
    Example(why="its configuration is not known", type=APP, inputs=_app(siteConfig=UNKNOWN)),
)

policy: Final = Policy(
    id="AZ-WEB-01",
    title="Web apps speak HTTPS with TLS 1.2, take no plain FTP, and have an identity",
    severity="high",
    why="Whoever is on the way reads sessions and passwords that are sent in clear; keys in settings leak and stay.",
    fix="Set httpsOnly, siteConfig.minTlsVersion 1.2, siteConfig.ftpsState Disabled or FtpsOnly, and an identity.",
    frameworks=(
        *cis("Azure", "2.1", "9.2", "9.3", "9.9"),
        *IN_TRANSIT,
        *CREDENTIALS,
        *checkov("CKV_AZURE_14", "CKV_AZURE_15", "CKV_AZURE_71", "CKV_AZURE_78"),
    ),
    types=(APP, SLOT),
    check=judging(_DEMANDS),
    remedy_of=mending(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
