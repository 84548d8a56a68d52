"""What the SDK works out and our engine does not need, left out while a program runs (pulumi 3.272).

- `pulumi.Resource.__init__` turns every alias into a URN at once, in a dozen tasks each. Only engines that know no
  alias specs ever ask for them (`runtime.resource.prepare_aliases`); ours knows specs. A resource of azure-native
  comes with 20 aliases, its versions: that was half of a program's time.
- `runtime.resource._get_stack_trace` reads the source line of every frame of the thread and makes a path of its file,
  for each resource anew. What a state keeps are the places of the program's own frames (`positions.py`).
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any, Final

from pulumi import Alias, resource
from pulumi.runtime import resource as registering
from pulumi.runtime.proto import source_pb2

_OURS: Final = str(Path(__file__).resolve().parent) + os.sep
_INNER: Final = 3
"""Constructors between SDK and program: `Resource`'s, `CustomResource`'s or `ComponentResource`'s, the type's."""


@contextmanager
def sparing() -> Generator[None]:
    """Leave both out while the block runs. Hold `isolation.LOCK` meanwhile: it is for the whole process."""
    urn_of: Any = getattr(resource, "collapse_alias_to_urn")  # noqa: B009 - it is not exported
    trace_of: Any = getattr(registering, "_get_stack_trace")  # noqa: B009
    setattr(resource, "collapse_alias_to_urn", _leaving_aliases(urn_of))  # noqa: B010
    setattr(registering, "_get_stack_trace", stack_trace)  # noqa: B010
    try:
        yield
    finally:
        setattr(resource, "collapse_alias_to_urn", urn_of)  # noqa: B010
        setattr(registering, "_get_stack_trace", trace_of)  # noqa: B010


def _leaving_aliases(otherwise: Callable[..., object]) -> Callable[..., object]:
    def collapse(alias: object, *default: object) -> object:
        plain = isinstance(alias, Alias) and alias.name is not None and alias.type_ is not None
        return alias if plain else otherwise(alias, *default)

    return collapse


def stack_trace() -> source_pb2.StackTrace:
    """Where the program is, innermost first: from what calls the constructor of a resource to what runs the program."""
    frame: FrameType | None = inspect.currentframe()
    constructors = 0
    while frame is not None and constructors < _INNER:
        constructors += frame.f_code.co_name == "__init__"
        frame = frame.f_back
    frames: list[source_pb2.StackFrame] = []
    while frame is not None and not (file := frame.f_code.co_filename).startswith(_OURS):
        uri = _uri(file)
        position = source_pb2.SourcePosition(uri=uri, line=frame.f_lineno) if uri else None
        frames.append(source_pb2.StackFrame(pc=position))
        frame = frame.f_back
    return source_pb2.StackTrace(frames=frames)


@lru_cache(maxsize=4096)
def _uri(file: str) -> str | None:
    try:
        return Path(file).as_uri()
    except ValueError:  # `<frozen runpy>` and the like
        return None
