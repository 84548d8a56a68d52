"""Every resource bears the tags that a team must give, each cloud's way."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, secret
from stackwright_policies.resource import Resource, View
from stackwright_policies.tagging.giving import MANIFEST, give
from stackwright_policies.tagging.placeholders import lacks
from stackwright_policies.tagging.reading import cloud_of, read, spelled, taggable
from stackwright_policies.verdicts import Failed, Verdict, each

_BOTH: Final = {"keys": ["owner", "costCenter"]}
_TAGS: Final = {"owner": "team-retail", "service": "shop", "environment": "dev"}

PASSES: Final = (
    Example(why="all are there", type="aws:ec2/vpc:Vpc", inputs={"cidrBlock": "10.0.0.0/16", "tags": _TAGS}),
    Example(
        why="the provider gives some",
        type="aws:s3/bucket:Bucket",
        inputs={"tags": {"environment": "dev"}},
        provider={"defaultTags": '{"tags": {"owner": "team-retail", "service": "shop"}}'},
    ),
    Example(
        why="a value may be secret", type="aws:s3/bucket:Bucket", inputs={"tags": {**_TAGS, "owner": secret("team")}}
    ),
    Example(
        why="an auto-scaling group keeps them in a list",
        type="aws:autoscaling/group:Group",
        inputs={"tags": [{"key": key, "value": value, "propagateAtLaunch": True} for key, value in _TAGS.items()]},
    ),
    Example(
        why="Azure does not tell upper from lower case",
        type="azure-native:storage:StorageAccount",
        inputs={"tags": {"Owner": "team-retail", "COSTCENTER": "17"}},
        settings=_BOTH,
    ),
    Example(
        why="GCP's labels are lower case",
        type="gcp:storage/bucket:Bucket",
        inputs={"labels": {"owner": "team-retail", "cost-center": "17"}},
        settings=_BOTH,
    ),
    Example(
        why="Cloud SQL keeps them in its settings",
        type="gcp:sql/databaseInstance:DatabaseInstance",
        inputs={"settings": {"tier": "db-f1-micro", "userLabels": _TAGS}},
    ),
    Example(
        why="Kubernetes has labels, with prefixes",
        type="kubernetes:apps/v1:Deployment",
        inputs={"metadata": {"labels": {"acme.example/owner": "team-retail", "service": "shop", "environment": "dev"}}},
    ),
    Example(why="a type that is left out", type="aws:ec2/vpc:Vpc", settings={"except": ["aws:ec2/vpc:Vpc"]}, inputs={}),
)
VIOLATES: Final = (
    Example(why="none", type="aws:ec2/vpc:Vpc", inputs={"cidrBlock": "10.0.0.0/16"}),
    Example(
        why="AWS tells upper from lower case",
        type="aws:ec2/vpc:Vpc",
        inputs={"tags": {"Owner": "team-retail", "service": "shop", "environment": "dev"}},
    ),
    Example(why="a placeholder is no value", type="aws:ec2/vpc:Vpc", inputs={"tags": {**_TAGS, "owner": "TBD"}}),
    Example(why="nor is what a template left", type="aws:ec2/vpc:Vpc", inputs={"tags": {**_TAGS, "owner": "<owner>"}}),
    Example(
        why="an unknown value hides no missing key",
        type="aws:ec2/vpc:Vpc",
        inputs={"tags": {"owner": UNKNOWN, "service": "shop"}},
    ),
    Example(
        why="an Azure resource group's tags are not inherited",
        type="azure-native:network:VirtualNetwork",
        inputs={"resourceGroupName": "shop", "tags": {"service": "shop"}},
    ),
    Example(why="GCP", type="gcp:storage/bucket:Bucket", inputs={"labels": {"owner": "team-retail"}}),
    Example(
        why="the settings know what is missing",
        type="azure-native:network:VirtualNetwork",
        inputs={"tags": {"Owner": "team-retail", "costCenter": "TBD"}},
        settings={"keys": ["owner", "costCenter", "expires"], "values": {"costCenter": "17", "expires": "2027-01-31"}},
    ),
    Example(
        why="they know it, and GCP has no upper case",
        type="gcp:sql/databaseInstance:DatabaseInstance",
        inputs={"settings": {"tier": "db-f1-micro"}},
        settings={"keys": ["costCenter"], "values": {"costCenter": "CC 42"}},
    ),
    Example(
        why="the service's manifest knows it",
        type="gcp:storage/bucket:Bucket",
        inputs={"labels": {"team": "retail"}},
        settings={
            "keys": ["owner", "CostCenter"],
            "manifest": {"service": "shop", "owner": "Team Retail", "cost-centre": "CC 42", "expires": "2027-01-31"},
        },
    ),
    Example(
        why="a provider's default tags are not on an auto-scaling group",
        type="aws:autoscaling/group:Group",
        inputs={"tags": [{"key": "owner", "value": "team-retail", "propagateAtLaunch": True}]},
        provider={"defaultTags": {"tags": _TAGS}},
    ),
    Example(
        why="Kubernetes",
        type="kubernetes:core/v1:ConfigMap",
        inputs={"metadata": {"name": "shop", "labels": {"service": "shop"}}},
    ),
)
UNDECIDED: Final = (
    Example(why="the tags are not known", type="aws:ec2/vpc:Vpc", inputs={"tags": UNKNOWN}),
    Example(why="a value is not known", type="aws:ec2/vpc:Vpc", inputs={"tags": {**_TAGS, "owner": UNKNOWN}}),
    Example(why="the provider's are not known", type="aws:ec2/vpc:Vpc", inputs={}, provider={"defaultTags": UNKNOWN}),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    if resource.type in settings["except"]:
        return
    cloud = cloud_of(resource.type)
    tags = read(resource)
    wanted = {key: spelled(key, cloud) for key in settings["keys"]}
    missing = [spelling if cloud != "aws" else key for key, spelling in wanted.items() if spelling not in tags]
    if missing:
        noun = "tag" if cloud in ("aws", "azure-native") else "label"
        yield Failed(f"the {noun}{'s' if len(missing) > 1 else ''} {', '.join(missing)} {_are(missing)} missing")
    yield from each([tags[spelling] for spelling in wanted.values() if spelling in tags], _judge)


def _judge(value: View) -> Iterator[Verdict]:
    if lacks(value.text()):
        yield Failed(f"{value.path} says nothing")


def _are(several: list[str]) -> str:
    return "are" if len(several) > 1 else "is"


policy: Final = Policy(
    id="TAGS-01",
    title="Every resource bears the required tags",
    severity="medium",
    level="mandatory",
    why="Nobody pays for, answers for or dares to delete a resource that does not say whose it is.",
    fix="Add the tags; for AWS and GCP the provider can give them to all (defaultTags, defaultLabels).",
    types=tuple(taggable()),
    check=check,
    remedy_of=give,
    settings={
        "keys": {
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "default": ["owner", "service", "environment"],
            "description": "Which tags; spelt as on AWS, the other clouds' spellings follow from that.",
        },
        "values": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "default": {},
            "description": "What the tags say, by key, for who lets this rule put them right; of what is not here, the "
            "provider's default tags say it, or the manifest.",
        },
        "manifest": MANIFEST,
        "except": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Types that need no tags, such as aws:ec2/vpc:Vpc.",
        },
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
