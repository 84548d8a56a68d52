"""Public access blocks of S3 block everything public."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.buckets import ACCOUNT_BLOCK, BLOCK
from stackwright_policies.controls import PUBLIC_DATA
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

FLAGS: Final = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
_CLOSED: Final[dict[str, bool]] = dict.fromkeys(FLAGS, True)

PASSES: Final = (
    Example(why="all four are on", type=BLOCK, inputs={"bucket": "logs", **_CLOSED}),
    Example(why="the bucket may be unknown", type=BLOCK, inputs={"bucket": UNKNOWN, **_CLOSED}),
    Example(why="a whole account", type=ACCOUNT_BLOCK, inputs=_CLOSED),
)
VIOLATES: Final = (
    Example(why="what is left out is off", type=BLOCK, inputs={"bucket": "logs", "blockPublicAcls": True}),
    Example(why="one is switched off", type=ACCOUNT_BLOCK, inputs={**_CLOSED, "restrictPublicBuckets": False}),
    Example(
        why="one is off, whatever the unknown one will be",
        type=BLOCK,
        inputs={**_CLOSED, "blockPublicAcls": UNKNOWN, "blockPublicPolicy": False},
    ),
)
UNDECIDED: Final = (Example(why="a flag is not known", type=BLOCK, inputs={**_CLOSED, "ignorePublicAcls": UNKNOWN}),)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    yield from each([resource.properties.get(flag) for flag in FLAGS], _judge)


def _judge(flag: View) -> Iterator[Verdict]:
    if not flag.flag():
        yield Failed(f"{flag.path} is {'not set, and off by default' if flag.absent else 'off'}")


def remedy(inputs: Json, _settings: Settings) -> Json:
    return {**inputs, **_CLOSED}


policy: Final = Policy(
    id="AWS-S3-01",
    title="S3 public access blocks block everything public",
    severity="critical",
    why="One flag that is off is enough for an ACL or a policy to publish objects, now or in a later change.",
    fix="Set blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets to true.",
    frameworks=(
        *cis("AWS", "5.0", "2.1.4"),
        *cis("AWS", "7.0", "3.1.4"),
        *PUBLIC_DATA,
        *checkov("CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56"),
    ),
    types=(BLOCK, ACCOUNT_BLOCK),
    check=check,
    remedy=remedy,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
