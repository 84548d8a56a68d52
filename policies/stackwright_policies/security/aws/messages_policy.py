"""No policy of a topic or a queue allows everybody something."""

import json
from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.aws.principals import open_to_everybody
from stackwright_policies.controls import PUBLIC_DATA
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Verdict

TOPIC: Final = "aws:sns/topic:Topic"
TOPIC_POLICY: Final = "aws:sns/topicPolicy:TopicPolicy"
QUEUE: Final = "aws:sqs/queue:Queue"
QUEUE_POLICY: Final = "aws:sqs/queuePolicy:QueuePolicy"
_OF_ONE_TOPIC: Final = {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:orders"}}
_OF_OUR_ACCOUNT: Final = {"StringEquals": {"AWS:SourceOwner": "111122223333"}}


def _document(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    allowing = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [allowing | more]}


PASSES: Final = (
    Example(why="none", type=QUEUE, inputs={"name": "orders"}),
    Example(
        why="for one topic",
        type=QUEUE_POLICY,
        inputs={"queueUrl": "a", "policy": json.dumps(_document(Condition=_OF_ONE_TOPIC))},
    ),
    Example(
        why="everybody of the account",
        type=TOPIC_POLICY,
        inputs={"arn": "a", "policy": _document(Action="sns:Publish", Condition=_OF_OUR_ACCOUNT)},
    ),
    Example(
        why="a service",
        type=TOPIC,
        inputs={"policy": json.dumps(_document(Principal={"Service": "events.amazonaws.com"}))},
    ),
)
VIOLATES: Final = (
    Example(why="everybody sends", type=QUEUE_POLICY, inputs={"queueUrl": UNKNOWN, "policy": json.dumps(_document())}),
    Example(why="every AWS principal, inline", type=QUEUE, inputs={"policy": _document(Principal={"AWS": "*"})}),
    Example(
        why="everybody publishes",
        type=TOPIC_POLICY,
        inputs={"arn": UNKNOWN, "policy": json.dumps(_document(Action="sns:Publish"))},
    ),
    Example(
        why="a condition that says how, not who",
        type=TOPIC,
        inputs={"policy": _document(Condition={"Bool": {"aws:SecureTransport": "true"}})},
    ),
)
UNDECIDED: Final = (
    Example(why="the document is not known", type=QUEUE_POLICY, inputs={"queueUrl": "a", "policy": UNKNOWN}),
    Example(why="who is not known", type=TOPIC, inputs={"policy": _document(Principal={"AWS": UNKNOWN})}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    return open_to_everybody(resource.properties.get("policy"))


policy: Final = Policy(
    id="AWS-SNS-01",
    title="No policy of a topic or a queue allows everybody something",
    severity="critical",
    why="Everybody sends what your programs then believe, or reads what they say to each other.",
    fix="Name the accounts or services, or add a condition such as aws:SourceArn that says for which topic or bucket.",
    frameworks=(*PUBLIC_DATA, *checkov("CKV_AWS_168", "CKV_AWS_169")),
    types=(TOPIC, TOPIC_POLICY, QUEUE, QUEUE_POLICY),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
