"""Load balancers know their clients, namespaces have network policies, and nothing lives in `default`."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from stackwright_policies.addresses import is_internet
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.kubernetes_api import kind_of, namespace_of, objects, title, types
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis, nsa
from stackwright_policies.references import References, of_each, references
from stackwright_policies.resource import Resource, View
from stackwright_policies.security.kubernetes.services import is_internal, source_ranges
from stackwright_policies.verdicts import Failed, Verdict, all_of, any_in, each
from stackwright_policies.workloads import PODS

SERVICE: Final = "kubernetes:core/v1:Service"
NAMESPACE: Final = "kubernetes:core/v1:Namespace"
NETWORK_POLICY: Final = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
_SYSTEM: Final = {"default", "kube-system", "kube-public", "kube-node-lease"}
"""Namespaces that a cluster is born with."""
_SERVICES: Final = types("Service")
_NAMESPACES: Final = (NAMESPACE,)
_TENANTS: Final = (
    *PODS,
    *types("Service", "Secret", "ConfigMap", "ServiceAccount", "Role", "RoleBinding", "Ingress", "NetworkPolicy"),
)
_POLICIES: Final = (
    *types("NetworkPolicy"),
    "kubernetes:cilium.io/v2:CiliumNetworkPolicy",
    "kubernetes:crd.projectcalico.org/v1:NetworkPolicy",
    "kubernetes:projectcalico.org/v3:NetworkPolicy",
)
_FOR_ALL: Final = (
    "kubernetes:cilium.io/v2:CiliumClusterwideNetworkPolicy",
    "kubernetes:crd.projectcalico.org/v1:GlobalNetworkPolicy",
    "kubernetes:projectcalico.org/v3:GlobalNetworkPolicy",
)


def _service(why: str, annotations: object = None, **spec: Any) -> Example:  # noqa: ANN401 - JSON
    metadata = {"namespace": "shop"} | ({"annotations": annotations} if annotations else {})
    return Example(why=why, type=SERVICE, inputs={"metadata": metadata, "spec": spec})


_POLICY: Final = Example(
    why="in it",
    type=NETWORK_POLICY,
    name="nothing",
    inputs={"metadata": {"namespace": UNKNOWN}, "spec": {"podSelector": {}}},
    dependencies={"metadata": ["example"]},
)
_BY_NAME: Final = Example(
    why="by its name", type=NETWORK_POLICY, name="nothing", inputs={"metadata": {"namespace": "shop"}}
)
PASSES: Final = (
    _service("inside the cluster", type="ClusterIP"),
    _service("for some clients", type="LoadBalancer", loadBalancerSourceRanges=["203.0.113.0/24"]),
    _service(
        "inside the network",
        {"networking.gke.io/load-balancer-type": "Internal"},
        type="LoadBalancer",
    ),
    Example(why="a policy depends on it", type=NAMESPACE, inputs={"metadata": {}}, others=[_POLICY]),
    Example(why="a policy names it", type=NAMESPACE, inputs={"metadata": {"name": "shop"}}, others=[_BY_NAME]),
    Example(
        why="in a namespace that is made with it",
        type="kubernetes:apps/v1:Deployment",
        inputs={"metadata": {"namespace": UNKNOWN}, "spec": {}},
        dependencies={"metadata": ["shop"]},
        others=[
            Example(why="this one", type=NAMESPACE, name="shop", inputs={}),
            replace(_POLICY, dependencies={"metadata": ["shop"]}),
        ],
    ),
    Example(
        why="the provider names the place",
        type="kubernetes:apps/v1:Deployment",
        inputs={"spec": {}},
        provider={"namespace": "shop"},
    ),
)
VIOLATES: Final = (
    _service("for everybody", type="LoadBalancer"),
    _service("for everybody, said so", type="LoadBalancer", loadBalancerSourceRanges=["10.0.0.0/8", "0.0.0.0/0"]),
    Example(why="no policy", type=NAMESPACE, inputs={"metadata": {"name": "shop"}}),
    Example(
        why="the policy is another one's", type=NAMESPACE, inputs={"metadata": {"name": "reports"}}, others=[_BY_NAME]
    ),
    Example(
        why="a workload in default",
        type="kubernetes:apps/v1:Deployment",
        inputs={"metadata": {"name": "web", "namespace": "default"}, "spec": {}},
    ),
    Example(why="nothing is said of the place", type="kubernetes:core/v1:ConfigMap", inputs={"data": {}}),
)
UNDECIDED: Final = (
    _service("whose clients are not known", type="LoadBalancer", loadBalancerSourceRanges=UNKNOWN),
    _service("what kind it is is not known", type=UNKNOWN),
    Example(
        why="its place is not known",
        type="kubernetes:apps/v1:Deployment",
        inputs={"metadata": {"namespace": UNKNOWN}, "spec": {}},
    ),
    Example(
        why="a policy is for what is not known",
        type=NAMESPACE,
        inputs={"metadata": {"name": "shop"}},
        others=[Example(why="some", type=NETWORK_POLICY, name="nothing", inputs={"metadata": {"namespace": UNKNOWN}})],
    ),
)


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    yield from of_each(resources, _SERVICES, lambda it: each(objects(it), lambda one: _balanced(one, it)))
    made = {it.urn for it in resources if it.type in _NAMESPACES}
    yield from of_each(resources, _TENANTS, lambda it: _placed(it, made))
    if not any(it.type in _FOR_ALL for it in resources):
        policies = references(resources, _POLICIES, "metadata.namespace")
        yield from of_each(resources, _NAMESPACES, lambda it: _isolated(it, policies))


def _balanced(service: View, resource: Resource) -> Iterator[Verdict]:
    spec = service.get("spec")
    if spec.get("type").text() != "LoadBalancer" or is_internal(service):
        return
    ranges = source_ranges(service)
    if not ranges:
        yield Failed(f"{title(service, resource.name)} is a load balancer for everybody (no loadBalancerSourceRanges)")
    elif any_in(ranges, lambda it: is_internet(it.text())):
        yield Failed(f"{title(service, resource.name)} is a load balancer for the whole internet")


def _placed(resource: Resource, made: Collection[str]) -> Iterator[Verdict]:
    if resource.type.endswith("Patch"):
        return  # it is where it is
    for verdict in each(objects(resource), lambda one: _place(one, resource)):
        # Whatever the name of a namespace that the program makes will be, it is not `default`.
        if isinstance(verdict, Failed) or not any(urn in made for urn in resource.depends.get("metadata", ())):
            yield verdict


def _place(one: View, resource: Resource) -> Iterator[Verdict]:
    if namespace_of(one, resource.provider) == "default":
        kind = kind_of(resource.type)
        yield Failed(f"the {kind} {title(one, resource.name)} is in the namespace default, where nobody is apart")


def _isolated(namespace: Resource, policies: References) -> Iterator[Verdict]:
    if all_of(
        lambda: not policies.any_to(namespace, "metadata.name"),
        lambda: namespace.properties.get("metadata", "name").text() not in _SYSTEM,
    ):
        yield Failed(f"no network policy of its stack is for the namespace {namespace.name}: all pods reach all pods")


policy: Final = Policy(
    id="K8S-NET-01",
    title="Load balancers and namespaces are open to those they are for",
    severity="medium",
    why="A Service without ranges is the internet's; without a network policy one pod taken is a way to all others.",
    fix="Set loadBalancerSourceRanges, or make it internal; add a NetworkPolicy; name the namespace of everything.",
    frameworks=(
        *cis("Kubernetes", "1.10", "5.3.2", "5.7.1", "5.7.4"),
        *nsa("Network policies", "Namespaces"),
        *EXPOSURE,
        *checkov("CKV_K8S_21", "CKV2_K8S_6"),
    ),
    types=(*_SERVICES, *_NAMESPACES, *(it for it in _TENANTS if it not in _SERVICES)),
    also_in=("network-exposure",),
    check_stack=check_stack,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
