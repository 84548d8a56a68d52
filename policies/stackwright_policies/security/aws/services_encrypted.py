"""Queues, topics and file systems are encrypted, and tables can be brought back."""

from typing import Any, Final

from stackwright_policies.controls import AT_REST, BACKUP
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis
from stackwright_policies.resource import View

QUEUE: Final = "aws:sqs/queue:Queue"
TOPIC: Final = "aws:sns/topic:Topic"
FILES: Final = "aws:efs/fileSystem:FileSystem"
TABLE: Final = "aws:dynamodb/table:Table"


def _is_plain_queue(properties: View) -> bool:
    """SQS encrypts with keys of its own unless it is told not to, since 2022.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-sqs-sse-queue.html
    """
    return properties.get("kmsMasterKeyId").empty and not properties.get("sqsManagedSseEnabled").flag(True)


_DEMANDS: Final = (
    Demand(
        refuses=_is_plain_queue,
        what="sqsManagedSseEnabled is off, and kmsMasterKeyId is not set",
        mend={"sqsManagedSseEnabled": True},
        types=[QUEUE],
    ),
    # Which key is somebody's choice: with AWS' own one for SNS no service of AWS may publish to the topic.
    Demand(
        refuses=lambda it: it.get("kmsMasterKeyId").empty,
        what="kmsMasterKeyId is not set",
        types=[TOPIC],
    ),
    Demand(
        refuses=lambda it: not it.get("encrypted").flag(),
        what="encrypted is not on",
        types=[FILES],
    ),
    Demand(
        refuses=lambda it: not it.get("pointInTimeRecovery", "enabled").flag(),
        what="pointInTimeRecovery.enabled is not on",
        mend={"pointInTimeRecovery.enabled": True},
        types=[TABLE],
    ),
)


def _table(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"hashKey": "id", "attributes": [{"name": "id", "type": "S"}]} | more


PASSES: Final = (
    Example(why="a queue that says nothing", type=QUEUE, inputs={"name": "orders"}),
    Example(why="a queue, by SQS", type=QUEUE, inputs={"sqsManagedSseEnabled": True}),
    Example(why="a queue, with a key", type=QUEUE, inputs={"kmsMasterKeyId": "alias/shop"}),
    Example(why="a topic", type=TOPIC, inputs={"kmsMasterKeyId": UNKNOWN}),
    Example(why="a file system", type=FILES, inputs={"encrypted": True, "kmsKeyId": UNKNOWN}),
    Example(why="a table", type=TABLE, inputs=_table(pointInTimeRecovery={"enabled": True})),
)
VIOLATES: Final = (
    Example(why="a queue that is not to be", type=QUEUE, inputs={"sqsManagedSseEnabled": False}),
    Example(why="a topic", type=TOPIC, inputs={"displayName": UNKNOWN}),
    Example(why="a file system", type=FILES, inputs={"creationToken": UNKNOWN}),
    Example(why="a table", type=TABLE, inputs=_table(pointInTimeRecovery={"enabled": False})),
)
UNDECIDED: Final = (
    Example(why="whether a queue is, is not known", type=QUEUE, inputs={"sqsManagedSseEnabled": UNKNOWN}),
    Example(why="not known", type=TABLE, inputs=_table(pointInTimeRecovery=UNKNOWN)),
)

policy: Final = Policy(
    id="AWS-ENC-01",
    title="Queues, topics and file systems are encrypted, and tables can be brought back",
    severity="medium",
    why="Each costs next to nothing, and is missed only when it is too late.",
    fix="Set sqsManagedSseEnabled or kmsMasterKeyId, encrypted (replaces a file system), pointInTimeRecovery.enabled.",
    frameworks=(
        *cis("AWS", "5.0", "2.3.1"),
        *AT_REST,
        *BACKUP,
        *checkov("CKV_AWS_26", "CKV_AWS_27", "CKV_AWS_28", "CKV_AWS_42"),
    ),
    types=(QUEUE, TOPIC, FILES, TABLE),
    check=judging(_DEMANDS),
    remedy_of=mending(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
