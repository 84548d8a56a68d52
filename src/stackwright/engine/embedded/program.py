"""Runs a Pulumi program in this process against a monitor, and says how it ended.

What `pulumi-language-python-exec` does (pulumi v3.260): configure the SDK, run `__main__.py` with runpy inside
`run_in_stack`, report what was raised with the user's own frames.
"""

from __future__ import annotations

import asyncio
import contextvars
import os.path
import runpy
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pulumi
from pulumi import runtime

from stackwright.engine.embedded.isolation import LOCK, environment, isolated
from stackwright.engine.embedded.loop import InlineLoop
from stackwright.engine.embedded.project import Configuration

Main = Callable[[], Awaitable[None] | None]
"""A program as a callable: what `__main__.py` does, for tests and benchmarks."""

_SDK: Final = os.path.dirname(pulumi.__file__) + os.sep  # noqa: PTH120
_OURS: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep  # noqa: PTH100, PTH120


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What to run. `main` is a file, a folder with a `__main__.py`, or a callable."""

    main: Path | Main
    root: Path
    folder: Path
    project: str
    stack: str
    preview: bool
    parallel: int
    config: Configuration
    variables: Mapping[str, str]
    inherit: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended; `message` is None where it ended well. `shutdown`: because the run was over already."""

    message: str | None = None
    shutdown: bool = False


def run(
    program: Program, monitor: object, engine: object, out: Callable[[str], None], err: Callable[[str], None]
) -> Ended:
    """Run it to its end. Whatever it raises is told, not raised; KeyboardInterrupt excepted."""
    variables = environment(program.variables, inherit=program.inherit)
    # A fresh context: the SDK keeps its settings and the root stack in context variables.
    context = contextvars.Context()
    with LOCK, isolated(program.folder, program.root, variables, out, err):
        return context.run(_run, program, monitor, engine)


def _run(program: Program, monitor: object, engine: object) -> Ended:
    values = program.config.values
    runtime.set_all_config(
        {key: value for key, (value, _) in values.items()}, [key for key, (_, secret) in values.items() if secret]
    )
    runtime.configure(
        runtime.Settings(
            monitor=monitor,
            engine=engine,
            project=program.project,
            stack=program.stack,
            parallel=program.parallel,
            dry_run=program.preview,
            organization="organization",
            root_directory=str(program.root),
        )
    )
    loop = InlineLoop()
    asyncio.set_event_loop(loop)
    # A run that ends early leaves futures behind that nobody awaits; asyncio would complain about each of them.
    loop.set_exception_handler(lambda _loop, _context: None)
    main = program.main

    def start() -> Awaitable[None] | None:
        if callable(main):
            return main()
        runpy.run_path(str(main), run_name="__main__")
        return None

    try:
        loop.run_until_complete(runtime.run_in_stack(start))
    except pulumi.RunError as error:
        return Ended(str(error), shutdown=str(error) == "Resource monitor has terminated, shutting down")
    except SystemExit as error:
        return Ended() if error.code in {None, 0} else Ended(f"the program ended with exit code {error.code}")
    except Exception as error:  # noqa: BLE001 - a program may raise anything
        return Ended(f"Program failed with an unhandled exception:\n{cut_traceback(error)}", _is_shutdown(error))
    finally:
        _close(loop)
    return Ended()


def _is_shutdown(error: BaseException) -> bool:
    """Whether all that went wrong is that the monitor refused, because the run was over."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, pulumi.RunError) and "Resource monitor has terminated" in str(seen):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _close(loop: InlineLoop) -> None:
    """End the loop. Tasks that wait for what will never come are dropped without a word."""
    pending = asyncio.all_tasks(loop)
    for task in pending:
        task.cancel()
    if pending:
        loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
    asyncio.set_event_loop(None)
    loop.close()


def cut_traceback(error: BaseException) -> str:
    """The traceback with the frames that the program's author wrote.

    Frames of the engine, of runpy and the import system, and of the SDK are left out; a frame inside another package
    stays if the author's code called it.
    """
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not _hidden(frame.filename)]
    lines = ["Traceback (most recent call last):\n", *traceback.format_list(frames)] if frames else []
    lines += traceback.format_exception_only(error)
    return "".join(lines).rstrip("\n")


def _hidden(file: str) -> bool:
    return file.startswith((_SDK, _OURS, "<frozen ")) or file.endswith(("/asyncio/base_events.py", "/runpy.py"))
