"""No Google Cloud firewall rule lets the whole internet at the ports for administrators."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from stackwright_policies.addresses import EVERY_PORT, SSH_AND_RDP, is_internet, listed, opened, ports
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, all_of, any_in, each

FIREWALL: Final = "gcp:compute/firewall:Firewall"
_WITH_PORTS: Final = {"all", "tcp", "udp", "6", "17"}


def _allows(protocol: str = "tcp", *numbers: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    allowed = {"protocol": protocol} | ({"ports": list(numbers)} if numbers else {})
    return {"network": UNKNOWN, "allows": [allowed], "sourceRanges": ["0.0.0.0/0"]} | more


PASSES: Final = (
    Example(why="HTTPS for everyone", type=FIREWALL, inputs=_allows("tcp", "443")),
    Example(why="SSH from inside", type=FIREWALL, inputs=_allows("tcp", "22", sourceRanges=["35.235.240.0/20"])),
    Example(
        why="from tagged machines", type=FIREWALL, inputs=_allows("tcp", sourceRanges=None, sourceTags=["bastion"])
    ),
    Example(why="switched off", type=FIREWALL, inputs=_allows("all", disabled=True)),
    Example(why="a way out", type=FIREWALL, inputs=_allows("all", direction="EGRESS")),
    Example(why="ICMP has no ports", type=FIREWALL, inputs=_allows("icmp")),
    Example(why="it denies", type=FIREWALL, inputs={"denies": [{"protocol": "all"}], "sourceRanges": ["0.0.0.0/0"]}),
)
VIOLATES: Final = (
    Example(why="SSH", type=FIREWALL, inputs=_allows("tcp", "80", "22")),
    Example(why="a range that covers RDP", type=FIREWALL, inputs=_allows("tcp", "3000-4000")),
    Example(why="no ports are all ports", type=FIREWALL, inputs=_allows("tcp")),
    Example(why="every protocol, over IPv6", type=FIREWALL, inputs=_allows("all", sourceRanges=["::/0"])),
    Example(why="no source is every source", type=FIREWALL, inputs=_allows("tcp", "22", sourceRanges=None)),
)
UNDECIDED: Final = (
    Example(why="from where is not known", type=FIREWALL, inputs=_allows("tcp", "22", sourceRanges=[UNKNOWN])),
    Example(why="whether it is on is not known", type=FIREWALL, inputs=_allows("tcp", "22", disabled=UNKNOWN)),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    rule = resource.properties
    yield from each(rule.get("allows").items(), lambda allowed: _judge(rule, allowed, settings["ports"]))


def _judge(rule: View, allowed: View, wanted: Sequence[int]) -> Iterator[Verdict]:
    if all_of(
        lambda: rule.get("direction").text("INGRESS").upper() == "INGRESS",
        lambda: rule.get("disabled").value is not True,
        lambda: _from_everywhere(rule),
        lambda: bool(_opened(allowed, wanted)),
    ):
        yield Failed(f"{allowed.path} lets the whole internet at {listed(_opened(allowed, wanted))}")


def _from_everywhere(rule: View) -> bool:
    ranges = rule.get("sourceRanges").items()
    if not ranges:
        # https://cloud.google.com/firewall/docs/firewalls#sources: no source at all means 0.0.0.0/0
        return rule.get("sourceTags").absent and rule.get("sourceServiceAccounts").absent
    return any_in(ranges, lambda source: is_internet(source.text()))


def _opened(allowed: View, wanted: Sequence[int]) -> list[int]:
    if allowed.get("protocol").text().lower() not in _WITH_PORTS:
        return []
    numbers = allowed.get("ports").items()
    return opened(wanted, [ports(view.text()) for view in numbers] if numbers else [EVERY_PORT])


policy: Final = Policy(
    id="GCP-FW-01",
    title="Firewall rules keep the internet away from SSH and RDP",
    severity="critical",
    why="Ports for administrators that everybody reaches are found within minutes and attacked without end.",
    fix="Allow 35.235.240.0/20 (Identity-Aware Proxy) or the ranges that administrators come from.",
    frameworks=(*cis("GCP", "4.0", "3.6", "3.7"), *checkov("CKV_GCP_2", "CKV_GCP_3", "CKV_GCP_88")),
    types=(FIREWALL,),
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
