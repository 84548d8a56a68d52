"""Every S3 bucket ends uploads that were broken off. Looks at the whole stack: the lifecycle is its own resource."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from stackwright_policies.aws.buckets import BUCKETS, LIFECYCLES, NAMES
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.references import References, of_each, references, said
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, all_of, any_in, any_of

_ABORT: Final = {"abortIncompleteMultipartUpload": {"daysAfterInitiation": 7}}


def _beside(bucket: object = UNKNOWN, **more: Any) -> Example:  # noqa: ANN401 - JSON
    rule = {"id": "uploads", "status": "Enabled", **_ABORT} | more
    return Example(why="beside it", type=LIFECYCLES[0], name="beside", inputs={"bucket": bucket, "rules": [rule]})


_INLINE: Final = {"enabled": True, "abortIncompleteMultipartUploadDays": 7}
PASSES: Final = (
    Example(
        why="beside it",
        type=BUCKETS[0],
        inputs={"bucket": "logs"},
        others=[replace(_beside(), dependencies={"bucket": ["example"]})],
    ),
    Example(why="of all objects", type=BUCKETS[1], inputs={"bucket": "logs"}, others=[_beside("logs", filter={})]),
    Example(why="inline", type=BUCKETS[0], inputs={"lifecycleRules": [_INLINE]}),
)
VIOLATES: Final = (
    Example(why="none", type=BUCKETS[0], inputs={"bucket": "logs"}),
    Example(
        why="a lifecycle, not of uploads",
        type=BUCKETS[0],
        inputs={"lifecycleRules": [{"enabled": True, "expiration": {"days": 90}}]},
    ),
    Example(
        why="under one prefix only",
        type=BUCKETS[0],
        inputs={"bucket": "logs"},
        others=[_beside("logs", filter={"prefix": "tmp/"})],
    ),
    Example(why="off", type=BUCKETS[1], inputs={"bucket": "logs"}, others=[_beside("logs", status="Disabled")]),
)
UNDECIDED: Final = (
    Example(why="whose is not known", type=BUCKETS[0], inputs={"bucket": "logs"}, others=[_beside()]),
    Example(why="inline, not known", type=BUCKETS[0], inputs={"lifecycleRules": UNKNOWN}),
)


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    beside = references(resources, LIFECYCLES, "bucket")
    yield from of_each(resources, BUCKETS, lambda bucket: _judge(bucket, beside))


def _judge(bucket: Resource, beside: References) -> Iterator[Verdict]:
    if not any_of(
        lambda: any_in(said(bucket, "lifecycleRules").items(), _ends_inline),
        lambda: beside.any_to(bucket, *NAMES, where=lambda it: any_in(it.properties.get("rules").items(), _ends)),
    ):
        yield Failed(f"no lifecycle of its stack ends uploads of {bucket.name} that were broken off")


def _ends_inline(rule: View) -> bool:
    return all_of(
        lambda: rule.get("enabled").flag(),
        lambda: rule.get("abortIncompleteMultipartUploadDays").number() > 0,
        lambda: not rule.get("prefix").text(),
    )


def _ends(rule: View) -> bool:
    return all_of(
        lambda: rule.get("status").text().lower() == "enabled",
        lambda: rule.get("abortIncompleteMultipartUpload", "daysAfterInitiation").number() > 0,
        lambda: not rule.get("prefix").text(),
        lambda: not rule.get("filter", "prefix").text(),
        lambda: rule.get("filter", "and").absent,
    )


policy: Final = Policy(
    id="COST-AWS-07",
    title="Every S3 bucket ends uploads that were broken off",
    severity="low",
    why="The parts of an upload that never ended are paid for, and no list of objects shows them.",
    fix="Add a lifecycle rule of the whole bucket with abortIncompleteMultipartUpload after a week.",
    frameworks=checkov("CKV_AWS_300"),
    types=BUCKETS,
    check_stack=check_stack,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
