"""An event loop that runs what is meant for a thread pool at once, on the loop's own thread.

The SDK sends every registration through the loop's default executor. With a monitor in the same process threads gain
nothing and contend for the interpreter (39 s instead of 5 s per 1,000 resources), so what would go to the executor runs
where it is submitted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, Final

_THREADS: Final = 256
"""How many registrations may wait for the program at once. Fewer could wait for one that is still in the queue."""


class WouldBlock(Exception):
    """What was called inline has to wait for the loop that it is called on; it has done nothing yet."""


def on_a_loop() -> bool:
    """Whether the calling thread runs an event loop, which waiting would block."""
    return asyncio._get_running_loop() is not None


class InlineLoop(asyncio.SelectorEventLoop):
    """`run_in_executor(None, f)` calls `f` before it returns.

    Once a program registers callbacks (transforms, hooks), the engine has to call back through this loop while it
    serves a registration. What then raises `WouldBlock` is called again on a thread, and so is all that follows.
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
        except WouldBlock:
            self.threaded = True
            self.set_default_executor(ThreadPoolExecutor(_THREADS, "registration"))
            return super().run_in_executor(None, func, *args)
        except Exception as error:  # noqa: BLE001 - it belongs to whoever awaits the future
            future.set_exception(error)
        return future

    async def settled(self, early: Callable[[], bool]) -> None:
        """Wait until nothing is left that could go on without another thread, or it is `early` enough."""
        await asyncio.sleep(0)
        while self._ready and not early():  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
            await asyncio.sleep(0)

    def finish(self) -> None:
        """Wait for the threads, if there are any; they may need the loop to end."""
        if self.threaded:
            self.run_until_complete(self.shutdown_default_executor())
