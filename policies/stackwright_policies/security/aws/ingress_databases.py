"""No AWS security group lets the whole internet at databases, caches and the interfaces of machines."""

from typing import Final

from stackwright_policies.addresses import SERVICES, ports_setting
from stackwright_policies.aws.firewalls import GROUP, GROUPS, INGRESS, RULE, check, example
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis

_POSTGRES: Final = {"fromPort": 5432, "toPort": 5432}

PASSES: Final = (
    Example(why="HTTPS for everyone", type=GROUP, inputs=example(fromPort=443, toPort=443)),
    Example(why="a database for the network", type=GROUP, inputs=example(**_POSTGRES, cidrBlocks=["10.0.0.0/8"])),
    Example(
        why="from another group",
        type=RULE,
        inputs={
            "type": "ingress",
            "protocol": "tcp",
            "fromPort": 6379,
            "toPort": 6379,
            "sourceSecurityGroupId": UNKNOWN,
        },
    ),
    Example(why="SSH is another rule's", type=GROUP, inputs=example(fromPort=22, toPort=22)),
    Example(why="only what is configured counts", type=GROUP, inputs=example(**_POSTGRES), settings={"ports": [3306]}),
)
VIOLATES: Final = (
    Example(why="PostgreSQL, inline", type=GROUP, inputs=example(**_POSTGRES)),
    Example(why="a range that covers MongoDB", type=GROUP, inputs=example(fromPort="27000", toPort="28000")),
    Example(
        why="a rule of its own",
        type=RULE,
        inputs={
            "type": "ingress",
            "protocol": "6",
            "fromPort": 3306,
            "toPort": 3306,
            "ipv6CidrBlocks": ["::/0"],
            "securityGroupId": UNKNOWN,
        },
    ),
    Example(
        why="the newer kind of rule, every protocol", type=INGRESS, inputs={"ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"}
    ),
)
UNDECIDED: Final = (
    Example(why="from where is not known", type=GROUP, inputs=example(**_POSTGRES, cidrBlocks=[UNKNOWN])),
    Example(
        why="for whom is not known",
        type=INGRESS,
        inputs={"ipProtocol": "tcp", "fromPort": 6379, "toPort": 6379, "cidrIpv4": UNKNOWN},
    ),
)

policy: Final = Policy(
    id="AWS-SG-02",
    title="Security groups keep the internet away from databases and caches",
    severity="high",
    why="What listens there was made for a trusted network; many ask for no password, or for one that is known.",
    fix="Let in the security groups of those who need it, not addresses; expose a service in front of it instead.",
    frameworks=(*cis("AWS", "5.0", "5.1.2"), *EXPOSURE, *checkov("CKV_AWS_277")),
    types=GROUPS,
    also_in=("network-exposure",),
    check=check,
    settings={"ports": ports_setting(list(SERVICES))},
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
