"""A connection's rules for a workload on Kubernetes."""

from collections.abc import Mapping
from typing import Final, cast

import pulumi
from pulumi_kubernetes import core, networking

from stackwright_components.connection.firewall import PUBLIC
from stackwright_components.connection.interface import Client, KubernetesAccount, Link
from stackwright_components.conventions import child
from stackwright_components.labels import kubernetes_labels

_NOT_PUBLIC: Final = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16")
"""RFC 1918 and 6598, and link-local addresses, where clouds have their metadata services."""


def let_out(link: Link, network_cidr: pulumi.Output[str], port: pulumi.Output[int]) -> list[pulumi.Resource]:
    """Let the client's pods out to this range and port, beside what others of their policies allow: policies add up."""
    account = cast("KubernetesAccount", link.client.identity)
    policy = networking.v1.NetworkPolicy(
        link.label,
        metadata={"namespace": account.namespace, "labels": kubernetes_labels(link.client.tags)},
        spec={
            "pod_selector": {"match_labels": account.selector},
            "policy_types": ["Egress"],
            "egress": [
                {
                    "to": [{"ip_block": network_cidr.apply(_block)}],
                    "ports": [{"protocol": "TCP", "port": port.apply(int)}],
                }
            ],
        },
        opts=child(link.parent),
    )
    return [policy]


def files(
    parent: pulumi.ComponentResource, label: str, client: Client, data: Mapping[str, pulumi.Input[str]]
) -> pulumi.Output[str]:
    """The name of a ConfigMap with these files, beside the client. Other contents are another ConfigMap."""
    account = cast("KubernetesAccount", client.identity)
    made = core.v1.ConfigMap(
        label,
        metadata={"namespace": account.namespace, "labels": kubernetes_labels(client.tags)},
        immutable=True,
        data=data,
        opts=child(parent, replace_on_changes=["data"]),
    )
    return made.metadata.name


def _block(cidr: str) -> networking.v1.IPBlockArgsDict:
    return {"cidr": cidr, "except_": list(_NOT_PUBLIC)} if cidr == PUBLIC else {"cidr": cidr}
