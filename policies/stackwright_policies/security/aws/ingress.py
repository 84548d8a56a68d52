"""No AWS security group lets the whole internet at the ports for administrators: in all three ways to write a rule."""

from typing import Final

from stackwright_policies.addresses import SSH_AND_RDP, ports_setting
from stackwright_policies.aws.firewalls import DEFAULT_GROUP, GROUP, GROUPS, INGRESS, RULE, check, example
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis

PASSES: Final = (
    Example(why="HTTPS for everyone", type=GROUP, inputs=example()),
    Example(
        why="SSH from the office", type=GROUP, inputs=example(fromPort=22, toPort=22, cidrBlocks=["203.0.113.0/24"])
    ),
    Example(why="HTTPS, wherever from", type=GROUP, inputs=example(cidrBlocks=UNKNOWN)),
    Example(why="no rules in here", type=GROUP, inputs={"vpcId": UNKNOWN}),
    Example(
        why="ICMP has types, not ports",
        type=RULE,
        inputs={"type": "ingress", "protocol": "icmp", "fromPort": -1, "toPort": -1, "cidrBlocks": ["0.0.0.0/0"]},
    ),
    Example(
        why="a way out",
        type=RULE,
        inputs={"type": "egress", "protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["0.0.0.0/0"]},
    ),
    Example(
        why="from another group",
        type=INGRESS,
        inputs={"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "referencedSecurityGroupId": UNKNOWN},
    ),
    Example(
        why="only what is configured counts",
        type=INGRESS,
        inputs={"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "cidrIpv4": "0.0.0.0/0"},
        settings={"ports": [3389]},
    ),
)
VIOLATES: Final = (
    Example(why="SSH, inline", type=GROUP, inputs=example(fromPort=22, toPort=22)),
    Example(why="a range that covers RDP", type=GROUP, inputs=example(fromPort=3000, toPort=4000)),
    Example(why="every protocol", type=GROUP, inputs=example(protocol="-1", fromPort=0, toPort=0)),
    Example(
        why="over IPv6 only", type=GROUP, inputs=example(fromPort=22, toPort=22, cidrBlocks=[], ipv6CidrBlocks=["::/0"])
    ),
    Example(
        why="one range is not known, another is the world",
        type=GROUP,
        inputs=example(fromPort=22, toPort=22, cidrBlocks=[UNKNOWN, "0.0.0.0/0"]),
    ),
    Example(
        why="two halves are the whole", type=GROUP, inputs=example(fromPort=22, toPort=22, cidrBlocks=["128.0.0.0/1"])
    ),
    Example(
        why="a rule of its own",
        type=RULE,
        inputs={"type": "ingress", "protocol": "tcp", "fromPort": 0, "toPort": 65535, "cidrBlocks": ["0.0.0.0/0"]},
    ),
    Example(
        why="the newer kind of rule",
        type=INGRESS,
        inputs={"ipProtocol": "tcp", "fromPort": 3389, "toPort": 3389, "cidrIpv6": "::/0", "securityGroupId": UNKNOWN},
    ),
    Example(
        why="the group that everything is in by default", type=DEFAULT_GROUP, inputs=example(fromPort="22", toPort="22")
    ),
    Example(why="every protocol has no ports", type=INGRESS, inputs={"ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"}),
)
UNDECIDED: Final = (
    Example(why="SSH, from where is not known", type=GROUP, inputs=example(fromPort=22, toPort=22, cidrBlocks=UNKNOWN)),
    Example(why="which rules is not known", type=GROUP, inputs={"ingress": UNKNOWN}),
    Example(
        why="from everywhere, to a port that is not known",
        type=INGRESS,
        inputs={"ipProtocol": "tcp", "fromPort": UNKNOWN, "toPort": UNKNOWN, "cidrIpv4": "0.0.0.0/0"},
    ),
)

policy: Final = Policy(
    id="AWS-SG-01",
    title="Security groups keep the internet away from SSH and RDP",
    severity="critical",
    why="Ports for administrators that everybody reaches are found within minutes and attacked without end.",
    fix="Allow the ranges that administrators come from, or none: Session Manager needs no open port.",
    frameworks=(
        *cis("AWS", "5.0", "5.3", "5.4"),
        *cis("AWS", "7.0", "6.3", "6.4"),
        *EXPOSURE,
        *checkov("CKV_AWS_24", "CKV_AWS_25", "CKV_AWS_277"),
    ),
    types=GROUPS,
    also_in=("network-exposure",),
    check=check,
    settings={"ports": ports_setting(SSH_AND_RDP)},
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
