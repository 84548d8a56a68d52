"""Values of closed sets: a runtime that Lambda does not have, a storage class that S3 does not know.

pulumi-aws looks at the sets itself, in the words that are used here (terraform-plugin-sdk, `validation.StringInSlice`).
`data/aws-values.json` has them, with their sources; what AWS adds to from week to week, such as types of instances, is
no closed set, and only its form is looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from stackwright.simcloud.refusing.aws_network import called
from stackwright.simcloud.refusing.closed import outside
from stackwright.simcloud.refusing.model import Kind, Rule, rule
from stackwright.simcloud.refusing.world import World
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_ENGINE: Final = re.compile(
    r"aurora(-mysql|-postgresql)?|custom-[a-z0-9-]+|db2-[a-z]+|mariadb|mysql|oracle-[a-z0-9-]+|postgres|sqlserver-[a-z-]+"
    r"|docdb|neptune"
)
"""Amazon RDS API, CreateDBInstance, `Engine`: families that get more members are open."""
_CLASS: Final = re.compile(r"db\.(serverless|[a-z0-9-]+\.[a-z0-9.-]+)")
_NODE: Final = re.compile(r"cache\.[a-z0-9-]+\.[a-z0-9-]+")
_INSTANCE: Final = re.compile(r"[a-z0-9-]+\.[a-z0-9-]+")


def _value(it: Subject, _world: World) -> str | None:
    return outside(it, "aws")


def _engine(it: Subject, _world: World) -> str | None:
    engine = it.text("engine")
    return None if not engine or _ENGINE.fullmatch(engine) else f"InvalidParameterValue: Invalid DB engine: {engine}"


def _class(it: Subject, _world: World) -> str | None:
    given = it.text("instanceClass")
    return (
        None if not given or _CLASS.fullmatch(given) else f"InvalidParameterValue: Invalid DB Instance class: {given}"
    )


def _node(it: Subject, _world: World) -> str | None:
    given = it.text("nodeType")
    if not given or _NODE.fullmatch(given):
        return None
    return f"InvalidParameterValue: The parameter CacheNodeType {given} is invalid."


def _instance(it: Subject, _world: World) -> str | None:
    given = it.text("instanceType")
    if not given or _INSTANCE.fullmatch(given):
        return None
    return f"InvalidParameterValue: Invalid value '{given}' for InstanceType."


def _unused_attributes(it: Subject, _world: World) -> str | None:
    """Only keys of the table and its indexes are declared, all of them."""
    keys = {it.text("hashKey"), it.text("rangeKey")}
    for index in (*it.items("globalSecondaryIndexes"), *it.items("localSecondaryIndexes")):
        keys |= set(_texts(index))
    keys |= set(_texts(list(it.items("keySchemas"))))
    declared = [str(each.get("name")) for each in it.items("attributes") if isinstance(each, dict)]
    unused = [name for name in declared if name not in keys]
    listed = " ".join(json.dumps(name) for name in unused)
    return f"all attributes must be indexed. Unused attributes: [{listed}]" if unused else None


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(item)


def _task_size(it: Subject, _world: World) -> str | None:
    """Amazon ECS developer guide, "Task CPU and memory" of Fargate; `.25 vCPU` and `1 GB` are left to ECS."""
    cpu, memory = it.text("cpu"), it.text("memory")
    if "FARGATE" not in it.items("requiresCompatibilities") or not (cpu.isdigit() and memory.isdigit()):
        return None
    least, most, step = _SIZES.get(int(cpu), (0, 0, 1))
    fits = int(memory) in (512, 1024, 2048) if cpu == "256" else least <= int(memory) <= most
    if fits and int(memory) % (step if cpu != "256" else 1) == 0:
        return None
    return f"ClientException: No Fargate configuration exists for given values: {cpu} CPU, {memory} memory."


_SIZES: Final = {
    256: (512, 2_048, 512),
    512: (1_024, 4_096, 1_024),
    1_024: (2_048, 8_192, 1_024),
    2_048: (4_096, 16_384, 1_024),
    4_096: (8_192, 30_720, 1_024),
    8_192: (16_384, 61_440, 4_096),
    16_384: (32_768, 122_880, 8_192),
    32_768: (61_440, 249_856, 4_096),
}
"""CPU units → least and most memory in MiB, and the steps between."""


VALUE = Kind(
    "aws-value",
    "where a service knows a closed set of values, or one form of them, it takes no other",
    "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
    "take one of those that it knows",
)
RULES: Final[Sequence[Rule]] = (
    rule(VALUE, "change", "aws", _value),
    rule(VALUE, "change", "aws:dynamodb/table:Table", _unused_attributes),
    rule(
        VALUE,
        "change",
        "aws:ecs/taskDefinition:TaskDefinition",
        called("creating ECS Task Definition: operation error ECS: RegisterTaskDefinition", _task_size),
    ),
    rule(
        VALUE,
        "change",
        ("aws:rds/instance:Instance", "aws:rds/cluster:Cluster"),
        called("creating RDS DB Instance: operation error RDS: CreateDBInstance", _engine),
    ),
    rule(
        VALUE,
        "change",
        ("aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"),
        called("creating RDS DB Instance: operation error RDS: CreateDBInstance", _class),
    ),
    rule(
        VALUE,
        "change",
        ("aws:elasticache/cluster:Cluster", "aws:elasticache/replicationGroup:ReplicationGroup"),
        called("creating ElastiCache Replication Group: operation error ElastiCache: CreateReplicationGroup", _node),
    ),
    rule(
        VALUE,
        "change",
        "aws:ec2/instance:Instance",
        called("creating EC2 Instance: operation error EC2: RunInstances", _instance),
    ),
)
