"""The rules of network security groups, inline and as resources of their own, and the ports that they open to all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from stackwright_policies.addresses import is_internet, listed, opened, ports
from stackwright_policies.model import Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, NotKnown, Verdict, all_of, any_in, each

GROUP: Final = "azure-native:network:NetworkSecurityGroup"
RULE: Final = "azure-native:network:SecurityRule"
_WITH_PORTS: Final = {"*", "tcp", "udp"}


def example(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """The inputs of a rule that lets everybody at HTTPS, changed."""
    return {
        "name": "in",
        "direction": "Inbound",
        "access": "Allow",
        "protocol": "Tcp",
        "sourceAddressPrefix": "*",
        "destinationPortRange": "443",
    } | changes


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    """A verdict for every rule that lets the internet at one of the ports that are set."""
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
    """The wanted ports that it is certain to open.

    Raises:
        NotKnown: there is none, and it is not known of at least one.
    """
    ranges = _both(rule, "destinationPortRange", "destinationPortRanges")
    found: list[int] = []
    unknown: NotKnown | None = None
    for port in wanted:
        try:
            if any_in(ranges, lambda it, port=port: bool(opened([port], map(ports, it.text().split(","))))):
                found.append(port)
        except NotKnown as error:
            unknown = error
    if unknown is not None and not found:
        raise unknown
    return found


def _both(rule: View, one: str, several: str) -> list[View]:
    """A rule has one prefix or range, or a list of them."""
    return [view for key in (one, several) for view in rule.get(key).items()]
