"""Azure storage accounts speak HTTPS only, with TLS 1.2 or newer."""

from typing import Final

from stackwright_policies.azure.tls import outdated
from stackwright_policies.controls import IN_TRANSIT
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis

ACCOUNT: Final = "azure-native:storage:StorageAccount"
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: not it.get("enableHttpsTrafficOnly").flag(True),
        what="enableHttpsTrafficOnly is off: requests, keys in them, go over the network in clear",
        mend={"enableHttpsTrafficOnly": True},
    ),
    Demand(
        # The default is in the SDK's documentation: "The default interpretation is TLS 1.0 for this property."
        refuses=lambda it: outdated(it.get("minimumTlsVersion"), "TLS1_0"),
        what="minimumTlsVersion lets TLS 1.0 and 1.1 in; where it is not set, it is TLS1_0",
        mend={"minimumTlsVersion": "TLS1_2"},
    ),
)

PASSES: Final = (
    Example(why="HTTPS is the default", type=ACCOUNT, inputs={"minimumTlsVersion": "TLS1_2", "kind": UNKNOWN}),
    Example(
        why="said so, and newer",
        type=ACCOUNT,
        inputs={"enableHttpsTrafficOnly": True, "minimumTlsVersion": "TLS1_3"},
    ),
)
VIOLATES: Final = (
    Example(
        why="plain HTTP",
        type=ACCOUNT,
        inputs={"enableHttpsTrafficOnly": False, "minimumTlsVersion": "TLS1_2"},
    ),
    Example(why="an old version", type=ACCOUNT, inputs={"minimumTlsVersion": "TLS1_1"}),
    Example(why="the default is an old version", type=ACCOUNT, inputs={"kind": "StorageV2"}),
    Example(
        why="with a version of the API in its type, and a word for a switch",
        type="azure-native:storage/v20230101:StorageAccount",
        inputs={"enableHttpsTrafficOnly": "false", "minimumTlsVersion": "TLS1_0"},
    ),
)
UNDECIDED: Final = (
    Example(why="which version is not known", type=ACCOUNT, inputs={"minimumTlsVersion": UNKNOWN}),
    Example(
        why="whether it is on is not known",
        type=ACCOUNT,
        inputs={"enableHttpsTrafficOnly": UNKNOWN, "minimumTlsVersion": "TLS1_2"},
    ),
)

policy: Final = Policy(
    id="AZ-ST-02",
    title="Azure storage accounts speak HTTPS only, with TLS 1.2 or newer",
    severity="high",
    why="Whoever is on the way reads and changes what is sent in clear or with a broken protocol.",
    fix="Leave enableHttpsTrafficOnly on and set minimumTlsVersion to TLS1_2.",
    frameworks=(*cis("Azure", "4.0", "10.3.4", "10.3.7"), *IN_TRANSIT, *checkov("CKV_AZURE_3", "CKV_AZURE_44")),
    types=(ACCOUNT,),
    check=judging(_DEMANDS),
    remedy_of=mending(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
