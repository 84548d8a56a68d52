"""No Google Cloud firewall lets the whole internet at databases and at what else is for insiders only."""

from typing import Final

from stackwright_policies.addresses import SERVICES, ports_setting
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.gcp.firewalls import FIREWALL, FIREWALLS, RULE, check, example
from stackwright_policies.model import UNKNOWN, Example, Policy

PASSES: Final = (
    Example(why="HTTPS for everyone", type=FIREWALL, inputs=example("tcp", "443")),
    Example(why="SSH is another rule's", type=FIREWALL, inputs=example("tcp", "22")),
    Example(why="PostgreSQL from a range", type=FIREWALL, inputs=example("tcp", "5432", sourceRanges=["10.0.0.0/8"])),
    Example(why="a port of one's own", type=FIREWALL, inputs=example("tcp", "5432"), settings={"ports": [5000]}),
)
VIOLATES: Final = (
    Example(why="PostgreSQL", type=FIREWALL, inputs=example("tcp", "5432", network=UNKNOWN)),
    Example(why="a range that covers Redis", type=FIREWALL, inputs=example("tcp", "443", "6000-7000")),
    Example(why="one beside an unknown one", type=FIREWALL, inputs=example("tcp", UNKNOWN, "3306")),
    Example(why="everything", type=FIREWALL, inputs=example("all", sourceRanges=[UNKNOWN, "0.0.0.0/0"])),
    Example(
        why="through a rule of a firewall policy",
        type=RULE,
        inputs={
            "action": "allow",
            "direction": "INGRESS",
            "match": {"srcIpRanges": ["0.0.0.0/0"], "layer4Configs": [{"ipProtocol": "tcp", "ports": ["3306"]}]},
        },
    ),
)
UNDECIDED: Final = (
    Example(why="from where is not known", type=FIREWALL, inputs=example("tcp", "5432", sourceRanges=[UNKNOWN])),
)

policy: Final = Policy(
    id="GCP-FW-02",
    title="Firewall rules keep the internet away from databases and insiders' services",
    severity="high",
    why="A database that the internet reaches is attacked by everyone, and one leaked password opens it.",
    fix="Allow the ranges, tags or accounts that need it; from elsewhere go through a VPN or Identity-Aware Proxy.",
    frameworks=EXPOSURE,
    types=FIREWALLS,
    also_in=("network-exposure",),
    check=check,
    settings={"ports": ports_setting(list(SERVICES))},
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
