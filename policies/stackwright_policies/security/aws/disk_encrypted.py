"""Disks of EC2 are encrypted. Looks at the whole stack, which may encrypt all by default."""

from collections.abc import Iterator, Sequence
from typing import Final

from stackwright_policies.aws.machines import CONFIGURATION, ENCRYPTION_BY_DEFAULT, INSTANCE, SPOT, TEMPLATE, VOLUME
from stackwright_policies.controls import AT_REST
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.references import of_each, said
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, any_in, any_of, each

COPY: Final = "aws:ebs/snapshotCopy:SnapshotCopy"
_ROOT: Final = (INSTANCE, SPOT, CONFIGURATION)
"""Those that get a root disk whether they say something of it or not."""

_ON: Final = {"encrypted": True}
_DEFAULT: Final = Example(why="for all", type=ENCRYPTION_BY_DEFAULT, name="default", inputs={})
PASSES: Final = (
    Example(why="encrypted", type=VOLUME, inputs={"availabilityZone": UNKNOWN, **_ON}),
    Example(why="all of them", type=INSTANCE, inputs={"rootBlockDevice": _ON, "ebsBlockDevices": [_ON]}),
    Example(why="all are, by default", type=VOLUME, inputs={"availabilityZone": "eu-west-1a"}, others=[_DEFAULT]),
    Example(why="a template leaves the disk of the image as it is", type=TEMPLATE, inputs={"blockDeviceMappings": []}),
    Example(
        why="disks of the host are encrypted by it",
        type=TEMPLATE,
        inputs={"blockDeviceMappings": [{"deviceName": "/dev/sdb", "virtualName": "ephemeral0"}]},
    ),
    Example(why="its template says", type=INSTANCE, inputs={"launchTemplate": {"id": UNKNOWN}}),
    Example(why="said so", type=ENCRYPTION_BY_DEFAULT, inputs={"enabled": True}),
)
VIOLATES: Final = (
    Example(
        why="not encrypted by default", type=VOLUME, inputs={"availabilityZone": "eu-west-1a", "kmsKeyId": UNKNOWN}
    ),
    Example(why="nothing is said of the root disk", type=INSTANCE, inputs={"ami": "ami-1", "ebsBlockDevices": [_ON]}),
    Example(
        why="a further disk, beside one that is not known",
        type=INSTANCE,
        inputs={"rootBlockDevice": _ON, "ebsBlockDevices": [UNKNOWN, {"deviceName": "/dev/sdb"}]},
    ),
    Example(
        why="a template",
        type=TEMPLATE,
        inputs={"blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"encrypted": "false"}}]},
    ),
    Example(why="switched off for all", type=ENCRYPTION_BY_DEFAULT, inputs={"enabled": False}),
)
UNDECIDED: Final = (
    Example(
        why="it comes from something that is not known",
        type=VOLUME,
        inputs={"encrypted": UNKNOWN},
    ),
    Example(
        why="whether all are by default is not known",
        type=VOLUME,
        inputs={"availabilityZone": "eu-west-1a"},
        others=[Example(why="for all", type=ENCRYPTION_BY_DEFAULT, name="default", inputs={"enabled": UNKNOWN})],
    ),
)


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    defaults = [resource for resource in resources if resource.type == ENCRYPTION_BY_DEFAULT]
    yield from of_each(resources, policy.types, lambda it: _judge(it, defaults))


def _judge(resource: Resource, defaults: Sequence[Resource]) -> Iterator[Verdict]:
    if resource.type == ENCRYPTION_BY_DEFAULT:
        if not _is_on(resource):
            yield Failed("it switches encryption off for every disk that does not ask for it")
        return
    yield from each(_disks(resource), lambda disk: _judge_disk(disk, defaults))


def _judge_disk(disk: View, defaults: Sequence[Resource]) -> Iterator[Verdict]:
    if not any_of(lambda: disk.get("encrypted").flag(), lambda: any_in(defaults, _is_on)):
        yield Failed(f"{disk.path or 'it'} is not encrypted")


def _is_on(default: Resource) -> bool:
    return default.properties.get("enabled").flag(True)


def _disks(resource: Resource) -> list[View]:
    """What a resource says of each of its disks."""
    if resource.type in (VOLUME, COPY):
        return [View({"encrypted": said(resource, "encrypted").value})]
    if resource.type == TEMPLATE:
        mappings = said(resource, "blockDeviceMappings").items()
        return [mapping.get("ebs") for mapping in mappings if not mapping.get("ebs").absent]
    further = said(resource, "ebsBlockDevices").items()
    root = said(resource, "rootBlockDevice")
    if resource.type not in _ROOT or (root.absent and not said(resource, "launchTemplate").absent):
        return further
    return [View(root.value, "rootBlockDevice"), *further]


policy: Final = Policy(
    id="AWS-EC2-02",
    title="Disks of machines are encrypted",
    severity="high",
    why="A snapshot that is shared, or a disk that was not wiped, is read by whoever has it.",
    fix="Set encrypted to true (a disk that exists is replaced), or add aws:ebs:EncryptionByDefault for the region.",
    frameworks=(
        *cis("AWS", "5.0", "5.1.1"),
        *cis("AWS", "7.0", "6.1.1"),
        *AT_REST,
        *checkov("CKV_AWS_3", "CKV_AWS_8", "CKV_AWS_106"),
    ),
    types=(INSTANCE, SPOT, TEMPLATE, CONFIGURATION, VOLUME, ENCRYPTION_BY_DEFAULT, COPY),
    check_stack=check_stack,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
