"""Every S3 bucket has a lifecycle. Looks at the whole stack: the lifecycle is a resource of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from stackwright_policies.aws.buckets import BUCKETS, LIFECYCLES, NAMES
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.references import References, of_each, references, said
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, any_in, any_of


def _beside(bucket: object = UNKNOWN) -> Example:
    rule = {"id": "old", "status": "Enabled", "expiration": {"days": 90}}
    given: dict[str, Any] = {"bucket": bucket, "rules": [rule]}
    return Example(why="beside it", type=LIFECYCLES[0], name="beside", inputs=given)


_BESIDE: Final = replace(_beside(), dependencies={"bucket": ["example"]})
PASSES: Final = (
    Example(why="beside it", type=BUCKETS[0], inputs={"bucket": "logs"}, others=[_BESIDE]),
    Example(why="by name", type=BUCKETS[1], inputs={"bucket": "logs"}, others=[_beside("logs")]),
    Example(why="inline", type=BUCKETS[0], inputs={"lifecycleRules": [{"enabled": True, "expiration": {"days": 90}}]}),
)
VIOLATES: Final = (
    Example(why="none", type=BUCKETS[0], inputs={"bucket": "logs"}),
    Example(why="another bucket's", type=BUCKETS[1], inputs={"bucket": "logs"}, others=[_beside("uploads")]),
    Example(why="no rule of it holds", type=BUCKETS[0], inputs={"lifecycleRules": [{"enabled": False}]}),
)
UNDECIDED: Final = (
    Example(why="whose is not known", type=BUCKETS[0], inputs={"bucket": "logs"}, others=[_beside()]),
    Example(
        why="inline, from something that is not known",
        type=BUCKETS[0],
        inputs={"lifecycleRules": UNKNOWN},
    ),
)


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    beside = references(resources, LIFECYCLES, "bucket")
    yield from of_each(resources, BUCKETS, lambda bucket: _judge(bucket, beside))


def _judge(bucket: Resource, beside: References) -> Iterator[Verdict]:
    if not any_of(
        lambda: any_in(said(bucket, "lifecycleRules").items(), lambda rule: rule.get("enabled").flag()),
        lambda: beside.any_to(bucket, *NAMES, where=_holds),
    ):
        yield Failed(f"no lifecycle of its stack is for the bucket {bucket.name}")


def _holds(lifecycle: Resource) -> bool:
    return any_in(lifecycle.properties.get("rules").items(), _is_enabled)


def _is_enabled(rule: View) -> bool:
    return rule.get("status").text().lower() == "enabled"


policy: Final = Policy(
    id="AWS-S3-07",
    title="Every S3 bucket has a lifecycle",
    severity="low",
    why="Objects, old versions and uploads that were broken off are paid for until somebody deletes them.",
    fix="Add an aws:s3:BucketLifecycleConfiguration that moves or ends objects, old versions and incomplete uploads.",
    frameworks=checkov("CKV2_AWS_61"),
    types=BUCKETS,
    check_stack=check_stack,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
