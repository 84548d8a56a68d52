"""Databases of RDS and of those that are made like it."""

from __future__ import annotations

from typing import Final

INSTANCE: Final = "aws:rds/instance:Instance"
CLUSTER: Final = "aws:rds/cluster:Cluster"
MEMBER: Final = "aws:rds/clusterInstance:ClusterInstance"
