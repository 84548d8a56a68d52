"""Ways into a network of Google Cloud: its firewall rules, and rules of firewall policies, alone or in a set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from stackwright_policies.addresses import EVERY_PORT, Ports, is_internet, listed, opened, ports
from stackwright_policies.model import Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, NotKnown, Verdict, all_of, any_in, each

FIREWALL: Final = "gcp:compute/firewall:Firewall"
RULE: Final = "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule"
_RULES: Final = (
    RULE,
    "gcp:compute/regionNetworkFirewallPolicyRule:RegionNetworkFirewallPolicyRule",
    "gcp:compute/firewallPolicyRule:FirewallPolicyRule",
)
_SETS: Final = (
    "gcp:compute/networkFirewallPolicyWithRules:NetworkFirewallPolicyWithRules",
    "gcp:compute/regionNetworkFirewallPolicyWithRules:RegionNetworkFirewallPolicyWithRules",
    "gcp:compute/firewallPolicyWithRules:FirewallPolicyWithRules",
)
FIREWALLS: Final = (FIREWALL, *_RULES, *_SETS)
_WITH_PORTS: Final = {"all", "tcp", "udp", "6", "17"}


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    """A violation for each rule that lets the whole internet at one of the ports that are set."""
    wanted = settings["ports"]
    if resource.type == FIREWALL:
        rule = resource.properties
        yield from each(rule.get("allows").items(), lambda allowed: _judge(rule, allowed, wanted))
    else:
        rules = resource.properties.get("rules").items() if resource.type in _SETS else [resource.properties]
        yield from each(rules, lambda rule: _of_policy(rule, wanted))


def _judge(rule: View, allowed: View, wanted: Sequence[int]) -> Iterator[Verdict]:
    if all_of(
        lambda: _is_on(rule),
        lambda: _from_everywhere(rule),
        lambda: bool(_opened(allowed, "protocol", wanted)),
    ):
        yield _failed(allowed, _opened(allowed, "protocol", wanted))


def _of_policy(rule: View, wanted: Sequence[int]) -> Iterator[Verdict]:
    def judge(layer: View) -> Iterator[Verdict]:
        if all_of(
            lambda: rule.get("action").text().lower() == "allow",
            lambda: _is_on(rule),
            lambda: any_in(rule.get("match", "srcIpRanges").items(), lambda source: is_internet(source.text())),
            lambda: bool(_opened(layer, "ipProtocol", wanted)),
        ):
            yield _failed(layer, _opened(layer, "ipProtocol", wanted))

    yield from each(rule.get("match", "layer4Configs").items(), judge)


def _is_on(rule: View) -> bool:
    """Whether it is for what comes in, and not switched off."""
    return all_of(
        lambda: rule.get("direction").text("INGRESS").upper() == "INGRESS", lambda: not rule.get("disabled").flag()
    )


def _from_everywhere(rule: View) -> bool:
    ranges = rule.get("sourceRanges").items()
    if not ranges:
        # https://cloud.google.com/firewall/docs/firewalls#sources: no source at all means 0.0.0.0/0
        return not any(rule.get(key).items() for key in ("sourceTags", "sourceServiceAccounts"))
    return any_in(ranges, lambda source: is_internet(source.text()))


def _opened(layer: View, protocol: str, wanted: Sequence[int]) -> list[int]:
    """The wanted ports that are certainly open; one that is not known hides none of them."""
    if layer.get(protocol).text().lower() not in _WITH_PORTS:
        return []
    numbers, known, unknown = layer.get("ports").items(), list[Ports](), None
    for number in numbers:
        try:
            known.append(ports(number.text()))
        except NotKnown as error:
            unknown = error
    found = opened(wanted, known if numbers else [EVERY_PORT])
    if unknown and not found:
        raise unknown
    return found


def _failed(layer: View, found: Sequence[int]) -> Failed:
    return Failed(f"{layer.path} lets the whole internet at {listed(found)}")


def example(protocol: str = "tcp", *numbers: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Inputs of a firewall rule that is open to the internet, for examples of rules."""
    allowed = {"protocol": protocol} | ({"ports": list(numbers)} if numbers else {})
    return {"network": "default", "allows": [allowed], "sourceRanges": ["0.0.0.0/0"]} | more
