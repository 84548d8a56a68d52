"""Tasks of ECS are kept apart from the machine that they run on."""

import json
from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import HARDENING, LEAST_PRIVILEGE
from stackwright_policies.documents import parsed
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

TASK: Final = "aws:ecs/taskDefinition:TaskDefinition"
_MODES: Final = ("networkMode", "pidMode", "ipcMode")


def _task(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"family": "a", "networkMode": "awsvpc", "containerDefinitions": json.dumps([{"name": "a"} | more])}


PASSES: Final = (
    Example(why="nothing is said", type=TASK, inputs=_task()),
    Example(
        why="said so", type=TASK, inputs={**_task(privileged=False), "pidMode": "task", "executionRoleArn": UNKNOWN}
    ),
)
VIOLATES: Final = (
    Example(why="privileged", type=TASK, inputs=_task(privileged=True)),
    Example(
        why="the machine's network",
        type=TASK,
        inputs={**_task(), "networkMode": "host", "containerDefinitions": UNKNOWN},
    ),
    Example(why="the machine's processes", type=TASK, inputs={**_task(), "pidMode": "host"}),
)
UNDECIDED: Final = (
    Example(why="its containers are not known", type=TASK, inputs={**_task(), "containerDefinitions": UNKNOWN}),
    Example(why="nor its mode", type=TASK, inputs={**_task(), "pidMode": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    properties = resource.properties
    yield from each([properties.get(mode) for mode in _MODES], _judge_mode)
    yield from each([properties.get("containerDefinitions")], lambda it: each(parsed(it).items(), _judge_container))


def _judge_mode(mode: View) -> Iterator[Verdict]:
    if mode.text().lower() == "host":
        yield Failed(f"{mode.path} is host")


def _judge_container(container: View) -> Iterator[Verdict]:
    if container.get("privileged").flag():
        yield Failed(f"{container.path} is privileged")


policy: Final = Policy(
    id="AWS-ECS-01",
    title="Tasks are kept apart from the machine",
    severity="high",
    why="A privileged container is root on the machine; in its network or among its processes it sees all other tasks.",
    fix="Leave out privileged; set networkMode to awsvpc, and pidMode and ipcMode to task or nothing.",
    frameworks=(*LEAST_PRIVILEGE, *HARDENING, *checkov("CKV_AWS_334", "CKV_AWS_335")),
    types=(TASK,),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
