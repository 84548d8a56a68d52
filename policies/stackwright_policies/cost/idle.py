"""Load balancers and NAT gateways have something behind them. Looks at the whole stack: what is behind is elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from stackwright_policies.aws.balancers import BALANCERS, CLASSIC, LISTENERS
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.references import References, of_each, references, said
from stackwright_policies.resource import Resource
from stackwright_policies.uses import Uses, uses
from stackwright_policies.verdicts import Failed, Verdict, any_in, any_of

BALANCER: Final = BALANCERS[0]
LISTENER: Final = LISTENERS[0]
_RULES: Final = ("aws:lb/listenerRule:ListenerRule", "aws:alb/listenerRule:ListenerRule")
GROUPS: Final = ("aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup")
NAT: Final = "aws:ec2/natGateway:NatGateway"
AZURE_BALANCER: Final = "azure-native:network:LoadBalancer"
AZURE_GATEWAY: Final = "azure-native:network:ApplicationGateway"
AZURE_NAT: Final = "azure-native:network:NatGateway"
GCP_NAT: Final = "gcp:compute/routerNat:RouterNat"
BACKENDS: Final = ("gcp:compute/backendService:BackendService", "gcp:compute/regionBackendService:RegionBackendService")

_SCALED: Final = "aws:autoscaling/group:Group"
_ATTACHED: Final = "aws:autoscaling/attachment:Attachment"
_TRAFFIC: Final = "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment"
_TASKS: Final = dict.fromkeys(("aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"), ("loadBalancers",))
_OF_GROUPS: Final[Mapping[str, Sequence[str]]] = {
    "aws:lb/targetGroupAttachment:TargetGroupAttachment": ("targetGroupArn",),
    "aws:alb/targetGroupAttachment:TargetGroupAttachment": ("targetGroupArn",),
    "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding": ("spec",),
    _SCALED: ("targetGroupArns", "trafficSources"),
    _ATTACHED: ("lbTargetGroupArn",),
    _TRAFFIC: ("trafficSource",),
    **_TASKS,
}
_OF_CLASSIC: Final[Mapping[str, Sequence[str]]] = {
    "aws:elb/attachment:Attachment": ("elb",),
    _SCALED: ("loadBalancers", "trafficSources"),
    _ATTACHED: ("elb",),
    _TRAFFIC: ("trafficSource",),
    **_TASKS,
}
_OF_NAT: Final[Mapping[str, Sequence[str]]] = {
    "aws:ec2/route:Route": ("natGatewayId",),
    "aws:ec2/routeTable:RouteTable": ("routes",),
    "aws:ec2/defaultRouteTable:DefaultRouteTable": ("routes",),
}
_POOL: Final = "azure-native:network:LoadBalancerBackendAddressPool"
_OF_POOLS: Final[Mapping[str, Sequence[str]]] = {
    "azure-native:network:NetworkInterface": ("ipConfigurations",),
    "azure-native:compute:VirtualMachine": ("networkProfile",),
    "azure-native:compute:VirtualMachineScaleSet": ("virtualMachineProfile",),
    "azure-native:network:PrivateLinkService": ("loadBalancerFrontendIpConfigurations",),
}
_OF_AZURE_NAT: Final[Mapping[str, Sequence[str]]] = {
    "azure-native:network:Subnet": ("natGateway",),
    "azure-native:network:VirtualNetwork": ("subnets",),
}
_SOME_SUBNETWORKS: Final = "LIST_OF_SUBNETWORKS"


def _with(token: str, name: str, **inputs: Any) -> Example:  # noqa: ANN401 - JSON
    """Another resource; an input that is the name of one in brackets comes from that one."""
    depends = {key: [value[1:-1]] for key, value in inputs.items() if isinstance(value, str) and value[:1] == "["}
    given = {key: UNKNOWN if key in depends else value for key, value in inputs.items()}
    return Example(why="beside it", type=token, name=name, inputs=given, dependencies=depends)


_FORWARDS: Final = Example(
    why="forwards to the group",
    type=LISTENER,
    name="listener",
    inputs={"loadBalancerArn": UNKNOWN, "defaultActions": [{"type": "forward", "targetGroupArn": UNKNOWN}]},
    dependencies={"loadBalancerArn": ["example"], "defaultActions": ["group"]},
)
_GROUP: Final = _with(GROUPS[0], "group", port=80)
_BEHIND: Final = _with("aws:lb/targetGroupAttachment:TargetGroupAttachment", "target", targetGroupArn="[group]")
_ROUTE: Final = _with("aws:ec2/route:Route", "out", routeTableId="rtb-1", natGatewayId="[example]")
_POOLS: Final = {"backendAddressPools": [{"name": "web"}]}
PASSES: Final = (
    Example(why="a target", type=BALANCER, others=[_FORWARDS, _GROUP, _BEHIND]),
    Example(
        why="a group that another stack fills",
        type=BALANCER,
        others=[
            _with(
                LISTENER,
                "listener",
                loadBalancerArn="[example]",
                defaultActions=[
                    {"type": "forward", "targetGroupArn": "arn:aws:elasticloadbalancing:::targetgroup/a/1"}
                ],
            )
        ],
    ),
    Example(why="machines", type=CLASSIC, inputs={"instances": ["i-1"]}),
    Example(why="a route leads to it", type=NAT, inputs={"subnetId": "subnet-1"}, others=[_ROUTE]),
    Example(
        why="a machine is in its pool",
        type=AZURE_BALANCER,
        inputs=_POOLS,
        others=[_with("azure-native:network:NetworkInterface", "nic", ipConfigurations="[example]")],
    ),
    Example(
        why="a subnet leaves by it",
        type=AZURE_NAT,
        others=[_with("azure-native:network:Subnet", "a", natGateway="[example]")],
    ),
    Example(
        why="all subnetworks", type=GCP_NAT, inputs={"sourceSubnetworkIpRangesToNat": "ALL_SUBNETWORKS_ALL_IP_RANGES"}
    ),
    Example(why="a group of machines", type=BACKENDS[0], inputs={"backends": [{"group": UNKNOWN}]}),
)
VIOLATES: Final = (
    Example(why="it listens to nobody", type=BALANCER, inputs={"internal": True}),
    Example(why="nothing is in the group", type=BALANCER, others=[_FORWARDS, _GROUP]),
    Example(why="no machine", type=CLASSIC, inputs={"instances": []}),
    Example(why="no route leads to it", type=NAT, inputs={"subnetId": "subnet-1"}),
    Example(
        why="the route leads to another",
        type=NAT,
        inputs={"subnetId": "subnet-1"},
        others=[
            _with(NAT, "other", subnetId="subnet-2"),
            _with("aws:ec2/route:Route", "out", routeTableId="rtb-1", natGatewayId="[other]"),
        ],
    ),
    Example(why="no pool", type=AZURE_BALANCER, inputs={"loadBalancingRules": []}),
    Example(why="an empty pool", type=AZURE_GATEWAY, inputs={"backendAddressPools": [{"backendAddresses": []}]}),
    Example(why="no subnet", type=AZURE_NAT, inputs={"sku": {"name": "Standard"}}),
    Example(why="no subnetwork", type=GCP_NAT, inputs={"sourceSubnetworkIpRangesToNat": _SOME_SUBNETWORKS}),
    Example(why="no backend", type=BACKENDS[1], inputs={"loadBalancingScheme": "INTERNAL"}),
)
UNDECIDED: Final = (
    Example(
        why="where a route leads is not known",
        type=NAT,
        inputs={"subnetId": "subnet-1"},
        others=[
            Example(why="to some", type="aws:ec2/route:Route", name="out", inputs={"natGatewayId": UNKNOWN}),
        ],
    ),
)


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    for types, has in _behind(resources).items():
        yield from of_each(resources, types, lambda it, has=has: _judge(it, has))


def _judge(one: Resource, has: Callable[[Resource], bool]) -> Iterator[Verdict]:
    if not has(one):
        yield Failed(f"nothing of its stack is behind {one.name}, which is paid for all the same")


def _behind(resources: Sequence[Resource]) -> Mapping[tuple[str, ...], Callable[[Resource], bool]]:
    """Whether something is behind a resource, by its types."""
    listeners = references(resources, LISTENERS, "loadBalancerArn")
    rules = references(resources, _RULES, "listenerArn")
    groups = {one.urn: one for one in resources if one.type in GROUPS}
    of_groups, of_classic, of_nat = (uses(resources, places) for places in (_OF_GROUPS, _OF_CLASSIC, _OF_NAT))
    of_pools, of_azure_nat = uses(resources, _OF_POOLS), uses(resources, _OF_AZURE_NAT)
    pools = references(resources, (_POOL,), "loadBalancerName")
    return {
        BALANCERS: lambda it: _forwards(it, listeners, rules, groups, of_groups),
        (CLASSIC,): lambda it: any_of(lambda: _lists(it, "instances"), lambda: of_classic.of(it, "name", "id")),
        (NAT,): lambda it: of_nat.of(it, "id"),
        (AZURE_BALANCER,): lambda it: _is_full(it, "loadBalancerBackendAddresses", pools, of_pools),
        (AZURE_GATEWAY,): lambda it: _is_full(it, "backendAddresses", None, of_pools),
        (AZURE_NAT,): lambda it: of_azure_nat.of(it, "natGatewayName", "name"),
        (GCP_NAT,): _is_for_some,
        BACKENDS: lambda it: _lists(it, "backends"),
    }


def _forwards(
    balancer: Resource, listeners: References, rules: References, groups: Mapping[str, Resource], used: Uses
) -> bool:
    """Whether it listens, and what it forwards to has targets; a group of another stack has some."""
    found = listeners.to(balancer, "arn", "id")
    if not found:
        return listeners.any_to(balancer, "arn", "id")
    actions = [(one, "defaultActions") for one in found]
    actions += [(rule, "actions") for one in found for rule in rules.to(one, "arn", "id")]
    mine = {urn: groups[urn] for one, key in actions for urn in one.depends.get(key, ()) if urn in groups}
    return not mine or any_in(mine.values(), lambda group: used.of(group, "arn", "id"))


def _is_full(balancer: Resource, addresses: str, pools: References | None, used: Uses) -> bool:
    """Whether a pool of it, inside of it or beside, has addresses, or machines that name it."""
    inside = said(balancer, "backendAddressPools").items()
    beside = [] if pools is None else pools.to(balancer, "loadBalancerName", "name")
    names = ("loadBalancerName", "applicationGatewayName", "name")
    return any_of(
        lambda: any_in(inside, lambda pool: not pool.get(addresses).empty),
        lambda: any_in(beside, lambda pool: _lists(pool, addresses)),
        lambda: bool(inside or beside) and any_in([balancer, *beside], lambda it: used.of(it, *names)),
    )


def _is_for_some(nat: Resource) -> bool:
    which = said(nat, "sourceSubnetworkIpRangesToNat").text()
    return which != _SOME_SUBNETWORKS or _lists(nat, "subnetworks")


def _lists(one: Resource, key: str) -> bool:
    """Whether the program says something there.

    Raises:
        NotKnown
    """
    return bool(said(one, key).value)


policy: Final = Policy(
    id="COST-ANY-02",
    title="Load balancers and NAT gateways have something behind them",
    severity="low",
    why="Each is paid for by the hour whether anything passes it or not, and looks as if somebody needed it.",
    fix="Put behind it what it is for, or delete it.",
    types=(*BALANCERS, CLASSIC, NAT, AZURE_BALANCER, AZURE_GATEWAY, AZURE_NAT, GCP_NAT, *BACKENDS),
    check_stack=check_stack,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
