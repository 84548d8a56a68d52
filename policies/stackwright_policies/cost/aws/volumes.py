"""Disks on AWS are of the kinds that cost less for the same."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.databases import INSTANCE as DATABASE
from stackwright_policies.aws.machines import CONFIGURATION, INSTANCE, SPOT, TEMPLATE, VOLUME
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each, settled

_NEWER: Final = {"gp2": "gp3", "io1": "io2"}

PASSES: Final = (
    Example(why="newer", type=VOLUME, inputs={"type": "gp3", "size": UNKNOWN}),
    Example(why="slow, for little", type=VOLUME, inputs={"type": "sc1"}),
    Example(why="a root disk as the image has it", type=INSTANCE, inputs={"ami": UNKNOWN}),
    Example(why="a database", type=DATABASE, inputs={"storageType": "gp3"}),
    Example(why="a copy of a database has its source's", type=DATABASE, inputs={"replicateSourceDb": UNKNOWN}),
)
VIOLATES: Final = (
    Example(why="older", type=VOLUME, inputs={"type": "gp2"}),
    Example(why="older by default", type=VOLUME, inputs={"size": 100}),
    Example(why="a root disk", type=INSTANCE, inputs={"rootBlockDevice": {"volumeType": "io1", "iops": 3000}}),
    Example(
        why="a further one, by default",
        type=INSTANCE,
        inputs={"ebsBlockDevices": [UNKNOWN, {"deviceName": "/dev/sdb", "volumeSize": 100}]},
    ),
    Example(
        why="whatever is made from it",
        type=TEMPLATE,
        inputs={"blockDeviceMappings": [{"deviceName": "/dev/sdb", "ebs": {"volumeType": "gp2"}}]},
    ),
    Example(why="a database, by default", type=DATABASE, inputs={"engine": "postgres", "allocatedStorage": 20}),
)
UNDECIDED: Final = (
    Example(why="not known", type=VOLUME, inputs={"type": UNKNOWN}),
    Example(why="nor of which disks", type=INSTANCE, inputs={"ebsBlockDevices": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    properties = resource.properties
    match resource.type:
        case "aws:ebs/volume:Volume":
            yield from _judge(properties.get("type"), "gp2")
        case "aws:rds/instance:Instance":
            yield from _judge(properties.get("storageType"), _of_database(properties))
        case "aws:ec2/launchTemplate:LaunchTemplate":
            mappings = properties.get("blockDeviceMappings").items()
            yield from each(mappings, lambda it: _judge(it.get("ebs", "volumeType")))
        case _:
            yield from settled(lambda: _judge(properties.get("rootBlockDevice").get("volumeType")))
            further = properties.get("ebsBlockDevices")
            yield from settled(lambda: each(further.items(), lambda it: _judge(it.get("volumeType"), "gp2")))


def _of_database(database: View) -> str:
    """What a database gets that names none: that of its source, Aurora's own, or one that depends on `iops`."""
    inherits = any(not database.get(key).absent for key in ("replicateSourceDb", "snapshotIdentifier"))
    if inherits or database.get("engine").text().lower().startswith("aurora"):
        return ""
    return "gp2" if database.get("iops").absent else "io1"


def _judge(kind: View, default: str = "") -> Iterator[Verdict]:
    found = kind.text(default).lower()
    if newer := _NEWER.get(found):
        said = f"{found} by default" if kind.absent else found
        yield Failed(f"{kind.path} is {said}: {newer} does more for the same money, or less")


policy: Final = Policy(
    id="COST-AWS-02",
    title="Disks are of the newer kinds",
    severity="low",
    why="gp3 costs a fifth less than gp2, and is fast without being large; io2 lasts longer than io1 for its price.",
    fix="Set the type to gp3 (io2), with iops and throughput where a gp2 disk was over a terabyte.",
    types=(VOLUME, INSTANCE, SPOT, TEMPLATE, CONFIGURATION, DATABASE),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
