"""Managed disks on Azure are exported over no public network."""

from typing import Final

from stackwright_policies.azure.reach import public
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov

DISK: Final = "azure-native:compute:Disk"
# Both are demanded, as the built-in policy 8405fdab-1faf-48aa-b702-999c9c172094 says.
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: public(it.get("publicNetworkAccess")),
        what="publicNetworkAccess is not Disabled: it can be exported over the internet",
        mend={"publicNetworkAccess": "Disabled"},
    ),
    Demand(
        refuses=lambda it: it.get("networkAccessPolicy").text("AllowAll").lower() == "allowall",
        what="networkAccessPolicy is AllowAll, as it is where it is not set: any network may export it",
        mend={"networkAccessPolicy": "DenyAll"},
    ),
)

PASSES: Final = (
    Example(
        why="nobody exports it",
        type=DISK,
        inputs={"publicNetworkAccess": "Disabled", "networkAccessPolicy": "DenyAll", "diskSizeGB": UNKNOWN},
    ),
    Example(
        why="through a private endpoint",
        type=DISK,
        inputs={"publicNetworkAccess": "Disabled", "networkAccessPolicy": "AllowPrivate", "diskAccessId": UNKNOWN},
    ),
)
VIOLATES: Final = (
    Example(why="open by default", type=DISK, inputs={"diskSizeGB": 64}),
    Example(
        why="open, said so",
        type=DISK,
        inputs={"publicNetworkAccess": "Enabled", "networkAccessPolicy": "DenyAll"},
    ),
    Example(
        why="any network",
        type=DISK,
        inputs={"publicNetworkAccess": "Disabled", "networkAccessPolicy": "AllowAll"},
    ),
)
UNDECIDED: Final = (
    Example(
        why="one is not known", type=DISK, inputs={"publicNetworkAccess": "Disabled", "networkAccessPolicy": UNKNOWN}
    ),
    Example(why="neither is known", type=DISK, inputs={"publicNetworkAccess": UNKNOWN, "networkAccessPolicy": UNKNOWN}),
)

policy: Final = Policy(
    id="AZ-DISK-01",
    title="Managed disks are exported over no public network",
    severity="medium",
    why="A link to a disk's content, once made, is good for everybody who has it, from anywhere.",
    fix="Set publicNetworkAccess to Disabled and networkAccessPolicy to DenyAll, or AllowPrivate with a disk access.",
    frameworks=(*EXPOSURE, *checkov("CKV_AZURE_251")),
    types=(DISK,),
    check=judging(_DEMANDS),
    remedy_of=mending(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
