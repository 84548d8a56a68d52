"""No Azure network security group lets the whole internet at the ports for administrators."""

from typing import Final

from stackwright_policies.addresses import SSH_AND_RDP, ports_setting
from stackwright_policies.azure.group_rules import GROUP, RULE, check
from stackwright_policies.azure.group_rules import example as _rule
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis

PASSES: Final = (
    Example(why="HTTPS for everyone", type=RULE, inputs=_rule()),
    Example(why="no rules", type=GROUP, inputs={"resourceGroupName": UNKNOWN}),
    Example(
        why="from the network", type=RULE, inputs=_rule(destinationPortRange="22", sourceAddressPrefix="VirtualNetwork")
    ),
    Example(why="denied", type=GROUP, inputs={"securityRules": [_rule(access="Deny", destinationPortRange="*")]}),
    Example(why="a way out", type=RULE, inputs=_rule(direction="Outbound", destinationPortRange="*")),
    Example(why="only HTTPS, wherever from", type=RULE, inputs=_rule(sourceAddressPrefix=UNKNOWN)),
)
VIOLATES: Final = (
    Example(why="SSH", type=RULE, inputs=_rule(destinationPortRange="22")),
    Example(
        why="every port, inside a group",
        type=GROUP,
        inputs={"securityRules": [_rule(), _rule(destinationPortRange="*")]},
    ),
    Example(
        why="in the lists",
        type=RULE,
        inputs=_rule(
            sourceAddressPrefix=None,
            sourceAddressPrefixes=["10.0.0.0/8", "0.0.0.0/0"],
            destinationPortRange=None,
            destinationPortRanges=["80", "3000-4000"],
        ),
    ),
    Example(
        why="the internet by name", type=RULE, inputs=_rule(sourceAddressPrefix="Internet", destinationPortRange="3389")
    ),
    Example(
        why="one of its ports is not known, another is SSH",
        type=RULE,
        inputs=_rule(destinationPortRange=None, destinationPortRanges=[UNKNOWN, "22"]),
    ),
    Example(
        why="a rule beside an unknown one",
        type=GROUP,
        inputs={
            "securityRules": [
                _rule(sourceAddressPrefix=UNKNOWN, destinationPortRange="22"),
                _rule(destinationPortRange="22"),
            ]
        },
    ),
)
UNDECIDED: Final = (
    Example(
        why="from where is not known", type=RULE, inputs=_rule(sourceAddressPrefix=UNKNOWN, destinationPortRange="22")
    ),
    Example(why="which rules is not known", type=GROUP, inputs={"securityRules": UNKNOWN}),
)

policy: Final = Policy(
    id="AZ-NSG-01",
    title="Network security groups keep the internet away from SSH and RDP",
    severity="critical",
    why="Ports for administrators that everybody reaches are found within minutes and attacked without end.",
    fix="Allow the ranges that administrators come from, or none: Azure Bastion needs no open port.",
    frameworks=(
        *cis("Azure", "4.0", "8.1", "8.2"),
        *cis("Azure", "6.0", "7.1", "7.2"),
        *EXPOSURE,
        *checkov("CKV_AZURE_9", "CKV_AZURE_10", "CKV_AZURE_160"),
    ),
    types=(GROUP, RULE),
    also_in=("network-exposure",),
    check=check,
    settings={"ports": ports_setting(SSH_AND_RDP)},
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
