"""Tags are as their cloud accepts them, and no two of a resource differ by case only."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import INVENTORY
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, secret
from stackwright_policies.resource import Resource, View
from stackwright_policies.tagging.limits import faults_of_key, faults_of_value, limits_of
from stackwright_policies.tagging.reading import taggable, written
from stackwright_policies.verdicts import Failed, Verdict, each, settled

_BUCKET: Final = "aws:s3/bucket:Bucket"
_GCP: Final = "gcp:storage/bucket:Bucket"
_AZURE: Final = "azure-native:storage:StorageAccount"
_CONFIG_MAP: Final = "kubernetes:core/v1:ConfigMap"
_INSTANCE: Final = "aws:ec2/instance:Instance"

PASSES: Final = (
    Example(why="AWS", type=_BUCKET, inputs={"tags": {"acme:Cost Center": "a+b=c@d/e_f.g:-1"}}),
    Example(why="fifty", type=_BUCKET, inputs={"tags": {f"key{number}": "" for number in range(50)}}),
    Example(why="EC2 takes any character", type=_INSTANCE, inputs={"tags": {"Name": "shop (dev)"}}),
    Example(why="Azure", type=_AZURE, inputs={"tags": {"Cost Center": "a/b?"}}),
    Example(why="GCP", type=_GCP, inputs={"labels": {"cost-center": "cc_42", "owner": ""}}),
    Example(why="Kubernetes", type=_CONFIG_MAP, inputs={"metadata": {"labels": {"acme.example/Owner": "Team_1"}}}),
)
VIOLATES: Final = (
    Example(why="AWS keeps a prefix for itself", type=_BUCKET, inputs={"tags": {"aws:owner": "team"}}),
    Example(why="a character that AWS refuses", type=_BUCKET, inputs={"tags": {"owner": "team <retail>"}}),
    Example(why="too many", type=_BUCKET, inputs={"tags": {f"key{number}": "" for number in range(51)}}),
    Example(why="too long", type=_BUCKET, inputs={"tags": {"owner": "x" * 257}}),
    Example(why="a secret that is too long", type=_BUCKET, inputs={"tags": {"owner": secret("x" * 257)}}),
    Example(
        why="the provider's differs by case",
        type=_BUCKET,
        inputs={"tags": {"owner": "team"}},
        provider={"defaultTags": {"tags": {"Owner": "team"}}},
    ),
    Example(why="Azure does not tell cases apart", type=_AZURE, inputs={"tags": {"Owner": "a", "owner": "b"}}),
    Example(why="a character that Azure refuses", type=_AZURE, inputs={"tags": {"cost/center": "17"}}),
    Example(why="Azure keeps prefixes for itself", type=_AZURE, inputs={"tags": {"AzureOwner": "team"}}),
    Example(why="a storage account's keys are shorter", type=_AZURE, inputs={"tags": {"k" * 129: "a"}}),
    Example(why="GCP has no upper case", type=_GCP, inputs={"labels": {"Owner": "team"}}),
    Example(why="nor in values", type=_GCP, inputs={"labels": {"owner": "Team"}}),
    Example(why="GCP's keys begin with a letter", type=_GCP, inputs={"labels": {"1st": "team"}}),
    Example(why="no spaces in Kubernetes", type=_CONFIG_MAP, inputs={"metadata": {"labels": {"owner": "my team"}}}),
    Example(why="no prefix", type=_CONFIG_MAP, inputs={"metadata": {"labels": {"/owner": "team"}}}),
    Example(
        why="an instance reads its own tags at a path",
        type=_INSTANCE,
        inputs={"metadataOptions": {"instanceMetadataTags": "enabled"}, "tags": {"acme/owner": "team"}},
    ),
    Example(why="an unknown value hides no other", type=_BUCKET, inputs={"tags": {"a": UNKNOWN, "aws:b": "c"}}),
)
UNDECIDED: Final = (
    Example(why="the tags are not known", type=_BUCKET, inputs={"tags": UNKNOWN}),
    Example(why="a value is not known", type=_BUCKET, inputs={"tags": {"owner": UNKNOWN}}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    tags = written(resource)
    most = limits_of(resource.type).most
    if most is not None and len(tags) > most:
        yield Failed(f"there are {len(tags)} tags, and may be {most}")
    yield from _collisions([key for key, _ in tags])
    for key, value in tags:
        yield from (Failed(f"{value.path}: {fault}") for fault in faults_of_key(key, resource.type))
    yield from each([value for _, value in tags], lambda it: _judge(it, resource.type))
    yield from settled(lambda: _in_metadata(resource, tags))


def _judge(value: View, token: str) -> Iterator[Verdict]:
    yield from (Failed(f"{value.path}: {fault}") for fault in faults_of_value(value.text(), token))


def _collisions(keys: list[str]) -> Iterator[Verdict]:
    same: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        same[key.lower()].append(key)
    for several in same.values():
        if len(several) > 1:
            alike = len(set(several)) == 1
            yield Failed(f"{' and '.join(several)} {'are the same key' if alike else 'differ by case only'}")


def _in_metadata(resource: Resource, tags: list[tuple[str, View]]) -> Iterator[Verdict]:
    """An instance that reads its tags from its metadata finds them at a path that ends in the key.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-tags-in-IMDS.html
    """
    if resource.type != _INSTANCE:
        return
    wrong = [key for key, _ in tags if not key.isascii() or " " in key or "/" in key or key in (".", "..", "_index")]
    if wrong and resource.properties.get("metadataOptions", "instanceMetadataTags").text() == "enabled":
        yield Failed(f"an instance cannot read {', '.join(wrong)} from its metadata")


policy: Final = Policy(
    id="TAGS-03",
    title="Tags are as their cloud accepts them",
    severity="medium",
    why="A cloud refuses a tag that is too long or has the wrong characters, in the middle of a deployment; two keys "
    "that differ by case only are one on Azure, and two halves of the truth in a report elsewhere.",
    fix="Shorten or respell the tag, or remove one of the two.",
    types=tuple(taggable()),
    frameworks=INVENTORY,
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
