"""Load balancers stand in several zones, and send to healthy machines of all of them."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.balancers import BALANCERS, CLASSIC
from stackwright_policies.controls import AVAILABILITY
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

_IN: Final = ("subnets", "subnetMappings", "availabilityZones")
_SEVERAL: Final = 2
_TWO: Final = {"subnets": ["subnet-a", "subnet-b"]}

PASSES: Final = (
    Example(why="an application's, in two subnets", type=BALANCERS[0], inputs=_TWO),
    Example(
        why="a network's, across zones",
        type=BALANCERS[0],
        inputs={
            "loadBalancerType": "network",
            "enableCrossZoneLoadBalancing": True,
            "subnetMappings": [{"subnetId": UNKNOWN}, {"subnetId": UNKNOWN}],
        },
    ),
    Example(why="a classic one is across zones by default", type=CLASSIC, inputs=_TWO),
)
VIOLATES: Final = (
    Example(why="one subnet", type=BALANCERS[0], inputs={"subnets": ["subnet-a"]}),
    Example(
        why="one address",
        type=BALANCERS[0],
        inputs={
            "loadBalancerType": "network",
            "enableCrossZoneLoadBalancing": True,
            "subnetMappings": [{"subnetId": "subnet-a"}],
        },
    ),
    Example(why="a network's, by default", type=BALANCERS[0], inputs={"loadBalancerType": "network", **_TWO}),
    Example(
        why="a gateway's",
        type=BALANCERS[1],
        inputs={"loadBalancerType": "gateway", "enableCrossZoneLoadBalancing": "false", **_TWO},
    ),
    Example(
        why="a classic one, switched off",
        type=CLASSIC,
        inputs={"availabilityZones": ["eu-west-1a", "eu-west-1b"], "crossZoneLoadBalancing": False},
    ),
    Example(
        why="whatever the subnets are",
        type=BALANCERS[0],
        inputs={"loadBalancerType": "network", "subnets": UNKNOWN},
    ),
)
UNDECIDED: Final = (
    Example(why="which subnets is not known", type=BALANCERS[0], inputs={"subnets": UNKNOWN}),
    Example(why="what kind it is is not known", type=BALANCERS[0], inputs={"loadBalancerType": UNKNOWN, **_TWO}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    crossing = _classic if resource.type == CLASSIC else _crossing
    yield from each((_spread, crossing), lambda judge: judge(resource.properties))


def _spread(balancer: View) -> Iterator[Verdict]:
    said = [balancer.get(key) for key in _IN if not balancer.get(key).absent]
    if said and sum(len(found.items()) for found in said) < _SEVERAL:
        yield Failed(f"{said[0].path} has fewer than two: it is in one zone")


def _crossing(balancer: View) -> Iterator[Verdict]:
    if balancer.get("enableCrossZoneLoadBalancing").flag():
        return
    if balancer.get("loadBalancerType").text().lower() in ("network", "gateway"):
        yield Failed("enableCrossZoneLoadBalancing is off: a zone without healthy targets fails its share of clients")


def _classic(balancer: View) -> Iterator[Verdict]:
    if not balancer.get("crossZoneLoadBalancing").flag(default=True):
        yield Failed("crossZoneLoadBalancing is off: a zone without healthy machines fails its share of clients")


policy: Final = Policy(
    id="REL-AWS-02",
    title="Load balancers are in several zones, and across them",
    severity="medium",
    why="A balancer in one zone goes down with it; without crossing, half of the clients meet the half that is down.",
    fix="Give it subnets in two zones or more; set enableCrossZoneLoadBalancing on network and gateway balancers.",
    frameworks=(*AVAILABILITY, *checkov("CKV_AWS_138", "CKV_AWS_152")),
    types=(*BALANCERS, CLASSIC),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
