"""What is not production says until when it is needed."""

import datetime
import re
from collections.abc import Iterator
from typing import Final

from stackwright_policies.environments import OUTSIDE, outside_production
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.tagging.giving import with_tags
from stackwright_policies.tagging.placeholders import lacks
from stackwright_policies.tagging.reading import cloud_of, read, spelled, taggable
from stackwright_policies.verdicts import Failed, NotKnown, Verdict

BUCKET: Final = "aws:s3/bucket:Bucket"
MACHINE: Final = "gcp:compute/instance:Instance"
_GROUP: Final = "azure-native:resources:ResourceGroup"
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DEV: Final = {"environment": "dev"}

PASSES: Final = (
    Example(why="it ends", type=BUCKET, inputs={"tags": {**_DEV, "expires-on": "2031-01-31"}}),
    Example(why="as GCP spells it", type=MACHINE, inputs={"labels": {**_DEV, "expires-on": "2031-01-31"}}),
    Example(why="as Azure takes it", type=_GROUP, inputs={"tags": {**_DEV, "Expires-On": "2031-01-31"}}),
    Example(why="after some days", type=BUCKET, inputs={"tags": {**_DEV, "ttl": "14d"}}),
    Example(why="production stays", type=BUCKET, inputs={"tags": {"environment": "prod"}}),
    Example(
        why="the provider says it for all",
        type=BUCKET,
        inputs={"tags": _DEV},
        provider={"defaultTags": '{"tags": {"expires-on": "2031-01-31"}}'},
    ),
)
VIOLATES: Final = (
    Example(why="nothing is said", type=BUCKET, inputs={"tags": _DEV}),
    Example(
        why="the service's manifest knows until when",
        type=MACHINE,
        inputs={"labels": _DEV},
        settings={"expires": "2031-01-31"},
    ),
    Example(why="some day", type=BUCKET, inputs={"tags": {**_DEV, "expires-on": "TBD"}}),
    Example(why="a day that there is not", type=MACHINE, inputs={"labels": {**_DEV, "expires-on": "2031-02-30"}}),
    Example(
        why="another tag is asked for", type=BUCKET, inputs={"tags": {**_DEV, "ttl": "14d"}}, settings={"tags": ["end"]}
    ),
)
UNDECIDED: Final = (
    Example(why="until when is not known", type=BUCKET, inputs={"tags": {**_DEV, "expires-on": UNKNOWN}}),
    Example(why="which tags there are is not known", type=BUCKET, inputs={"tags": UNKNOWN}),
)


def _judge(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    cloud = cloud_of(resource.type)
    tags = {key.lower(): value for key, value in read(resource).items()}
    wanted = [spelled(key, cloud).lower() for key in settings["tags"]]
    found = next((tags[key] for key in wanted if key in tags), None)
    if found is None:
        yield Failed(f"no tag says until when it is needed ({', '.join(settings['tags'])})")
    elif not _ends(found):
        yield Failed(f"{found.path} names no time at which it ends")


def _remedy(resource: Resource, inputs: Json, settings: Settings) -> Json:
    """The inputs with the first of the tags, where the manifest knows until when."""
    if not settings["expires"]:
        return inputs
    try:
        return with_tags(resource, inputs, {spelled(settings["tags"][0], cloud_of(resource.type)): settings["expires"]})
    except NotKnown:
        return inputs


def _ends(value: View) -> bool:
    """Whether a value says anything, and a date is one that there is."""
    text = value.text().strip()
    if lacks(text):
        return False
    if _DATE.fullmatch(text):
        try:
            datetime.date.fromisoformat(text)
        except ValueError:
            return False
    return True


policy: Final = Policy(
    id="COST-ANY-01",
    title="What is not production says until when it is needed",
    severity="low",
    why="What was made for a test of a week is paid for years later, because nobody knows whether it still has to be.",
    fix="Add a tag expires-on with a date; on AWS and GCP the provider can give it to all (defaultTags).",
    # For whoever ends things by their tags: an environment that stays, such as a team's dev, has no such date.
    level="disabled",
    types=tuple(token for token in taggable() if not token.startswith("kubernetes:")),
    check=outside_production(_judge),
    remedy_of=_remedy,
    settings={
        "expires": {
            "type": "string",
            "default": "",
            "description": "The day that is added as the first of the tags, for who lets this rule put them right. "
            "Stackwright says it, where service.yaml does.",
            "x-stackwright": "expires",
        },
        "tags": {
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "minItems": 1,
            "default": ["expires-on", "expires", "expiry", "expiration", "expiry-date", "delete-after", "ttl"],
            "description": "Tags or labels one of which says it; spelt as on AWS.",
        },
        **OUTSIDE,
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
