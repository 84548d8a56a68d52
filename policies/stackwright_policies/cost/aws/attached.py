"""Addresses and disks on AWS are attached to something. Looks at the whole stack: what attaches them is elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from stackwright_policies.aws.balancers import BALANCERS
from stackwright_policies.aws.machines import VOLUME
from stackwright_policies.cost.attaching import FIX, WHY, user
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.references import is_said, of_each
from stackwright_policies.resource import Resource
from stackwright_policies.uses import Uses, uses
from stackwright_policies.verdicts import Failed, Verdict

ADDRESS: Final = "aws:ec2/eip:Eip"
ASSOCIATION: Final = "aws:ec2/eipAssociation:EipAssociation"
ATTACHMENT: Final = "aws:ec2/volumeAttachment:VolumeAttachment"
GATEWAY: Final = "aws:ec2/natGateway:NatGateway"
_OF_ADDRESSES: Final[Mapping[str, Sequence[str]]] = {
    ASSOCIATION: ("allocationId", "publicIp"),
    GATEWAY: ("allocationId", "secondaryAllocationIds", "availabilityZoneAddresses"),
    **dict.fromkeys(BALANCERS, ("subnetMappings",)),
    "aws:transfer/server:Server": ("endpointDetails",),
    "aws:redshift/cluster:Cluster": ("elasticIp",),
}
_OF_DISKS: Final[Mapping[str, Sequence[str]]] = {
    ATTACHMENT: ("volumeId",),
    "kubernetes:core/v1:PersistentVolume": ("spec",),
}
PASSES: Final = (
    Example(why="of a machine", type=ADDRESS, inputs={"instance": UNKNOWN}),
    Example(
        why="of a gateway",
        type=ADDRESS,
        inputs={"domain": "vpc"},
        others=[user(GATEWAY, "allocationId", UNKNOWN, "example")],
    ),
    Example(
        why="of a machine",
        type=VOLUME,
        inputs={"availabilityZone": "eu-west-1a"},
        others=[user(ATTACHMENT, "volumeId", UNKNOWN, "example")],
    ),
)
VIOLATES: Final = (
    Example(why="an address of nothing", type=ADDRESS, inputs={"domain": "vpc"}),
    Example(why="a disk of nothing", type=VOLUME, inputs={"availabilityZone": "eu-west-1a"}),
    Example(
        why="the gateway has another address",
        type=ADDRESS,
        inputs={"domain": "vpc"},
        others=[
            Example(why="another", type=ADDRESS, name="other", inputs={"instance": "i-1"}),
            user(GATEWAY, "allocationId", UNKNOWN, "other"),
        ],
    ),
)
UNDECIDED: Final = (
    Example(
        why="which address a gateway has is not known",
        type=ADDRESS,
        inputs={"domain": "vpc"},
        others=[user(GATEWAY, "allocationId", UNKNOWN)],
    ),
)


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    addresses, disks = uses(resources, _OF_ADDRESSES), uses(resources, _OF_DISKS)
    yield from of_each(resources, [ADDRESS], lambda it: _judge_address(it, addresses))
    yield from of_each(resources, [VOLUME], lambda it: _judge_disk(it, disks))


def _judge_address(address: Resource, used: Uses) -> Iterator[Verdict]:
    attached = is_said(address, "instance") or is_said(address, "networkInterface")
    if not attached and not used.of(address, "id", "allocationId", "publicIp"):
        yield Failed(f"nothing of its stack uses the address {address.name}")


def _judge_disk(disk: Resource, used: Uses) -> Iterator[Verdict]:
    if not used.of(disk, "id"):
        yield Failed(f"nothing of its stack attaches the disk {disk.name}")


policy: Final = Policy(
    id="COST-AWS-03",
    title="Addresses and disks are attached to something",
    severity="low",
    why=WHY,
    fix=FIX,
    types=(ADDRESS, VOLUME),
    check_stack=check_stack,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
