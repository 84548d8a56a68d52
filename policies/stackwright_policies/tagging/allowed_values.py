"""What a tag says is one of the values that are allowed, fits the pattern, and is more than a placeholder."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from stackwright_policies.controls import INVENTORY
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, secret
from stackwright_policies.resource import Resource, View
from stackwright_policies.tagging.placeholders import says_nothing
from stackwright_policies.tagging.reading import cloud_of, read, spelled, taggable, worded
from stackwright_policies.verdicts import Failed, Verdict, each

_BUCKET: Final = "aws:s3/bucket:Bucket"
_ALLOWED: Final = {"values": {"environment": ["dev", "staging", "prod"]}}
_CENTRE: Final = {"patterns": {"costCenter": r"CC-\d{4}"}}

PASSES: Final = (
    Example(why="one of the values", type=_BUCKET, inputs={"tags": {"environment": "dev"}}, settings=_ALLOWED),
    Example(why="it fits the pattern", type=_BUCKET, inputs={"tags": {"costCenter": "CC-0042"}}, settings=_CENTRE),
    Example(why="a tag that is not there is another rule's affair", type=_BUCKET, inputs={}, settings=_ALLOWED),
    Example(why="a word with a placeholder inside", type=_BUCKET, inputs={"tags": {"owner": "todo-app"}}),
    Example(
        why="GCP has no upper case",
        type="gcp:storage/bucket:Bucket",
        inputs={"labels": {"cost-center": "cc-0042", "environment": "prod"}},
        settings={**_CENTRE, "values": {"environment": ["Prod"]}},
    ),
    Example(
        why="a tag that is there or not, and says no more",
        type="kubernetes:core/v1:ConfigMap",
        inputs={"metadata": {"labels": {"acme.example/exported": ""}}},
    ),
)
VIOLATES: Final = (
    Example(why="another value", type=_BUCKET, inputs={"tags": {"environment": "production"}}, settings=_ALLOWED),
    Example(why="AWS tells cases apart", type=_BUCKET, inputs={"tags": {"environment": "Dev"}}, settings=_ALLOWED),
    Example(
        why="the pattern is of all of it", type=_BUCKET, inputs={"tags": {"costCenter": "CC-00421"}}, settings=_CENTRE
    ),
    Example(why="to be determined", type=_BUCKET, inputs={"tags": {"owner": "TBD"}}),
    Example(why="xxx", type="gcp:storage/bucket:Bucket", inputs={"labels": {"owner": "xxx"}}),
    Example(why="a template's", type=_BUCKET, inputs={"tags": {"owner": "<your-team>"}}),
    Example(
        why="the provider says it of everything",
        type=_BUCKET,
        inputs={},
        provider={"defaultTags": '{"tags": {"owner": "change_me"}}'},
    ),
    Example(
        why="Azure's keys have no case",
        type="azure-native:storage:StorageAccount",
        inputs={"tags": {"Environment": "qa"}},
        settings=_ALLOWED,
    ),
    Example(why="a secret says nothing either", type=_BUCKET, inputs={"tags": {"owner": secret("TODO")}}),
    Example(why="an unknown value hides no other", type=_BUCKET, inputs={"tags": {"owner": UNKNOWN, "service": "tbd"}}),
)
UNDECIDED: Final = (
    Example(why="a value is not known", type=_BUCKET, inputs={"tags": {"owner": UNKNOWN}}),
    Example(why="the tags are not known", type=_BUCKET, inputs={"tags": UNKNOWN}),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    cloud = cloud_of(resource.type)
    allowed = {spelled(key, cloud): values for key, values in settings["values"].items()}
    patterns = {spelled(key, cloud): pattern for key, pattern in settings["patterns"].items()}
    for key, value in read(resource).items():
        yield from each([value], lambda it, key=key: _judge(it, key, cloud, allowed, patterns))


def _judge(
    value: View, key: str, cloud: str, allowed: Mapping[str, Sequence[str]], patterns: Mapping[str, str]
) -> Iterator[Verdict]:
    text = value.text()
    if says_nothing(text):
        yield Failed(f"{value.path} is a placeholder")
    elif key in allowed and text not in allowed[key] and text not in {worded(it, cloud) for it in allowed[key]}:
        yield Failed(f"{value.path} is none of {', '.join(allowed[key])}")
    elif key in patterns and not re.fullmatch(patterns[key], text, re.IGNORECASE if cloud == "gcp" else 0):
        yield Failed(f"{value.path} does not fit the pattern {patterns[key]}")


policy: Final = Policy(
    id="TAGS-02",
    title="Tags have values that mean something",
    severity="medium",
    why="A value that is misspelt or stands for a missing one falls out of every report and every search.",
    fix="Give the tag one of the values that your organisation has agreed on.",
    types=tuple(taggable()),
    frameworks=INVENTORY,
    check=check,
    settings={
        "values": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
            "default": {},
            "description": "The values that a tag may have, by its key, spelt as on AWS.",
        },
        "patterns": {
            "type": "object",
            "additionalProperties": {"type": "string", "format": "regex"},
            "default": {},
            "description": "A regular expression that the whole value of a tag must fit, by its key, spelt as on AWS.",
        },
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
