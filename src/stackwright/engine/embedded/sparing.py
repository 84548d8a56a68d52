"""What the SDK works out and our engine does not need, left out while a program runs (pulumi 3.272).

- `pulumi.Resource.__init__` turns every alias into a URN at once, in a dozen tasks each. Only engines that know no
  alias specs ever ask for them (`runtime.resource.prepare_aliases`); ours knows specs. A resource of azure-native
  comes with 20 aliases, its versions: that was half of a program's time.
- `runtime.resource._get_stack_trace` reads the source line of every frame of the thread and makes a path of its file,
  for each resource anew. What a state keeps are the places of the program's own frames (`positions.py`).
- `do_register` puts the URN of each resource together, from outputs, for the case that there is no engine to say it.
- `rpc.transfer_properties` makes four futures and a task of each property; one future does, as for `urn` and `id`, and
  all of a resource are resolved in one turn of the loop. Whether the program previews is asked once for all.
- Whether something unknown is in a text or a number is looked up nowhere.
- What a type is inside of `Output`, `Input` and `Optional` is found anew for every value (`_types.unwrap_type`), and
  what `Input[str]` is for every property of every type.
- Messages for debugging are written, and our engine throws them away.

Read off SDK 3.272. A later one that calls or names one of these otherwise is left as it is there: it costs time only.
"""

from __future__ import annotations

import asyncio
import inspect
import os
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager
from functools import lru_cache, partial
from pathlib import Path
from types import FrameType, FunctionType, ModuleType
from typing import Any, Final, ForwardRef, TypeAlias, cast, get_args

from pulumi import Alias, Resource, log, output, resource
from pulumi import _types as types  # pyright: ignore[reportPrivateUsage]
from pulumi.runtime import resource as registering
from pulumi.runtime import rpc, settings
from pulumi.runtime.proto import source_pb2

from stackwright.engine.embedded.nested import names_of_bases

_OURS: Final = str(Path(__file__).resolve().parent) + os.sep
_SDK: Final[Any] = output  # some of what is used of it is not exported
_SETTINGS: Final[Any] = settings.SETTINGS  # typed as the decorator that made it
_INNER: Final = 3
"""Constructors between SDK and program: `Resource`'s, `CustomResource`'s or `ComponentResource`'s, the type's."""


@contextmanager
def sparing() -> Generator[None]:
    """Leave all that out while the block runs. Hold `isolation.LOCK` meanwhile: it is for the whole process."""
    with ExitStack() as patched:
        for module, name, parameters, made in _REPLACED:
            before = getattr(module, name, None)
            if callable(before) and " ".join(inspect.signature(before).parameters) == parameters:
                patched.callback(setattr, module, name, before)
                setattr(module, name, made(before))
        yield


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


class _NotAsked:
    """In the place of an output whose value nobody reads; it takes as many turns of the loop as that one."""

    async def future(self) -> None:
        for _ in range(_TURNS):
            await asyncio.sleep(0)


def _only_where_read(otherwise: Callable[..., object]) -> Callable[..., object]:
    def create_urn(*arguments: object, **named: object) -> object:
        frame = inspect.currentframe()
        caller = frame.f_back if frame else None
        if caller and caller.f_code.co_name in _REGISTERING:  # for aliases it is called, too, and read
            return _NotAsked()
        return otherwise(*arguments, **named)

    return create_urn


_REGISTERING: Final = frozenset({"do_register", "do_read"})
_TURNS: Final = 5 if sys.version_info < (3, 12) else 2
"""Who registers first is what the turns decide, so they stay as they are (counted in `test_sparing.py`; `gather` takes
none since 3.12 where everything is done).
"""


def _in_one(_otherwise: object) -> Callable[..., dict[str, Callable[..., None]]]:
    return transfer_properties


def transfer_properties(res: Resource, props: Mapping[str, object], custom: bool) -> dict[str, Callable[..., None]]:
    """Give `res` an output for each of its properties; returns what resolves them."""
    resolvers: dict[str, Callable[..., None]] = {}
    settling: list[_Settled] = []
    for name in props:
        if name == "urn" or (name == "id" and custom):
            continue
        data: asyncio.Future[Any] = asyncio.Future()
        resolvers[name] = partial(_resolve, res, settling, data)
        # What `Output._from_data` does, but nobody has to wait for the output: the registration is waited for.
        made = res.__dict__[name] = object.__new__(_SDK.Output)
        made._data = data
    return resolvers


_Settled: TypeAlias = "tuple[asyncio.Future[Any], Callable[[], object], Exception | None]"


def _resolve(
    res: Resource,
    settling: list[_Settled],
    data: asyncio.Future[Any],
    value: object,
    is_known: bool,
    is_secret: bool,
    deps: set[Resource] | None,
    failed: Exception | None,
) -> None:
    if not settling:
        data.get_loop().call_soon(_settle, settling)  # the turn that the SDK's tasks take
    settling.append((data, lambda: _SDK._OutputData({*(deps or ()), res}, value, is_known, is_secret), failed))


def _settle(settling: list[_Settled]) -> None:
    for data, made, failed in settling:
        if data.done():
            continue
        if failed is None:
            data.set_result(made())
            continue
        data.set_exception(failed)
        with _SETTINGS.lock:  # there the program looks for what failed and nobody asked for
            _SETTINGS.outputs.add(data)
    settling.clear()


def _once(_otherwise: object) -> Callable[..., None]:
    return resolve_properties


def resolve_properties(
    resolvers: Mapping[str, Callable[..., None]],
    all_properties: Mapping[str, object],
    deps: Mapping[str, set[Resource]],
    custom: bool,
    resolve_missing_as_unknown: bool = False,
) -> None:
    """Resolve the outputs of a resource: those that the engine did not tell of are None, if that is known."""
    running = not settings.is_dry_run()
    for key, value in all_properties.items():
        resolve = resolvers.get(key)
        if resolve is None or key == "urn" or (key == "id" and custom):
            continue
        plain: object = rpc.unwrap_rpc_secret(value)
        resolve(plain, running or plain is not None, rpc.is_rpc_secret(value), deps.get(key), None)
    for key, resolve in resolvers.items():
        if key not in all_properties:
            resolve(None, running and not resolve_missing_as_unknown, False, deps.get(key), None)


def _plain_first(contains_unknowns: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda val: type(val) not in _PLAIN and contains_unknowns(val)


_PLAIN: Final = frozenset({str, int, float, bool, type(None)})


def _hinting(otherwise: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """`typing.get_type_hints`, which works out once what says the same everywhere: `Input[str]` is one object."""
    known: dict[int, tuple[object, dict[str, Any]]] = {}

    def get_type_hints(
        obj: object, globalns: Mapping[str, Any] | None = None, localns: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        annotations = cast("dict[str, object]", getattr(obj, "__annotations__", {}))
        said = annotations.get("return")
        if not isinstance(obj, FunctionType) or len(annotations) != 1 or said is None or isinstance(said, str):
            return otherwise(obj, globalns, localns)
        found = known.get(id(said))
        if found is not None:
            return found[1]
        hints = otherwise(obj, globalns, localns)
        if _says_the_same(said):
            known[id(said)] = (said, hints)
        return hints

    return get_type_hints


def _says_the_same(said: object) -> bool:
    """Whether all that a type names by name is Pulumi's own: `Input[T]` is `Union[T, Awaitable[T], "Output[T]"]`."""
    if isinstance(said, ForwardRef):
        return said.__forward_arg__ == "Output[T]"
    return all(map(_says_the_same, get_args(said)))


def _remembering(unwrap: Callable[[Any], Any]) -> Callable[[Any], Any]:
    # By identity: equal unions may name their members in another order. What is kept here keeps its id.
    known: dict[int, tuple[object, object]] = {}

    def unwrapped(val: object) -> object:
        found = known.get(id(val))
        if found is None:
            found = known[id(val)] = (val, unwrap(val))
        return found[1]

    return unwrapped


def _unsaid(_otherwise: object) -> Callable[..., None]:
    return lambda *_arguments, **_named: None


_REPLACED: Final[tuple[tuple[ModuleType, str, str, Callable[[Any], Any]], ...]] = (
    (resource, "collapse_alias_to_urn", "alias defaultName defaultType defaultParent", _leaving_aliases),
    (registering, "_get_stack_trace", "", lambda _otherwise: stack_trace),
    (registering, "create_urn", "name type_ parent project stack", _only_where_read),
    (rpc, "transfer_properties", "res props custom", _in_one),
    (rpc, "resolve_properties", "resolvers all_properties deps custom resolve_missing_as_unknown", _once),
    (output, "contains_unknowns", "val", _plain_first),
    (types, "get_type_hints", "obj globalns localns include_extras", _hinting),
    (types, "_globals_for_cls", "cls", names_of_bases),
    (types, "unwrap_type", "val", _remembering),
    (types, "unwrap_optional_type", "val", _remembering),
    (log, "debug", "msg resource stream_id ephemeral", _unsaid),
)
"""Where the SDK keeps it, its name and parameters, and what makes of it what stands in its place."""
