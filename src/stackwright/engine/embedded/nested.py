"""The nested types of an SDK, made when something first asks for one.

`pulumi_aws.ec2` has 900 types for what stands within inputs and outputs (`_inputs.py`, `outputs.py`), of which a
program uses a handful; to make them all took a quarter of the time of a preview. Such a module is run as it stands, but
what its class statements would make waits until its name is looked up: as an attribute, by code of the module, by code
of a module that takes all over (`from ._inputs import *`), or where a type hint names it.

The last two need names that are no globals yet to be found. Python looks for what is not in a module's globals in its
builtins, which may be a dictionary of another kind (`__builtins__` of the globals; an implementation detail of CPython
which 3.14 no longer keeps to for type hints).
"""

from __future__ import annotations

import builtins
import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib.machinery import SourceFileLoader
from threading import RLock
from types import CodeType, FrameType, ModuleType
from typing import Any, Final, cast

import pulumi

POSSIBLE: Final = sys.implementation.name == "cpython" and sys.version_info < (3, 14)
"""Whether this Python looks names up as is needed."""

_DEFERRED: Final = frozenset({"_enums", "_inputs", "outputs"})
_LOCK: Final = RLock()
_BUILTINS: Final = "__builtins__"
_ALL: Final = "__all__"


class Names(dict[str, Any]):
    """The builtins of one of the SDK's modules, and behind them the types that it defines or has taken over."""

    def __init__(self) -> None:
        super().__init__(vars(builtins))
        self.sources: list[ModuleType] = []
        self.stars: list[str] = []
        """The module's `__all__`."""
        self.waiting: dict[str, _Deferred] = {}
        """The types that it offers, made or not."""

    def __missing__(self, name: str) -> object:
        for source in reversed(self.sources):
            if name in _names(source).waiting:
                return getattr(source, name)
        raise KeyError(name)


def _names(module: ModuleType) -> Names:
    return module.__dict__[_BUILTINS]


@dataclass(slots=True)
class _Deferred:
    """A class statement: what `__build_class__` was to be called with, and the decorators."""

    statement: tuple[tuple[Any, ...], Mapping[str, Any]]
    decorators: list[Callable[[type], type]] = field(default_factory=list[Callable[[type], type]])

    def make(self) -> type:
        positional, named = self.statement
        made = builtins.__build_class__(*positional, **named)
        for decorate in self.decorators:
            made = decorate(made)
        return made


class Loader(SourceFileLoader):
    """Runs a module of a generated SDK."""

    def exec_module(self, module: ModuleType) -> None:
        code = cast("CodeType", self.get_code(module.__name__))
        names = module.__dict__[_BUILTINS] = Names()
        if module.__name__.rpartition(".")[2] not in _DEFERRED:
            exec(code, module.__dict__)  # noqa: S102
            return
        before = dict(module.__dict__)
        try:
            _run(code, module, names)
        except Exception:  # noqa: BLE001 - it does with its classes what needs them; if it was something else it is raised again
            module.__dict__.clear()
            module.__dict__.update({**before, _BUILTINS: Names()})
            exec(code, module.__dict__)  # noqa: S102


def _run(code: CodeType, module: ModuleType, names: Names) -> None:
    standing_in = _Decorators()

    def importing(name: str, *arguments: Any) -> ModuleType | _Decorators:  # noqa: ANN401 - as they come
        found = __import__(name, *arguments)
        return standing_in if found is pulumi else found

    names.update(__build_class__=_defer, __import__=importing)
    exec(code, module.__dict__)  # noqa: S102
    names.update(__build_class__=builtins.__build_class__, __import__=__import__)
    for name, value in tuple(module.__dict__.items()):
        if isinstance(value, _Deferred):
            names.waiting[name] = value
            del module.__dict__[name]
        elif value is standing_in:
            module.__dict__[name] = pulumi
    names.stars = module.__dict__.pop(_ALL)
    module.__class__ = _Types
    names.sources.append(module)


def _defer(*arguments: object, **named: object) -> _Deferred:
    if any(isinstance(argument, _Deferred) for argument in arguments):
        raise TypeError("a class of a class that waits")
    return _Deferred((arguments, named))


class _Decorators:
    """Stands in for `pulumi` while a module runs, whose decorators wait with the classes."""

    def __getattr__(self, name: str) -> object:
        real = getattr(pulumi, name)
        if name == "type_token":
            return _tokens
        return partial(_decorate, real) if name in {"input_type", "output_type"} else real


def _tokens(token: str) -> Callable[[_Deferred], _Deferred]:
    return partial(_decorate, pulumi.type_token(token))


def _decorate(decorator: Callable[[type], type], deferred: _Deferred) -> _Deferred:
    deferred.decorators.append(decorator)
    return deferred


def names_of_bases(globals_for: Callable[[type], dict[str, Any] | None]) -> Callable[[type], dict[str, Any] | None]:
    """`pulumi._types._globals_for_cls`, which puts the globals of a class and its bases together, for such names, too.

    The last to say what the builtins are is the module of a class that a program derived.
    """

    def found(cls: type) -> dict[str, Any] | None:
        together = globals_for(cls)
        modules = (sys.modules.get(base.__module__) for base in cls.__mro__)
        of_sdk = (
            vars(module)[_BUILTINS] for module in modules if module and isinstance(vars(module).get(_BUILTINS), Names)
        )
        if together is not None:
            together[_BUILTINS] = next(of_sdk, together.get(_BUILTINS))
        return together

    return found


class _Types(ModuleType):
    """A module whose classes may not have been made yet."""

    def __getattr__(self, name: str) -> object:
        if name == _ALL:
            asking = cast("FrameType", cast("FrameType", inspect.currentframe()).f_back)
            names = asking.f_globals.get(_BUILTINS)
            if isinstance(names, Names):  # a module of the SDK takes all over: it finds what it needs of it
                names.sources.append(self)
                return []
            return _names(self).stars
        waits = _names(self).waiting.get(name)
        if waits is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}", name=name, obj=self)
        with _LOCK:
            if name not in self.__dict__:
                self.__dict__[name] = waits.make()
            return self.__dict__[name]

    def __dir__(self) -> list[str]:
        return sorted({*self.__dict__, _ALL, *_names(self).waiting})
