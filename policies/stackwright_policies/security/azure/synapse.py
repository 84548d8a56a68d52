"""Synapse workspaces on Azure compute inside a managed network, and let nobody in from everywhere."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.azure.reach import from_azure, from_everywhere
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

WORKSPACE: Final = "azure-native:synapse:Workspace"
RULE: Final = "azure-native:synapse:IpFirewallRule"
_ZERO: Final = "0.0.0.0"  # noqa: S104 - an address, and nothing is bound to it


def _range(first: str, last: str) -> dict[str, str]:
    return {"workspaceName": UNKNOWN, "startIpAddress": first, "endIpAddress": last}


PASSES: Final = (
    Example(why="a managed network", type=WORKSPACE, inputs={"managedVirtualNetwork": "default", "identity": UNKNOWN}),
    Example(why="one address", type=RULE, inputs=_range("203.0.113.7", "203.0.113.7")),
    Example(
        why="what is in Azure, where that is allowed",
        type=RULE,
        inputs=_range(_ZERO, _ZERO),
        settings={"allowAzureServices": True},
    ),
)
VIOLATES: Final = (
    Example(why="no managed network", type=WORKSPACE, inputs={"publicNetworkAccess": "Disabled"}),
    Example(why="everybody", type=RULE, inputs=_range(_ZERO, "255.255.255.255")),
    Example(why="everybody in Azure", type=RULE, inputs=_range(_ZERO, _ZERO)),
)
UNDECIDED: Final = (
    Example(why="a network, perhaps", type=WORKSPACE, inputs={"managedVirtualNetwork": UNKNOWN}),
    Example(why="to where is not known", type=RULE, inputs=_range(_ZERO, UNKNOWN)),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    given = resource.properties
    if resource.type == WORKSPACE:
        if given.get("managedVirtualNetwork").text().lower() != "default":
            yield Failed("managedVirtualNetwork is not default: what it computes runs outside of any network")
    elif from_everywhere(given):
        yield Failed("it lets in (nearly) every address on the internet")
    elif not settings["allowAzureServices"] and from_azure(given):
        yield Failed("it lets in every address inside Azure, those of other customers among them")


policy: Final = Policy(
    id="AZ-SYN-01",
    title="Synapse workspaces have a managed network and no open firewall",
    severity="high",
    why="A workspace reads all data of a company; from outside of a network it may also carry it anywhere.",
    fix="Set managedVirtualNetwork to default, and name the addresses that need it in firewall rules.",
    frameworks=(*EXPOSURE, *checkov("CKV_AZURE_58", "CKV2_AZURE_19")),
    types=(WORKSPACE, RULE),
    check=check,
    settings={
        "allowAzureServices": {
            "type": "boolean",
            "default": False,
            "description": "Whether the rule from 0.0.0.0 to 0.0.0.0, which stands for all of Azure, is accepted.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
