"""No Azure network security group lets the whole internet at the ports for administrators."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from stackwright_policies.addresses import SSH_AND_RDP, is_internet, listed, opened, ports
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, all_of, any_in, each

GROUP: Final = "azure-native:network:NetworkSecurityGroup"
RULE: Final = "azure-native:network:SecurityRule"
_WITH_PORTS: Final = {"*", "tcp", "udp"}


def _rule(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "name": "in",
        "direction": "Inbound",
        "access": "Allow",
        "protocol": "Tcp",
        "sourceAddressPrefix": "*",
        "destinationPortRange": "443",
    } | changes


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


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    properties, wanted = resource.properties, settings["ports"]
    rules = properties.get("securityRules").items() if resource.type == GROUP else [properties]
    yield from each(rules, lambda rule: _judge(rule, wanted))


def _judge(rule: View, wanted: Sequence[int]) -> Iterator[Verdict]:
    if all_of(
        lambda: rule.get("access").text().lower() == "allow",
        lambda: rule.get("direction").text().lower() == "inbound",
        lambda: rule.get("protocol").text().lower() in _WITH_PORTS,
        lambda: any_in(_both(rule, "sourceAddressPrefix", "sourceAddressPrefixes"), lambda it: is_internet(it.text())),
        lambda: bool(_opened(rule, wanted)),
    ):
        where = rule.path or "it"
        yield Failed(f"{where} lets the whole internet at {listed(_opened(rule, wanted))}")


def _opened(rule: View, wanted: Sequence[int]) -> list[int]:
    ranges = _both(rule, "destinationPortRange", "destinationPortRanges")
    return opened(wanted, [ports(view.text()) for view in ranges])


def _both(rule: View, one: str, several: str) -> list[View]:
    """A rule has one prefix or range, or a list of them."""
    return [view for key in (one, several) for view in rule.get(key).items()]


policy: Final = Policy(
    id="AZ-NSG-01",
    title="Network security groups keep the internet away from SSH and RDP",
    severity="critical",
    why="Ports for administrators that everybody reaches are found within minutes and attacked without end.",
    fix="Allow the ranges that administrators come from, or none: Azure Bastion needs no open port.",
    frameworks=(
        *cis("Azure", "4.0", "8.1", "8.2"),
        *cis("Azure", "6.0", "7.1", "7.2"),
        *checkov("CKV_AZURE_9", "CKV_AZURE_10", "CKV_AZURE_160"),
    ),
    types=(GROUP, RULE),
    also_in=("network-exposure",),
    check=check,
    settings={
        "ports": {
            "type": "array",
            "items": {"type": "integer", "minimum": 0, "maximum": 65535},
            "default": list(SSH_AND_RDP),
            "description": "The ports that the internet must not reach.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
