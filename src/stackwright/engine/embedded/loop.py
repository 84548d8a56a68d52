"""An event loop that runs what is meant for a thread pool at once, on the loop's own thread.

The SDK sends every registration through the loop's default executor. With a monitor in the same process threads gain
nothing and contend for the interpreter (39 s instead of 5 s per 1,000 resources), so what would go to the executor runs
where it is submitted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any


class InlineLoop(asyncio.SelectorEventLoop):
    """`run_in_executor(None, f)` calls `f` before it returns.

    `threaded` is the seam for what must not block the loop: once a program registers callbacks that the engine has to
    call back through the same loop (transforms, hooks), registrations need a thread of their own; set it, and the
    loop's real executor takes them.
    """

    threaded = False

    def run_in_executor(
        self, executor: Executor | None, func: Callable[..., Any], *args: object
    ) -> asyncio.Future[Any]:
        if executor is not None or self.threaded:
            return super().run_in_executor(executor, func, *args)
        future: asyncio.Future[Any] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - it belongs to whoever awaits the future
            future.set_exception(error)
        return future
