"""Services are reached through the cluster's own addresses."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import EXPOSURE
from stackwright_policies.kubernetes_api import judging_objects, types
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, nsa
from stackwright_policies.resource import View
from stackwright_policies.verdicts import Failed, Verdict, each

SERVICE: Final = "kubernetes:core/v1:Service"


def _service(why: str, token: str = SERVICE, **spec: Any) -> Example:  # noqa: ANN401 - JSON
    return Example(why=why, type=token, inputs={"spec": spec})


_PORT: Final = {"port": 443, "nodePort": 30443}
PASSES: Final = (
    _service("nothing is said", ports=[{"port": 80}]),
    _service("said so", type="ClusterIP", externalIPs=[]),
    _service("a load balancer is in front of it", type="LoadBalancer", ports=[_PORT]),
    _service("only a name", type="ExternalName", externalName="shop.acme.example"),
)
VIOLATES: Final = (
    _service("a port on every node", type="NodePort", ports=[_PORT]),
    _service("an address that anybody may take", type="ClusterIP", externalIPs=["203.0.113.7"]),
    _service("whatever the kind will be", type=UNKNOWN, externalIPs=["203.0.113.7"]),
    _service("a patch makes it so", f"{SERVICE}Patch", type="NodePort"),
    Example(
        why="one of a list",
        type=f"{SERVICE}List",
        inputs={"items": [{"spec": {"type": "ClusterIP"}}, {"spec": {"type": "NodePort"}}]},
    ),
)
UNDECIDED: Final = (
    _service("what kind it is is not known", type=UNKNOWN),
    _service("the addresses are not known", externalIPs=UNKNOWN),
)


def _judge(service: View, _settings: Settings) -> Iterator[Verdict]:
    yield from each((_node_port, _external), lambda judge: judge(service.get("spec")))


def _node_port(spec: View) -> Iterator[Verdict]:
    kind = spec.get("type")
    if kind.text() == "NodePort":
        yield Failed(f"{kind.path} is NodePort: it is reached at every address of every node")


def _external(spec: View) -> Iterator[Verdict]:
    found = spec.get("externalIPs")
    if found.items():
        yield Failed(f"{found.path} takes traffic for addresses that nobody checks whose they are (CVE-2020-8554)")


policy: Final = Policy(
    id="K8S-NET-02",
    title="Services take no node's and no foreign address",
    severity="high",
    why="A node's port passes by every firewall that is meant for load balancers; external addresses steal traffic.",
    fix="Use ClusterIP behind an Ingress, or LoadBalancer; remove externalIPs.",
    frameworks=(*nsa("Network separation and hardening"), *EXPOSURE),
    types=types("Service"),
    also_in=("network-exposure",),
    check=judging_objects(_judge),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
