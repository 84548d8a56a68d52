"""Instance types of AWS: how large they are, and whether there are newer ones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from stackwright_policies.aws.databases import INSTANCE as DATABASE
from stackwright_policies.aws.databases import MEMBER
from stackwright_policies.aws.machines import CONFIGURATION, INSTANCE, SPOT, TEMPLATE

NODES: Final = "aws:eks/nodeGroup:NodeGroup"
CACHE: Final = "aws:elasticache/cluster:Cluster"
CACHES: Final = "aws:elasticache/replicationGroup:ReplicationGroup"
SEARCH: Final = "aws:opensearch/domain:Domain"
PLACES: Final[Mapping[str, Sequence[str]]] = {
    **dict.fromkeys((INSTANCE, SPOT, TEMPLATE, CONFIGURATION), ("instanceType",)),
    NODES: ("instanceTypes",),
    **dict.fromkeys(
        (DATABASE, MEMBER, "aws:docdb/clusterInstance:ClusterInstance", "aws:neptune/clusterInstance:ClusterInstance"),
        ("instanceClass",),
    ),
    **dict.fromkeys((CACHE, CACHES, "aws:redshift/cluster:Cluster"), ("nodeType",)),
    **dict.fromkeys((SEARCH, "aws:elasticsearch/domain:Domain"), ("clusterConfig", "instanceType")),
}
"""Type → where it says of which instance type its machines are."""
_SHAPE: Final = re.compile(
    r"(?:(?P<service>db|cache)\.)?(?P<family>[a-z]+-?\d[a-z0-9-]*)"
    r"\.(?:(?P<times>\d*)xlarge|metal(?:-(?P<metal>\d+)xl)?|(?P<small>nano|micro|small|medium|large))(?:\..+)?"
)
# https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html ("Previous generation"), of Redshift
# https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-clusters.html#rs-ra3-node-types
_PREVIOUS: Final = re.compile(
    r"a1|c[134]|cc[12]|cg1|cr1|d2|dc[12]|ds[12]|f1|g2|g3s?|h[is]1|i2|m[1-4]|p2|p3(?:dn)?|r[34]|t1"
)
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Types.html
_PREVIOUS_DATABASES: Final = frozenset({"t2"})
_PER_XLARGE: Final = 4
_LARGEST: Final = 96
"""What a whole machine (`metal`) has at least, of the families in use."""


def is_previous(name: str) -> bool:
    """Whether AWS calls an instance type one of a previous generation."""
    found = _SHAPE.fullmatch(name.strip().lower())
    if found is None:
        return False
    return _PREVIOUS.fullmatch(found["family"]) is not None or (
        found["service"] == "db" and found["family"] in _PREVIOUS_DATABASES
    )


def processors(name: str) -> int:
    """How many virtual processors an instance type has: most families double them with each size. 0 if unheard of."""
    found = _SHAPE.fullmatch(name.strip().lower())
    if found is None:
        return 0
    if found["small"]:
        return 2
    if found["times"] is not None:
        return _PER_XLARGE * int(found["times"] or 1)
    return _PER_XLARGE * int(found["metal"]) if found["metal"] else _LARGEST
