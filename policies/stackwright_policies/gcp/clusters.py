"""Clusters of Google Kubernetes Engine and their pools of nodes."""

from __future__ import annotations

from typing import Final

from stackwright_policies.resource import View

CLUSTER: Final = "gcp:container/cluster:Cluster"
POOL: Final = "gcp:container/nodePool:NodePool"


def is_autopilot(cluster: View) -> bool:
    """Whether Google runs the nodes: their accounts, updates, metadata and network policies are then as they should be.

    https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-overview#security
    """
    return cluster.get("enableAutopilot").flag()
