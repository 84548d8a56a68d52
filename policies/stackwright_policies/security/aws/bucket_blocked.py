"""Every S3 bucket has a public access block. Looks at the whole stack: the block is a resource of its own."""

from collections.abc import Iterator, Sequence
from typing import Final

from stackwright_policies.controls import PUBLIC_DATA
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource
from stackwright_policies.security.aws.bucket_access_block import ACCOUNT
from stackwright_policies.security.aws.bucket_access_block import BUCKET as BLOCK
from stackwright_policies.verdicts import Failed, NotKnown, Undecided, Verdict

BUCKETS: Final = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")

_BLOCK: Final = Example(
    why="guards it", type=BLOCK, name="guard", inputs={"bucket": UNKNOWN}, dependencies={"bucket": ["example"]}
)
PASSES: Final = (
    Example(why="a block depends on it", type=BUCKETS[0], inputs={"bucket": "logs"}, others=[_BLOCK]),
    Example(
        why="a block names it",
        type=BUCKETS[0],
        inputs={"bucket": "logs"},
        others=[Example(why="by name", type=BLOCK, name="guard", inputs={"bucket": "logs"})],
    ),
    Example(
        why="the whole account is blocked",
        type=BUCKETS[1],
        inputs={"bucket": "logs"},
        others=[Example(why="for all", type=ACCOUNT, name="account", inputs={})],
    ),
)
VIOLATES: Final = (
    Example(why="it stands alone", type=BUCKETS[0], inputs={"bucket": "logs"}),
    Example(
        why="the block is another bucket's",
        type=BUCKETS[1],
        inputs={"bucket": "logs"},
        others=[Example(why="elsewhere", type=BLOCK, name="guard", inputs={"bucket": "uploads"})],
    ),
    Example(
        why="the block depends on another bucket, whose name a preview does not know",
        type=BUCKETS[0],
        inputs={"bucket": UNKNOWN},
        others=[
            Example(why="another", type=BUCKETS[0], name="other", inputs={"bucket": UNKNOWN}),
            Example(
                why="that one's",
                type=BLOCK,
                name="guard",
                inputs={"bucket": UNKNOWN},
                dependencies={"bucket": ["other"]},
            ),
        ],
    ),
)
UNDECIDED: Final = (
    Example(
        why="a block names a bucket that is not known",
        type=BUCKETS[0],
        inputs={"bucket": "logs"},
        others=[Example(why="some", type=BLOCK, name="guard", inputs={"bucket": UNKNOWN})],
    ),
)


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    if any(resource.type == ACCOUNT for resource in resources):
        return
    blocks = [resource for resource in resources if resource.type == BLOCK]
    guarded = {urn for block in blocks for urn in block.depends.get("bucket", ())}
    named = [block for block in blocks if not block.depends.get("bucket")]
    for bucket in resources:
        if bucket.type in BUCKETS and bucket.urn not in guarded:
            yield from _judge(bucket, named)


def _judge(bucket: Resource, blocks: Sequence[Resource]) -> Iterator[Verdict]:
    """A bucket that no block depends on, and the blocks that name theirs in words."""
    unknown = ""
    for block in blocks:
        try:
            if block.properties.get("bucket").value in _names(bucket):
                return
        except NotKnown as error:
            unknown = f"{block.name}.{error.path}"
    if unknown:
        yield Undecided(unknown, bucket.urn)
    else:
        yield Failed(f"no public access block of its stack is for the bucket {bucket.name}", bucket.urn)


def _names(bucket: Resource) -> set[object]:
    return {bucket.properties.get(key).value for key in ("bucket", "id")} - {None}


policy: Final = Policy(
    id="AWS-S3-02",
    title="Every S3 bucket has a public access block",
    severity="high",
    why="Without one, a single ACL or bucket policy publishes the bucket.",
    fix="Add an aws:s3:BucketPublicAccessBlock with all four flags on, whose bucket is this one.",
    frameworks=(*cis("AWS", "5.0", "2.1.4"), *PUBLIC_DATA, *checkov("CKV2_AWS_6")),
    types=BUCKETS,
    check_stack=check_stack,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
