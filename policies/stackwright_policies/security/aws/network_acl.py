"""No AWS network ACL lets the whole internet at the ports for administrators."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from stackwright_policies.addresses import SSH_AND_RDP, listed, ports_setting
from stackwright_policies.aws.firewalls import opened_to_all
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

ACL: Final = "aws:ec2/networkAcl:NetworkAcl"
DEFAULT: Final = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"
RULE: Final = "aws:ec2/networkAclRule:NetworkAclRule"


def _entry(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    of_all = {
        "action": "allow",
        "cidrBlock": "0.0.0.0/0",
        "fromPort": 22,
        "toPort": 22,
        "protocol": "tcp",
        "ruleNo": 100,
    }
    return of_all | more


def _rule(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    given = {"networkAclId": UNKNOWN, "protocol": "6", "ruleAction": "allow", "ruleNumber": 100}
    return given | {"cidrBlock": "0.0.0.0/0", "fromPort": 22, "toPort": 22} | more


PASSES: Final = (
    Example(why="HTTPS", type=ACL, inputs={"ingress": [_entry(fromPort=443, toPort=443)]}),
    Example(why="SSH from the office", type=ACL, inputs={"ingress": [_entry(cidrBlock="203.0.113.0/24")]}),
    Example(
        why="denied before everything is allowed",
        type=ACL,
        inputs={
            "ingress": [
                _entry(protocol="-1", fromPort=0, toPort=0),
                _entry(action="deny", fromPort=0, toPort=3389, ruleNo=90),
            ]
        },
    ),
    Example(why="nothing is said", type=DEFAULT, inputs={"defaultNetworkAclId": UNKNOWN}),
    Example(why="a denial", type=RULE, inputs=_rule(ruleAction="deny")),
    Example(why="a way out", type=RULE, inputs=_rule(egress=True)),
)
VIOLATES: Final = (
    Example(why="SSH, inline", type=ACL, inputs={"ingress": [_entry()]}),
    Example(
        why="everything is allowed before SSH is denied",
        type=DEFAULT,
        inputs={"ingress": [_entry(action="deny", ruleNo=200), _entry(protocol="-1", fromPort=0, toPort=0)]},
    ),
    Example(why="a rule of its own, over IPv6", type=RULE, inputs=_rule(cidrBlock=None, ipv6CidrBlock="::/0")),
    Example(why="every protocol", type=RULE, inputs=_rule(protocol="-1", fromPort=0, toPort=0)),
)
UNDECIDED: Final = (
    Example(why="from where is not known", type=RULE, inputs=_rule(cidrBlock=UNKNOWN)),
    Example(
        why="whether it comes after the denial is not known",
        type=ACL,
        inputs={"ingress": [_entry(ruleNo=UNKNOWN), _entry(action="deny", ruleNo=100)]},
    ),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    properties, wanted = resource.properties, settings["ports"]
    if resource.type == RULE:
        yield from _judge(properties, [], wanted)
    else:
        entries = properties.get("ingress").items()
        yield from each(entries, lambda entry: _judge(entry, entries, wanted))


def _judge(entry: View, beside: Sequence[View], wanted: Sequence[int]) -> Iterator[Verdict]:
    if entry.get("egress").flag() or not _says(entry, "allow"):
        return
    if (found := opened_to_all(entry, wanted)) and (left := _not_denied(found, entry, beside)):
        yield Failed(f"{entry.path or 'it'} lets the whole internet at {listed(left)}")


def _not_denied(ports: Sequence[int], entry: View, beside: Sequence[View]) -> list[int]:
    """The first rule that fits a packet settles it: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html."""
    left = list(ports)
    for other in beside:
        if other is not entry and _says(other, "deny") and _is_about_tcp(other) and _comes_before(other, entry):
            denied = opened_to_all(other, left)
            left = [port for port in left if port not in denied]
    return left


def _is_about_tcp(entry: View) -> bool:
    return entry.get("protocol").text().lower() in {"-1", "all", "tcp", "6"}


def _says(entry: View, action: str) -> bool:
    return (entry.get("ruleAction") if entry.get("action").absent else entry.get("action")).text().lower() == action


def _comes_before(one: View, other: View) -> bool:
    if one.get("cidrBlock").absent != other.get("cidrBlock").absent:
        return False  # one of them is about IPv4, the other about IPv6
    return one.get("ruleNo").number() < other.get("ruleNo").number()


policy: Final = Policy(
    id="AWS-NACL-01",
    title="Network ACLs keep the internet away from SSH and RDP",
    severity="high",
    why="The second line behind security groups: one group that is opened by mistake is then still shut.",
    fix="Allow the ranges that administrators come from, or deny the ports in a rule with a lower number.",
    frameworks=(
        *cis("AWS", "5.0", "5.2"),
        *EXPOSURE,
        *checkov("CKV_AWS_229", "CKV_AWS_230", "CKV_AWS_231", "CKV_AWS_232"),
    ),
    types=(ACL, DEFAULT, RULE),
    also_in=("network-exposure",),
    check=check,
    settings={"ports": ports_setting(SSH_AND_RDP)},
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
