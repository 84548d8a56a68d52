"""What a person asked for, as the commands that work on stacks understand it."""

from __future__ import annotations

import functools
import os
import shlex
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final, Literal

_PARALLEL: Final = 4
_SIMULATING: Final = frozenset({"destroy", "preview", "refresh", "rehearse", "up"})
"""The commands that know `--allow` and `--refuse`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One command line.

    `details`: show what is created in full; `rehearsal`: preview, up and destroy in one; `throw_away`: one that leaves
    nothing; `picture`: where to draw what it does; `config`: `KEY=VALUE` of a Pulumi project by itself;
    `allow_dynamic`: run dynamic providers; `stack_outputs`: what stacks have that a program refers to; `allow`,
    `refuse`: kinds of refusals that simulated clouds leave out, or do not.
    """

    service: str
    part: str | None = None
    environment: str | None = None
    with_dependencies: bool = False
    with_dependents: bool = False
    engine: Literal["pulumi", "embedded"] | None = None
    simulate: bool = False
    parallel: int | None = None
    lock_timeout: float | None = None
    as_json: bool = False
    details: bool = False
    rehearsal: bool = False
    throw_away: bool = False
    picture: Path | None = None
    config: tuple[str, ...] = ()
    allow_dynamic: bool = False
    stack_outputs: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    refuse: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many parts are worked on at a time. An embedded engine computes; the CLI mostly waits for a cloud."""
        if self.parallel:
            return self.parallel
        return min(_PARALLEL, os.cpu_count() or 1) if self.embedded else _PARALLEL

    @property
    def embedded(self) -> bool:
        """Whether the embedded engine does it."""
        return self.engine == "embedded" or (self.engine is None and self.simulate)

    @property
    def config_words(self) -> list[str]:
        """What else a rehearsal was told about its program, as it was given."""
        words = [word for given in self.config for word in ("--config", given)]
        words += [word for given in self.stack_outputs for word in ("--stack-output", given)]
        return words + (["--allow-dynamic"] if self.allow_dynamic else [])

    def command(self, name: str, *flags: str) -> str:
        """The command line that does `name` to the same parts, for a person to type next."""
        words = ["stackwright", name, self.service]
        words += [self.part] if self.part else []
        words += ["-e", self.environment] if self.environment else []
        words += ["--with-dependencies"] if self.with_dependencies else []
        words += ["--with-dependents"] if self.with_dependents else []
        words += ["--simulate"] if self.simulate and name != "rehearse" else []
        words += ["--engine", self.engine] if self.engine else []
        if name in _SIMULATING:
            words += [word for given in self.allow for word in ("--allow", given)]
            words += [word for given in self.refuse for word in ("--refuse", given)]
        return shlex.join([*words, *flags])


def packed(command: Callable[..., int]) -> Callable[..., int]:
    """Let click call `command(request, …)`: the options that a `Request` has fields for are packed into one."""
    names = {field.name for field in fields(Request)}

    @functools.wraps(command)
    def call(**values: Any) -> int:  # noqa: ANN401 - click passes what it parsed by name
        request = Request(**{name: values.pop(name) for name in names & values.keys()})
        return command(request, **values)

    return call


def worker_ahead(*, rehearsal: bool = False) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Let `command(request, …)` begin with a worker process on its way, where the embedded engine will need one.

    `rehearsal` says that the command simulates without being told to.
    """

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        @functools.wraps(command)
        def call(request: Request, **values: Any) -> int:  # noqa: ANN401 - what `packed` left over
            if not replace(request, simulate=request.simulate or rehearsal).embedded:
                return command(request, **values)
            from stackwright.engine.spare import early

            with early(("stackwright.simcloud.host",)):
                return command(request, **values)

        return call

    return decorate
