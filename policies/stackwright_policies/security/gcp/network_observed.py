"""Networks of Google Cloud have no subnetworks but those that were planned; these log their traffic."""

from typing import Any, Final

from stackwright_policies.controls import EXPOSURE, LOGGING
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of

NETWORK: Final = "gcp:compute/network:Network"
SUBNETWORK: Final = "gcp:compute/subnetwork:Subnetwork"
# https://cloud.google.com/vpc/docs/subnets#purpose: the others hold proxies and translated addresses, not machines
_FOR_MACHINES: Final = {"PRIVATE", "PRIVATE_RFC_1918"}


def _subnetwork(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    given: dict[str, Any] = {"network": UNKNOWN, "ipCidrRange": "10.0.0.0/20", "logConfig": {}}
    return given | {"privateIpGoogleAccess": True} | more


PASSES: Final = (
    Example(why="only planned subnetworks", type=NETWORK, inputs={"autoCreateSubnetworks": False}),
    Example(why="logs, with the defaults", type=SUBNETWORK, inputs=_subnetwork()),
    Example(why="logs a tenth", type=SUBNETWORK, inputs=_subnetwork(logConfig={"flowSampling": 0.1})),
    Example(
        why="one for proxies cannot log",
        type=SUBNETWORK,
        inputs={"purpose": "REGIONAL_MANAGED_PROXY", "role": "ACTIVE", "ipCidrRange": "10.0.0.0/20"},
    ),
)
VIOLATES: Final = (
    Example(why="a subnetwork in every region, by default", type=NETWORK, inputs={"name": "shop"}),
    Example(why="no logs", type=SUBNETWORK, inputs=_subnetwork(logConfig=None)),
    Example(why="logs of nothing", type=SUBNETWORK, inputs=_subnetwork(logConfig={"flowSampling": 0})),
    Example(
        why="Google's interfaces are reached over the internet",
        type=SUBNETWORK,
        inputs=_subnetwork(privateIpGoogleAccess=False),
    ),
)
UNDECIDED: Final = (
    Example(why="not known", type=NETWORK, inputs={"autoCreateSubnetworks": UNKNOWN}),
    Example(why="what it is for is not known", type=SUBNETWORK, inputs=_subnetwork(purpose=UNKNOWN, logConfig=None)),
)


def _for_machines(subnetwork: View) -> bool:
    return subnetwork.get("purpose").text("PRIVATE").upper() in _FOR_MACHINES


DEMANDS: Final = (
    Demand(
        types=(NETWORK,),
        refuses=lambda it: it.get("autoCreateSubnetworks").flag(default=True),
        what="autoCreateSubnetworks is on: there is a subnetwork in every region, the same in each network",
    ),
    Demand(
        types=(SUBNETWORK,),
        refuses=lambda it: all_of(lambda: it.get("logConfig").absent, lambda: _for_machines(it)),
        what="logConfig is not set: nobody sees who talked to whom",
        mend={"logConfig.flowSampling": 0.5},
    ),
    Demand(
        types=(SUBNETWORK,),
        refuses=lambda it: it.get("logConfig", "flowSampling").number(0.5) == 0,
        what="logConfig.flowSampling is 0: nothing is logged",
        mend={"logConfig.flowSampling": 0.5},
    ),
    Demand(
        types=(SUBNETWORK,),
        refuses=lambda it: all_of(lambda: not it.get("privateIpGoogleAccess").flag(), lambda: _for_machines(it)),
        what="privateIpGoogleAccess is not on: machines need a way to the internet to reach Google's interfaces",
        mend={"privateIpGoogleAccess": True},
    ),
)


policy: Final = Policy(
    id="GCP-NET-01",
    title="Networks have planned subnetworks, which log their traffic and reach Google privately",
    severity="medium",
    why="Without flow logs nobody can tell later what an intruder reached; ranges that nobody chose cannot be linked.",
    fix="Set autoCreateSubnetworks to false; on subnetworks set logConfig, and privateIpGoogleAccess to true.",
    frameworks=(
        *cis("GCP", "4.0", "3.8"),
        *EXPOSURE,
        *LOGGING,
        *checkov("CKV_GCP_26", "CKV_GCP_74"),
    ),
    types=(NETWORK, SUBNETWORK),
    check=judging(DEMANDS),
    remedy_of=mending(DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
