"""What a program raised, told to its author: where and what in one line, what may have been meant, and their frames."""

from __future__ import annotations

import os.path
import re
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Final, cast

import pulumi
from pulumi.runtime.settings import SETTINGS

from stackwright.engine.embedded.suggesting import suggestion

_SDK: Final = os.path.dirname(pulumi.__file__) + os.sep  # noqa: PTH120
_OURS: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep  # noqa: PTH100, PTH120
_LIBRARY: Final = re.compile(r"/(site-packages|dist-packages|lib/python\d[.\d]*)/")
_AUTOMATION: Final = os.path.join(_SDK, "automation", "")  # noqa: PTH118


def described(error: BaseException, root: Path) -> str:
    """The message of a program's end by an exception; `root` is the folder of its project."""
    trace = _trace(error)
    frames = [frame for frame in traceback.extract_tb(trace) if not _hidden(frame.filename)]
    told = traceback.format_exception_only(error)
    lines = ["Traceback (most recent call last):\n", *traceback.format_list(frames)] if frames else []
    head = f"Program failed{_place(error, frames, trace, root)}: {' '.join(told[-1].strip().splitlines()[:1])}\n"
    advice = _advice(error, trace)
    return "".join([head, *([f"  {advice}\n"] if advice else []), *lines, *told]).rstrip("\n")


def _trace(error: BaseException) -> TracebackType | None:
    """Where it was raised. What was raised inside of an output has lost that when the SDK raises it again at the end;
    its record of calls under way (`RPCManager`, pulumi 3.272) has it.
    """
    calls: Any = cast("Any", SETTINGS).rpc_manager  # its attributes are context variables in disguise
    if calls.unhandled_exception is error and not any(_is_own(frame) for frame in _frames(error.__traceback__)):
        return calls.exception_traceback or error.__traceback__
    return error.__traceback__


def _place(error: BaseException, frames: list[traceback.FrameSummary], trace: TracebackType | None, root: Path) -> str:
    """` at FILE:LINE`, the innermost that the author wrote; else what the SDK was making of an output."""
    if isinstance(error, SyntaxError) and error.filename and not _LIBRARY.search(error.filename):
        return f" at {_relative(error.filename, root)}:{error.lineno}"
    for frame in reversed(frames):
        if not _LIBRARY.search(frame.filename) and not frame.filename.startswith("<"):
            return f" at {_relative(frame.filename, root)}:{frame.lineno}"
    return _use(trace)


def _use(trace: TracebackType | None) -> str:
    """` in the output 'ip'`, ` in natIp of 'vm'`: for what an output became by an index or a key alone."""
    key, name = "", ""
    for frame in _frames(trace):
        known = frame.f_locals
        match frame.f_code.co_name:
            case "prepare_resource":
                name = str(getattr(known.get("res"), "_name", ""))
            case "serialize_properties" if not key:
                key = str(known.get("k", ""))
            case _:
                pass
    if not key:
        return ""
    return f" in {key} of '{name}'" if name else f" in the output '{key}'"


def _advice(error: BaseException, trace: TracebackType | None) -> str:
    if any(frame.f_code.co_filename.startswith(_AUTOMATION) for frame in _frames(trace)):
        return (
            "it drives Pulumi itself (pulumi.automation), which a rehearsal does not: rehearse the program that it"
            " deploys, as a project of its own, or as a function with `from stackwright.testing import rehearse`"
        )
    return suggestion(error, trace)


def _relative(file: str, root: Path) -> str:
    relative = os.path.relpath(file, root)
    return file if relative.startswith("..") else relative


def _frames(trace: TracebackType | None) -> Iterator[FrameType]:
    return (frame for frame, _ in traceback.walk_tb(trace))


def _is_own(frame: FrameType) -> bool:
    return not _hidden(frame.f_code.co_filename)


def _hidden(file: str) -> bool:
    """Frames of the engine, of runpy and the import system, and of the SDK; one inside of another package stays if the
    author's code called it.
    """
    return file.startswith((_SDK, _OURS, "<frozen ")) or file.endswith(("/asyncio/base_events.py", "/runpy.py"))
