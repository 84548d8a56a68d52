"""No Azure network security group lets the whole internet at databases and at what else is for insiders only."""

from typing import Final

from stackwright_policies.addresses import SERVICES, ports_setting
from stackwright_policies.azure.group_rules import GROUP, RULE, check
from stackwright_policies.azure.group_rules import example as _rule
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Policy

PASSES: Final = (
    Example(why="HTTPS for everyone", type=RULE, inputs=_rule()),
    Example(why="SSH is another rule's", type=RULE, inputs=_rule(destinationPortRange="22")),
    Example(
        why="from the network", type=GROUP, inputs={"securityRules": [_rule(sourceAddressPrefix="VirtualNetwork")]}
    ),
    Example(
        why="PostgreSQL from a range",
        type=RULE,
        inputs=_rule(sourceAddressPrefix="10.0.0.0/8", destinationPortRange="5432"),
    ),
    Example(why="denied", type=RULE, inputs=_rule(access="Deny", destinationPortRange="*")),
    Example(
        why="only what is configured counts",
        type=RULE,
        inputs=_rule(destinationPortRange="5432"),
        settings={"ports": [3306]},
    ),
)
VIOLATES: Final = (
    Example(why="PostgreSQL", type=RULE, inputs=_rule(destinationPortRange="5432")),
    Example(
        why="a range that covers MySQL, inside a group",
        type=GROUP,
        inputs={"securityRules": [_rule(), _rule(destinationPortRange="3000-4000")]},
    ),
    Example(
        why="in the lists",
        type=RULE,
        inputs=_rule(
            sourceAddressPrefix=None,
            sourceAddressPrefixes=["Internet"],
            destinationPortRange=None,
            destinationPortRanges=["443", "27017"],
        ),
    ),
    Example(why="every port", type=RULE, inputs=_rule(protocol="*", destinationPortRange="*")),
)
UNDECIDED: Final = (
    Example(why="to where is not known", type=RULE, inputs=_rule(destinationPortRange=UNKNOWN)),
    Example(
        why="from where is not known", type=RULE, inputs=_rule(sourceAddressPrefix=UNKNOWN, destinationPortRange="1433")
    ),
    Example(why="which rules is not known", type=GROUP, inputs={"securityRules": UNKNOWN}),
)

policy: Final = Policy(
    id="AZ-NSG-02",
    title="Network security groups keep the internet away from databases and insiders' services",
    severity="high",
    why="A database that the internet reaches is attacked by everyone, and one leaked password opens it.",
    fix="Allow the subnets that need it, or use a private endpoint; from elsewhere go through a VPN or Azure Bastion.",
    frameworks=EXPOSURE,
    types=(GROUP, RULE),
    also_in=("network-exposure",),
    check=check,
    settings={"ports": ports_setting(list(SERVICES))},
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
