"""Runs a Pulumi program in this process against a monitor, and says how it ended.

What `pulumi-language-python-exec` does (pulumi v3.260): configure the SDK, run `__main__.py` with runpy inside
`run_in_stack`, report what was raised with the user's own frames.
"""

from __future__ import annotations

import asyncio
import contextvars
import gc
import runpy
import warnings
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import pulumi
from pulumi import runtime
from pulumi.runtime.settings import SETTINGS, get_monitor

from stackwright.engine.embedded.fetching import unreached
from stackwright.engine.embedded.isolation import LOCK, environment, isolated
from stackwright.engine.embedded.loop import InlineLoop
from stackwright.engine.embedded.project import Configuration
from stackwright.engine.embedded.raising import described
from stackwright.engine.embedded.sdks import on_demand
from stackwright.engine.embedded.sparing import sparing
from stackwright.engine.embedded.waiting import settle_first

Main = Callable[[], Awaitable[None] | None]
"""A program as a callable: what `__main__.py` does, for tests and benchmarks."""

_PATIENCE: Final = 20
"""How often a task is cancelled: the SDK catches a cancellation and waits on, for what may never come."""
_MOCKED: Final = (
    "the program puts mocks in the engine's place (pulumi.runtime.set_mocks), so nothing that it registers gets there:"
    " leave that to its tests"
)


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
    """How a program ended; `message` is None where it ended well. `interrupted`: by Ctrl-C."""

    message: str | None = None
    interrupted: bool = False


def run(
    program: Program, monitor: object, engine: object, out: Callable[[str], None], err: Callable[[str], None]
) -> Ended:
    """Run it to its end. Whatever it raises is told, not raised."""
    variables = environment(program.variables, inherit=program.inherit)
    # A fresh context: the SDK keeps its settings and the root stack in context variables.
    context = contextvars.Context()
    here = isolated(program.folder, program.root, variables, out, err, forget=not callable(program.main))
    with LOCK, here, sparing(), on_demand(), _quiet(r"coroutine 'Output\."):
        ended = context.run(_run, program, monitor, engine)
        if ended.message is not None:
            with _quiet():
                del context
                gc.collect()
    return ended


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
    settle_first()
    loop = InlineLoop()
    # A run that ends early leaves futures behind that nobody awaits; asyncio would complain about each of them.
    loop.set_exception_handler(lambda _loop, _context: None)
    main = program.main

    def start() -> Awaitable[None] | None:
        if callable(main):
            return main()
        runpy.run_path(str(main), run_name="__main__")
        if get_monitor() is not monitor:
            raise pulumi.RunError(_MOCKED)
        return None

    try:
        loop.run_until_complete(runtime.run_in_stack(start))
    except pulumi.RunError as error:
        return Ended(str(error))
    except SystemExit as error:
        return Ended(_exit_message(error.code))
    except KeyboardInterrupt:
        return Ended("interrupted", interrupted=True)
    except Exception as error:  # noqa: BLE001 - a program may raise anything
        return Ended(unreached(error, program.root) or described(error, program.root))
    finally:
        _close(loop)
    return Ended()


def _close(loop: InlineLoop) -> None:
    """End the loop, and let go of what the SDK keeps of the run."""
    with _quiet():
        for _ in range(_PATIENCE):
            pending = asyncio.all_tasks(loop)
            if not pending:
                break
            for task in pending:
                task.cancel()
            loop.run_until_complete(asyncio.sleep(0))
        loop.finish()
        sdk = cast("Any", SETTINGS)  # its attributes are context variables in disguise, which no type checker sees
        sdk.rpc_manager.clear()
        sdk.outputs.clear()
    loop.close()


def _exit_message(code: object) -> str | None:
    """What Pulumi says of an exit code; `sys.exit("words")` is an exit with 1, and the words."""
    if code is None or code == 0:
        return None
    words = "" if isinstance(code, int) else f"\n{code}"
    return f"an unhandled error occurred: program exited with non-zero exit code: {1 if words else code}{words}"


@contextmanager
def _quiet(message: str = "") -> Generator[None]:
    """Without Python's warnings about coroutines that nothing awaited: a run that ends early leaves them behind.

    While the program runs only those about the SDK's own are kept back, by their `message`. The rest is freed before
    the run is over and not at any later time, where the warnings would come up in the middle of something else: what
    they set off there (formatting a traceback inside `ast.parse`) has crashed the interpreter.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message, RuntimeWarning)
        yield
