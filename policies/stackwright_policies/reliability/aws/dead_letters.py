"""Queues put aside what cannot be processed. Looks at the whole stack, for those that point at a queue."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from stackwright_policies.controls import AVAILABILITY
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.references import of_each, references, says
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, NotKnown, Verdict

QUEUE: Final = "aws:sqs/queue:Queue"
REDRIVE: Final = "aws:sqs/redrivePolicy:RedrivePolicy"
ALLOW: Final = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"
_NAME: Final = re.compile(r"dlq|dead[-_]?letter|undeliver", re.IGNORECASE)
_LEADS_THERE: Final = ("redrivePolicy", "deadLetterConfig", "deadLetterQueue", "destinationConfig", "sqsTarget")
"""Properties under which queues, topics, functions and rules name where they put what failed."""
_ALLOWED: Final = '{"redrivePermission": "byQueue"}'

PASSES: Final = (
    Example(
        why="it names another queue",
        type=QUEUE,
        inputs={"redrivePolicy": '{"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:1:aside", "maxReceiveCount": 5}'},
    ),
    Example(
        why="the same, not known yet",
        type=QUEUE,
        inputs={"redrivePolicy": UNKNOWN},
        dependencies={"redrivePolicy": ["aside"]},
        others=[Example(why="the other one", type=QUEUE, name="aside", inputs={"redriveAllowPolicy": _ALLOWED})],
    ),
    Example(
        why="in a resource of its own",
        type=QUEUE,
        inputs={"name": "orders"},
        others=[
            Example(
                why="for it",
                type=REDRIVE,
                name="redrive",
                inputs={"queueUrl": UNKNOWN, "redrivePolicy": UNKNOWN},
                dependencies={"queueUrl": ["example"]},
            )
        ],
    ),
    Example(why="it is such a queue by its name", type=QUEUE, name="orders-dead-letters", inputs={}),
    Example(
        why="a function puts aside there",
        type=QUEUE,
        name="failures",
        inputs={},
        others=[
            Example(
                why="this one",
                type="aws:lambda/function:Function",
                name="function",
                inputs={"deadLetterConfig": {"targetArn": UNKNOWN}},
                dependencies={"deadLetterConfig": ["failures"]},
            )
        ],
    ),
    Example(
        why="others may put aside there",
        type=QUEUE,
        name="aside",
        inputs={},
        others=[
            Example(
                why="says so",
                type=ALLOW,
                name="allow",
                inputs={"queueUrl": UNKNOWN, "redriveAllowPolicy": _ALLOWED},
                dependencies={"queueUrl": ["aside"]},
            )
        ],
    ),
)
VIOLATES: Final = (
    Example(why="nowhere", type=QUEUE, inputs={"name": "orders"}),
    Example(why="nowhere, in order", type=QUEUE, inputs={"name": "orders.fifo", "fifoQueue": True}),
    Example(
        why="another queue's",
        type=QUEUE,
        inputs={"name": "orders"},
        others=[
            Example(
                why="not for it",
                type=REDRIVE,
                name="redrive",
                inputs={"queueUrl": "https://sqs.eu-west-1.amazonaws.com/1/other", "redrivePolicy": "{}"},
            )
        ],
    ),
)
UNDECIDED: Final = (
    Example(
        why="a policy is for what is not known",
        type=QUEUE,
        inputs={"name": "orders"},
        others=[
            Example(
                why="for some", type=REDRIVE, name="redrive", inputs={"queueUrl": UNKNOWN, "redrivePolicy": UNKNOWN}
            )
        ],
    ),
)


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    redrives = references(resources, (REDRIVE, ALLOW), "queueUrl")
    targets = {urn for one in resources for key in _LEADS_THERE for urn in one.depends.get(key, ())}

    def judge(queue: Resource) -> Iterator[Verdict]:
        if queue.urn in targets or _is_place(queue) or says(queue, "redrivePolicy"):
            return
        if not redrives.any_to(queue, "url", "id"):
            yield Failed(f"the queue {queue.name} has nowhere to put a message that fails again and again")

    return of_each(resources, (QUEUE,), judge)


def _is_place(queue: Resource) -> bool:
    """Whether others put aside there: it says who may, or is called so."""
    if says(queue, "redriveAllowPolicy") or _NAME.search(queue.name):
        return True
    try:
        return bool(_NAME.search(queue.properties.get("name").text()))
    except NotKnown:
        return False


policy: Final = Policy(
    id="REL-AWS-05",
    title="Queues put aside what cannot be processed",
    severity="medium",
    why="A message that always fails comes back until it expires, takes workers from the others, and is then lost.",
    fix="Make a second queue, and name it in redrivePolicy with maxReceiveCount; alarm on what arrives there.",
    frameworks=AVAILABILITY,
    types=(QUEUE,),
    check_stack=check_stack,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
