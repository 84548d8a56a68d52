"""No image and no snapshot is shared with everybody."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import PUBLIC_DATA
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, any_in, each, settled

IMAGE: Final = "aws:ec2/amiLaunchPermission:AmiLaunchPermission"
DISK: Final = "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission"
BUILT: Final = "aws:imagebuilder/distributionConfiguration:DistributionConfiguration"
SNAPSHOT: Final = "aws:rds/snapshot:Snapshot"
CLUSTER: Final = "aws:rds/clusterSnapshot:ClusterSnapshot"
COPY: Final = "aws:rds/snapshotCopy:SnapshotCopy"
CLUSTER_COPY: Final = "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy"
_EVERYBODY: Final = "all"
_PLACES: Final = {
    IMAGE: ("group",),
    DISK: ("accountId",),
    **dict.fromkeys((SNAPSHOT, CLUSTER, COPY, CLUSTER_COPY), ("sharedAccounts",)),
}


def _built(**permission: object) -> dict[str, object]:
    return {
        "distributions": [{"region": "eu-west-1", "amiDistributionConfiguration": {"launchPermission": permission}}]
    }


PASSES: Final = (
    Example(why="one account", type=IMAGE, inputs={"imageId": UNKNOWN, "accountId": "111122223333"}),
    Example(why="a disk, for one account", type=DISK, inputs={"snapshotId": UNKNOWN, "accountId": "111122223333"}),
    Example(why="nobody else", type=SNAPSHOT, inputs={"dbInstanceIdentifier": UNKNOWN}),
    Example(why="some accounts", type=CLUSTER, inputs={"sharedAccounts": ["111122223333"]}),
    Example(why="images that are built, for one account", type=BUILT, inputs=_built(userIds=["111122223333"])),
)
VIOLATES: Final = (
    Example(why="an image", type=IMAGE, inputs={"imageId": UNKNOWN, "group": "all"}),
    Example(why="a database, among others", type=SNAPSHOT, inputs={"sharedAccounts": [UNKNOWN, "all"]}),
    Example(why="a copy of one", type=COPY, inputs={"sharedAccounts": ["all"]}),
    Example(why="every image that is built", type=BUILT, inputs=_built(userGroups=["all"])),
)
UNDECIDED: Final = (
    Example(why="with whom is not known", type=CLUSTER, inputs={"sharedAccounts": [UNKNOWN]}),
    Example(why="nor is this", type=IMAGE, inputs={"group": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if resource.type == BUILT:
        yield from settled(lambda: each(resource.properties.get("distributions").items(), _judge_built))
    else:
        yield from settled(lambda: _judge(resource.properties.get(*_PLACES[resource.type])))


def _judge_built(distribution: View) -> Iterator[Verdict]:
    yield from _judge(distribution.get("amiDistributionConfiguration", "launchPermission", "userGroups"))


def _judge(shared: View) -> Iterator[Verdict]:
    if any_in(shared.items(), lambda one: one.text().lower() == _EVERYBODY):
        yield Failed(f"{shared.path} shares it with everybody")


policy: Final = Policy(
    id="AWS-EC2-05",
    title="No image and no snapshot is shared with everybody",
    severity="critical",
    why="Whoever has an AWS account starts a copy of the machine or the database and reads all that is on it.",
    fix="Name the accounts or the organization that may have it; block public access of images and snapshots.",
    frameworks=PUBLIC_DATA,
    types=(IMAGE, DISK, BUILT, SNAPSHOT, CLUSTER, COPY, CLUSTER_COPY),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
