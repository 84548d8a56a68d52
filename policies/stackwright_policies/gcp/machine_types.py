"""Machine types of Google Cloud: how large they are, and whether there are newer ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stackwright_policies.gcp.clusters import CLUSTER, POOL
from stackwright_policies.gcp.databases import INSTANCE as DATABASE
from stackwright_policies.gcp.machines import MACHINES
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import NotKnown

TYPES: Final = (*MACHINES, CLUSTER, POOL)
"""Those whose machines are of Compute Engine's types."""
SIZED: Final = (*TYPES, DATABASE)
# https://cloud.google.com/compute/docs/machine-resource: the first generation; a custom type without a series is an N1
_PREVIOUS: Final = re.compile(r"(?:n1|m1)-.+|f1-micro|g1-small|custom-\d+-\d+(?:-ext)?")
# n2-standard-8, e2-custom-4-8192, c3-standard-8-lssd; of Cloud SQL db-custom-4-15360, db-perf-optimized-N-8
_PROCESSORS: Final = re.compile(r"(?:db-)?(?:[a-z]+-)?perf-optimized-n-(\d+)|(?:db-)?(?:[a-z]\w*-)*?(\d+)(?:-.*)?")
# a2-highgpu-1g: https://cloud.google.com/compute/docs/gpus
_ACCELERATED: Final = re.compile(r"a\d\w*-[a-z]+-(\d+)g.*")
_PER_ACCELERATOR: Final = 12


def machines(resource: Resource) -> Iterator[View]:
    """What a resource of one of `SIZED` says of each kind of machine that it has: views with `machineType` or `tier`.

    Raises:
        NotKnown: which kinds it has.
    """
    properties = resource.properties
    if resource.type == DATABASE:
        yield properties.get("settings")
    elif resource.type in MACHINES:
        yield properties
    else:
        yield properties.get("nodeConfig")
        yield from (_nodes(pool) for pool in properties.get("nodePools").items())


def _nodes(pool: View) -> View:
    """What it says of its nodes; a pool that is not known is left to whoever reads it."""
    try:
        return pool.get("nodeConfig")
    except NotKnown:
        return pool


def type_of(machine: View) -> View:
    return machine.get("machineType") if machine.get("tier").absent else machine.get("tier")


def short(name: str) -> str:
    """A machine type without the path of its zone."""
    return name.strip().lower().rpartition("/")[2]


def is_previous(name: str) -> bool:
    """Whether a machine type is of a generation that Google has followed up."""
    return _PREVIOUS.fullmatch(short(name)) is not None


def processors(name: str) -> int:
    """How many virtual processors a machine type has; 0 for those that share one, or are unheard of."""
    if found := _ACCELERATED.fullmatch(short(name)):
        return _PER_ACCELERATOR * int(found[1])
    found = _PROCESSORS.fullmatch(short(name))
    return int(found[1] or found[2]) if found else 0
