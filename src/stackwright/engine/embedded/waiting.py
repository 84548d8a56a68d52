"""How the SDK waits for what a program has left outstanding, in time that grows with it and not with its square.

`pulumi.runtime.stack.wait_for_rpcs` (pulumi 3.272) waits for the first of all outputs, over and over: each
time it listens to every one of them anew. With 1,000 resources that was a sixth of a whole run. On our loop nearly
all of them are done as soon as the loop has come to rest, so that is waited for first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from functools import partial
from types import ModuleType
from typing import Any, TypeAlias

from pulumi.runtime import stack

from stackwright.engine.embedded.loop import InlineLoop

_Task: TypeAlias = asyncio.Task[Any]


class _Asyncio(ModuleType):
    """`asyncio`, but for `wait`."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever asyncio has
        return getattr(asyncio, name)

    @staticmethod
    async def wait(tasks: Collection[_Task], *, return_when: str) -> tuple[set[_Task], set[_Task]]:
        """As `asyncio.wait`: all that are done by the time that the loop rests, or alone the first one that fails."""
        loop = asyncio.get_running_loop()
        if isinstance(loop, InlineLoop):
            failed: list[_Task] = []
            notice = partial(_note_failure, failed)
            for task in tasks:
                task.add_done_callback(notice)
            await loop.settled(lambda: bool(failed))
            for task in tasks:
                task.remove_done_callback(notice)
            if done := set(failed[:1]) or {task for task in tasks if task.done()}:
                return done, set(tasks) - done
        return await asyncio.wait(tasks, return_when=return_when)


def _note_failure(failed: list[_Task], task: _Task) -> None:
    if not task.cancelled() and task.exception() is not None:
        failed.append(task)


def settle_first() -> None:
    """Have the SDK wait so, in this process."""
    stack.asyncio = _Asyncio("asyncio")  # pyright: ignore[reportAttributeAccessIssue, reportPrivateImportUsage] - what the SDK looks up
