"""What a worker's namespace may reach: DNS, what it was told, and nothing else; and nobody reaches it."""

from collections.abc import Mapping
from typing import Final

import pulumi
from pulumi_kubernetes import networking

from stackwright_components.conventions import child
from stackwright_components.worker.interface import Settings

# Where NodeLocal DNSCache listens on every host: https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
_NODE_LOCAL_DNS: Final = "169.254.20.10/32"


def isolate(
    worker: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    namespace: pulumi.Output[str],
    labels: Mapping[str, str],
    selector: Mapping[str, str],
) -> list[pulumi.Resource]:
    """Two policies: nothing for any pod of the namespace, then what this worker needs. Policies only ever add."""
    nothing = networking.v1.NetworkPolicy(
        f"{name}-nothing",
        metadata={"namespace": namespace, "labels": labels},
        spec={"pod_selector": {}, "policy_types": ["Ingress", "Egress"]},
        opts=child(worker),
    )
    dns: networking.v1.NetworkPolicyEgressRuleArgsDict = {
        "to": [
            {
                "namespace_selector": {"match_labels": {"kubernetes.io/metadata.name": "kube-system"}},
                "pod_selector": {"match_labels": {"k8s-app": "kube-dns"}},
            },
            {"ip_block": {"cidr": _NODE_LOCAL_DNS}},
        ],
        "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}],
    }
    wanted: list[networking.v1.NetworkPolicyEgressRuleArgsDict] = [
        {"to": [{"ip_block": {"cidr": rule["cidr"]}}], "ports": [{"protocol": "TCP", "port": int(rule["port"])}]}
        for rule in settings.egress
    ]
    needed = networking.v1.NetworkPolicy(
        f"{name}-needed",
        metadata={"namespace": namespace, "labels": labels},
        spec={"pod_selector": {"match_labels": selector}, "policy_types": ["Egress"], "egress": [dns, *wanted]},
        opts=child(worker),
    )
    return [nothing, needed]
