"""No Google Cloud firewall lets the whole internet at the ports for administrators."""

from typing import Final

from stackwright_policies.addresses import SSH_AND_RDP, ports_setting
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.gcp.firewalls import FIREWALL, FIREWALLS, RULE, check, example
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis

_RULE: Final = {
    "action": "allow",
    "direction": "INGRESS",
    "match": {"srcIpRanges": ["0.0.0.0/0"], "layer4Configs": [{"ipProtocol": "tcp", "ports": ["22"]}]},
}
_SET: Final = "gcp:compute/networkFirewallPolicyWithRules:NetworkFirewallPolicyWithRules"

PASSES: Final = (
    Example(why="HTTPS for everyone", type=FIREWALL, inputs=example("tcp", "443")),
    Example(why="SSH from inside", type=FIREWALL, inputs=example("tcp", "22", sourceRanges=["35.235.240.0/20"])),
    Example(
        why="from tagged machines", type=FIREWALL, inputs=example("tcp", sourceRanges=None, sourceTags=["bastion"])
    ),
    Example(why="switched off", type=FIREWALL, inputs=example("all", disabled=True)),
    Example(why="a way out", type=FIREWALL, inputs=example("all", direction="EGRESS")),
    Example(why="ICMP has no ports", type=FIREWALL, inputs=example("icmp")),
    Example(why="it denies", type=FIREWALL, inputs={"denies": [{"protocol": "all"}], "sourceRanges": ["0.0.0.0/0"]}),
    Example(why="a policy's rule that denies", type=RULE, inputs={**_RULE, "action": "deny"}),
)
VIOLATES: Final = (
    Example(why="SSH", type=FIREWALL, inputs=example("tcp", "80", "22")),
    Example(why="a range that covers RDP", type=FIREWALL, inputs=example("tcp", "3000-4000")),
    Example(why="no ports are all ports", type=FIREWALL, inputs=example("tcp")),
    Example(why="every protocol, over IPv6", type=FIREWALL, inputs=example("all", sourceRanges=["::/0"])),
    Example(why="no source is every source", type=FIREWALL, inputs=example("tcp", "22", sourceRanges=None)),
    Example(why="through a rule of a firewall policy", type=RULE, inputs=_RULE),
    Example(why="through one of a policy's rules", type=_SET, inputs={"rules": [{**_RULE, "match": UNKNOWN}, _RULE]}),
)
UNDECIDED: Final = (
    Example(why="from where is not known", type=FIREWALL, inputs=example("tcp", "22", sourceRanges=[UNKNOWN])),
    Example(why="whether it is on is not known", type=FIREWALL, inputs=example("tcp", "22", disabled=UNKNOWN)),
    Example(why="what a policy's rule is about is not known", type=RULE, inputs={**_RULE, "match": UNKNOWN}),
)

policy: Final = Policy(
    id="GCP-FW-01",
    title="Firewall rules keep the internet away from SSH and RDP",
    severity="critical",
    why="Ports for administrators that everybody reaches are found within minutes and attacked without end.",
    fix="Allow 35.235.240.0/20 (Identity-Aware Proxy) or the ranges that administrators come from.",
    frameworks=(*cis("GCP", "4.0", "3.6", "3.7"), *EXPOSURE, *checkov("CKV_GCP_2", "CKV_GCP_3", "CKV_GCP_88")),
    types=FIREWALLS,
    also_in=("network-exposure",),
    check=check,
    settings={"ports": ports_setting(SSH_AND_RDP)},
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
