"""Streams of Kinesis and Firehose are encrypted."""

from typing import Final

from stackwright_policies.controls import AT_REST
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of

STREAM: Final = "aws:kinesis/stream:Stream"
FIREHOSE: Final = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"


def _keeps_in_clear(firehose: View) -> bool:
    """Whether Firehose itself keeps data in clear: what comes from a stream stays in that stream.

    https://docs.aws.amazon.com/firehose/latest/dev/encryption.html
    """
    return all_of(
        lambda: not firehose.get("serverSideEncryption", "enabled").flag(),
        lambda: firehose.get("kinesisSourceConfiguration").absent,
        lambda: firehose.get("mskSourceConfiguration").absent,
    )


_DEMANDS: Final = (
    Demand(
        types=(STREAM,),
        refuses=lambda it: it.get("encryptionType").text("NONE").upper() != "KMS",
        what="encryptionType is not KMS",
    ),
    Demand(
        types=(FIREHOSE,),
        refuses=_keeps_in_clear,
        what="serverSideEncryption.enabled is not on",
    ),
)
_ON: Final = {"serverSideEncryption": {"enabled": True}}

PASSES: Final = (
    Example(why="encrypted with a key of its own", type=STREAM, inputs={"encryptionType": "KMS", "kmsKeyId": UNKNOWN}),
    Example(why="encrypted", type=FIREHOSE, inputs={"destination": "extended_s3", **_ON}),
    Example(
        why="what comes from a stream is encrypted there",
        type=FIREHOSE,
        inputs={"destination": "extended_s3", "kinesisSourceConfiguration": {"kinesisStreamArn": UNKNOWN}},
    ),
)
VIOLATES: Final = (
    Example(why="not encrypted by default", type=STREAM, inputs={"shardCount": 1}),
    Example(why="a key alone encrypts nothing", type=STREAM, inputs={"encryptionType": "NONE", "kmsKeyId": UNKNOWN}),
    Example(why="not encrypted by default", type=FIREHOSE, inputs={"destination": "extended_s3"}),
)
UNDECIDED: Final = (
    Example(why="not known", type=STREAM, inputs={"encryptionType": UNKNOWN}),
    Example(why="nor is that", type=FIREHOSE, inputs={"serverSideEncryption": {"enabled": UNKNOWN}}),
)

policy: Final = Policy(
    id="AWS-KIN-01",
    title="Streams of data are encrypted",
    severity="medium",
    why="What flows through lies on disks for hours or days, as readable as where it came from.",
    fix="Kinesis: encryptionType KMS with a kmsKeyId. Firehose: serverSideEncryption.enabled.",
    frameworks=(*AT_REST, *checkov("CKV_AWS_43", "CKV_AWS_240")),
    types=(STREAM, FIREHOSE),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
