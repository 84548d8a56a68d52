"""Outside production, one NAT gateway is enough for a network. Looks at the whole stack."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from stackwright_policies.environments import OUTSIDE, is_outside
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, NotKnown, Undecided, Verdict

GATEWAY: Final = "aws:ec2/natGateway:NatGateway"
SUBNET: Final = "aws:ec2/subnet:Subnet"
_DEV: Final = {"environment": "dev"}
_PROD: Final = {"environment": "prod"}


def _gateway(name: str, tags: Mapping[str, str] = _DEV, **more: Any) -> Example:  # noqa: ANN401 - JSON
    given: dict[str, Any] = {"subnetId": f"subnet-{name}", "tags": tags} | more
    return Example(why="beside it", type=GATEWAY, name=name, inputs=given)


def _in(name: str, vpc: str) -> Example:
    return Example(why="its subnet", type=SUBNET, name=name, inputs={"vpcId": vpc})


def _of(name: str, subnet: str) -> Example:
    return Example(
        why="a gateway",
        type=GATEWAY,
        name=name,
        inputs={"subnetId": UNKNOWN, "tags": _DEV},
        dependencies={"subnetId": [subnet]},
    )


PASSES: Final = (
    Example(why="one", type=GATEWAY, inputs={"subnetId": "subnet-1", "tags": _DEV}),
    Example(
        why="production has one in every zone",
        type=GATEWAY,
        inputs={"subnetId": "subnet-1", "tags": _PROD},
        others=[_gateway("second", _PROD)],
    ),
    Example(
        why="one for tests beside production's", type=GATEWAY, inputs={"tags": _DEV}, others=[_gateway("second", _PROD)]
    ),
    Example(
        why="two networks, one each",
        type=GATEWAY,
        inputs={"subnetId": UNKNOWN, "tags": _DEV},
        dependencies={"subnetId": ["a"]},
        others=[_in("a", "vpc-1"), _in("b", "vpc-2"), _of("second", "b")],
    ),
)
VIOLATES: Final = (
    Example(why="two that do not say where they are", type=GATEWAY, inputs={}, others=[_gateway("second", {})]),
    Example(why="two", type=GATEWAY, inputs={"subnetId": "subnet-1", "tags": _DEV}, others=[_gateway("second")]),
    Example(
        why="two of one network, and one of another",
        type=GATEWAY,
        inputs={"subnetId": UNKNOWN, "tags": _DEV},
        dependencies={"subnetId": ["a"]},
        others=[_in("a", "vpc-1"), _in("b", "vpc-1"), _of("second", "b"), _in("c", "vpc-2"), _of("third", "c")],
    ),
    Example(
        why="three, for two are allowed",
        type=GATEWAY,
        inputs={"subnetId": "subnet-1", "tags": _DEV},
        settings={"gateways": 2},
        others=[_gateway("second"), _gateway("third")],
    ),
)
UNDECIDED: Final = (
    Example(
        why="in which environment is not known",
        type=GATEWAY,
        inputs={"subnetId": "subnet-1", "tags": {"environment": UNKNOWN}},
        others=[_gateway("second")],
    ),
)


def check_stack(resources: Sequence[Resource], settings: Settings) -> Iterator[Verdict]:
    subnets = {one.urn: one for one in resources if one.type == SUBNET}
    networks: dict[object, list[Resource]] = defaultdict(list)
    for one in resources:
        if one.type == GATEWAY:
            networks[_network(one, subnets)].append(one)
    for gateways in networks.values():
        yield from _judge(gateways, settings)


def _judge(gateways: Sequence[Resource], settings: Settings) -> Iterator[Verdict]:
    most = settings["gateways"]
    outside: list[Resource] = []
    unclear: list[Verdict] = []
    for gateway in gateways:
        try:
            if is_outside(gateway, settings):
                outside.append(gateway)
        except NotKnown as error:
            unclear.append(Undecided(error.path, gateway.urn))
    for gateway in outside[most:]:
        yield Failed(f"it is one of {len(outside)} NAT gateways of a network that is not production", gateway.urn)
    if len(outside) + len(unclear) > most:
        yield from unclear


def _network(gateway: Resource, subnets: Mapping[str, Resource]) -> object:
    """Which network a gateway is in, as far as its subnet is in the stack; all others are taken for one."""
    for urn in gateway.depends.get("subnetId", ()):
        if urn in subnets:
            found = subnets[urn]
            try:
                return tuple(found.depends.get("vpcId", ())) or found.properties.get("vpcId").text() or None
            except NotKnown:
                return None
    return None


policy: Final = Policy(
    id="COST-AWS-04",
    title="Outside production, a network has one NAT gateway",
    severity="medium",
    why="Each costs as much as a small machine, day and night; a zone that fails may stop what nobody depends on.",
    fix="Route all private subnets through one gateway (nat: single of the network blueprint), or use NAT instances.",
    types=(GATEWAY,),
    check_stack=check_stack,
    settings={
        "gateways": {
            "type": "integer",
            "minimum": 0,
            "default": 1,
            "description": "How many NAT gateways a network may have outside production.",
        },
        **OUTSIDE,
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
