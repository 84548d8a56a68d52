"""Every S3 bucket has a public access block. Looks at the whole stack: the block is a resource of its own."""

from collections.abc import Iterator, Sequence
from typing import Final

from stackwright_policies.aws.buckets import ACCOUNT_BLOCK, BLOCK, BUCKETS, NAMES
from stackwright_policies.controls import PUBLIC_DATA
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.references import References, of_each, references
from stackwright_policies.resource import Resource
from stackwright_policies.security.aws.bucket_access_block import FLAGS
from stackwright_policies.verdicts import Failed, Verdict, all_of, any_in, any_of

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
        others=[Example(why="for all", type=ACCOUNT_BLOCK, name="account", inputs=dict.fromkeys(FLAGS, True))],
    ),
)
VIOLATES: Final = (
    Example(why="it stands alone", type=BUCKETS[0], inputs={"bucket": "logs"}),
    Example(
        why="the block of the account leaves a way",
        type=BUCKETS[0],
        inputs={"bucket": "logs"},
        others=[
            Example(
                why="for all",
                type=ACCOUNT_BLOCK,
                name="account",
                inputs={**dict.fromkeys(FLAGS, True), "blockPublicPolicy": False},
            )
        ],
    ),
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
    accounts = [resource for resource in resources if resource.type == ACCOUNT_BLOCK]
    blocks = references(resources, [BLOCK], "bucket")
    yield from of_each(resources, BUCKETS, lambda bucket: _judge(bucket, blocks, accounts))


def _judge(bucket: Resource, blocks: References, accounts: Sequence[Resource]) -> Iterator[Verdict]:
    if not any_of(lambda: blocks.any_to(bucket, *NAMES), lambda: any_in(accounts, _blocks_all)):
        yield Failed(f"no public access block of its stack is for the bucket {bucket.name}")


def _blocks_all(account: Resource) -> bool:
    return all_of(*((lambda flag=flag: account.properties.get(flag).flag()) for flag in FLAGS))


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
