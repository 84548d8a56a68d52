"""What firewalls of AWS let in, however their rules are written: inline, or as one of two kinds of resources."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from stackwright_policies.addresses import EVERY_PORT, Ports, is_internet, listed, opened
from stackwright_policies.model import Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, all_of, any_in, each

GROUP: Final = "aws:ec2/securityGroup:SecurityGroup"
DEFAULT_GROUP: Final = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
RULE: Final = "aws:ec2/securityGroupRule:SecurityGroupRule"
INGRESS: Final = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
GROUPS: Final = (GROUP, DEFAULT_GROUP, RULE, INGRESS)
"""The types that hold rules of security groups."""
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html: other protocols have no ports
_EVERY_PROTOCOL: Final = {"-1", "all"}
_WITH_PORTS: Final = {"tcp", "udp", "6", "17"}
_SOURCES: Final = ("cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6", "cidrBlock", "ipv6CidrBlock")


def ingress(resource: Resource) -> list[View]:
    """The rules of a resource of one of `GROUPS` that let something in.

    Raises:
        NotKnown: which rules there are, or whether it is one.
    """
    properties = resource.properties
    match resource.type:
        case "aws:ec2/securityGroup:SecurityGroup" | "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":
            return properties.get("ingress").items()
        case "aws:ec2/securityGroupRule:SecurityGroupRule":
            return [properties] if properties.get("type").value == "ingress" else []
        case _:
            return [properties]


def example(**entry: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """The inputs of a group with one rule, which lets everybody at HTTPS, changed."""
    return {"ingress": [{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["0.0.0.0/0"]} | entry]}


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    """A violation for every rule of one of `GROUPS` that opens one of the ports that are set to the whole internet."""
    yield from each(ingress(resource), lambda rule: _let_in(rule, settings["ports"]))


def _let_in(rule: View, wanted: Sequence[int]) -> Iterator[Verdict]:
    if found := opened_to_all(rule, wanted):
        yield Failed(f"{rule.path or 'it'} lets the whole internet at {listed(found)}")


def opened_to_all(rule: View, wanted: Sequence[int]) -> list[int]:
    """Those of the `wanted` ports that a rule opens to the whole internet.

    Raises:
        NotKnown: it may open some, and from where or which is not known.
    """
    if all_of(lambda: bool(opened_by(rule, wanted)), lambda: any_in(sources(rule), _is_open)):
        return opened_by(rule, wanted)
    return []


def opened_by(rule: View, wanted: Sequence[int]) -> list[int]:
    """Those of the `wanted` ports that a rule is about, whoever it is for."""
    protocol = (rule.get("protocol") if rule.get("ipProtocol").absent else rule.get("ipProtocol")).text().lower()
    if protocol in _EVERY_PROTOCOL:
        return opened(wanted, [EVERY_PORT])
    return opened(wanted, [_range(rule)]) if protocol in _WITH_PORTS else []


def sources(rule: View) -> Iterator[View]:
    """Where a rule lets in from, however that is written: views of an address, or of a list of them."""
    return (rule.get(key) for key in _SOURCES)


def _is_open(source: View) -> bool:
    return any_in(source.items(), lambda cidr: is_internet(cidr.text()))


def _range(rule: View) -> Ports:
    first, last = (rule.get(key).number() for key in ("fromPort", "toPort"))
    if math.isnan(first) or math.isnan(last):
        return 0, -1
    return EVERY_PORT if first < 0 else (int(first), int(last))
