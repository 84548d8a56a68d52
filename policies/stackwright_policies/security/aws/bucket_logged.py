"""Every S3 bucket writes down who asked for what. Looks at the whole stack: logging is a resource of its own."""

from collections.abc import Iterator, Sequence
from typing import Final

from stackwright_policies.aws.balancers import BALANCERS, CLASSIC
from stackwright_policies.aws.buckets import BUCKET_V2, BUCKETS, LOGGINGS, NAMES
from stackwright_policies.controls import LOGGING
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.references import References, of_each, references, said
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict, any_in, any_of

TRAIL: Final = "aws:cloudtrail/trail:Trail"
DISTRIBUTION: Final = "aws:cloudfront/distribution:Distribution"
_ITS: Final = Example(
    why="its",
    type=LOGGINGS[0],
    name="logging",
    inputs={"bucket": UNKNOWN, "targetBucket": "logs", "targetPrefix": "uploads/"},
    dependencies={"bucket": ["example"]},
)
# What writes logs to a bucket, by the property that names it: who asks for logs is not written down in turn
_TARGETS: Final = {
    "targetBucket": LOGGINGS,
    "logging.targetBucket": BUCKETS,
    "accessLogs.bucket": (*BALANCERS, CLASSIC),
    "s3BucketName": (TRAIL,),
    "loggingConfig.bucket": (DISTRIBUTION,),
}
PASSES: Final = (
    Example(why="logging depends on it", type=BUCKETS[0], inputs={"bucket": "uploads"}, others=[_ITS]),
    Example(why="inline", type=BUCKETS[0], inputs={"logging": {"targetBucket": "logs"}}),
    Example(why="as older programs write it", type=BUCKET_V2, inputs={"loggings": [{"targetBucket": UNKNOWN}]}),
    Example(why="the logs' own bucket", type=BUCKETS[0], name="logs", inputs={"bucket": "logs"}, others=[_ITS]),
    Example(
        why="the bucket of a load balancer's logs",
        type=BUCKETS[0],
        inputs={"bucket": "logs"},
        others=[
            Example(
                why="writes there",
                type=BALANCERS[0],
                name="balancer",
                inputs={"accessLogs": {"bucket": "logs", "enabled": True}},
            )
        ],
    ),
)
VIOLATES: Final = (
    Example(why="none", type=BUCKETS[0], inputs={"bucket": "uploads"}),
    Example(
        why="another bucket's",
        type=BUCKETS[0],
        inputs={"bucket": "uploads"},
        others=[
            Example(
                why="its",
                type=LOGGINGS[1],
                name="logging",
                inputs={"bucket": "archive", "targetBucket": "logs", "targetPrefix": ""},
            )
        ],
    ),
)
UNDECIDED: Final = (
    Example(
        why="for which is not known",
        type=BUCKETS[0],
        inputs={"bucket": "uploads"},
        others=[
            Example(
                why="whose",
                type=LOGGINGS[0],
                name="logging",
                inputs={"bucket": UNKNOWN, "targetBucket": "logs", "targetPrefix": ""},
            )
        ],
    ),
)


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    logged = references(resources, LOGGINGS, "bucket")
    targets = [references(resources, types, key) for key, types in _TARGETS.items()]
    yield from of_each(resources, BUCKETS, lambda bucket: _judge(bucket, logged, targets))


def _judge(bucket: Resource, logged: References, targets: Sequence[References]) -> Iterator[Verdict]:
    if not any_of(
        # One or the other, by the version of the SDK and by the type.
        lambda: bool(said(bucket, "logging").items()),
        lambda: bool(said(bucket, "loggings").items()),
        lambda: logged.any_to(bucket, *NAMES),
        lambda: any_in(targets, lambda target: target.any_to(bucket, *NAMES)),
    ):
        yield Failed(f"nothing writes down who asks the bucket {bucket.name} for what")


policy: Final = Policy(
    id="AWS-S3-08",
    title="Every S3 bucket logs its requests",
    severity="low",
    why="After a leak it says who took what; CloudTrail does not, unless it is told to write down data events.",
    fix="Add an aws:s3:BucketLogging whose bucket is this one, to a bucket for logs.",
    frameworks=(*LOGGING, *checkov("CKV_AWS_18")),
    types=BUCKETS,
    check_stack=check_stack,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
