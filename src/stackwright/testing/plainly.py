"""What a wrong test is told: the one line of it that is wrong, and why; not how this kit found out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar

from stackwright.errors import StackwrightError
from stackwright.wire.values import Properties

P = ParamSpec("P")
T = TypeVar("T")


def plainly(call: Callable[P, T]) -> Callable[P, T]:
    """The same, whose errors come from the line that called it."""

    @wraps(call)
    def told(*args: P.args, **options: P.kwargs) -> T:
        __tracebackhide__ = True
        try:
            return call(*args, **options)
        except StackwrightError as error:
            raise error.with_traceback(None) from None

    return told


class Outputs(dict[str, Any]):
    """Outputs by name; asked for one that is not there, it says which are."""

    def __missing__(self, key: str) -> NoReturn:
        __tracebackhide__ = True
        raise KeyError(f"{key}; there is {', '.join(self) or 'nothing'}")


def outputs(given: Properties, *, of_parts: bool = False) -> Outputs:
    """As `Outputs`; of a service those of its parts, too."""
    return Outputs({name: Outputs(it) if of_parts and isinstance(it, dict) else it for name, it in given.items()})
