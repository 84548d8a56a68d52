"""Where a service is deployed to: with which engine, in which backend, real or simulated. Everything is wired here."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from stackwright.deploy.keys import Verify, no_verification, passphrase_verification
from stackwright.deploy.rehearsal.guard import guard_real, guard_simulated
from stackwright.deploy.rehearsal.key import known_key, passing_key
from stackwright.deploy.rehearsal.world import World, standing_world, throw_away_world
from stackwright.engine.embedded.host import HostSpec
from stackwright.engine.protocol import ConfigValue, Engine, Stack
from stackwright.errors import RehearsalRefused, ServiceError, UsageError
from stackwright.service.model import Environment, Part, Service

if TYPE_CHECKING:
    from stackwright.simcloud import SimulatedHost

EngineName = Literal["pulumi", "embedded"]


def no_clouds() -> AbstractContextManager[SimulatedHost]:
    """
    Raises:
        RehearsalRefused: the clouds are real.
    """
    raise RehearsalRefused("these clouds are real; only simulated ones are broken")


def keep_protection(_urns: Collection[str]) -> Sequence[str]:
    """What is real keeps its cloud's protection."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`stack_for` gives a part's stack, guarded: a real one is none of a rehearsal's, and the reverse."""

    engine: Engine
    stack_for: Callable[[Part], Stack]
    scratch: Path | None = None
    clouds: Callable[[], AbstractContextManager[SimulatedHost]] = field(default=no_clouds)
    """Opens the simulated clouds, to break them."""
    lift: Callable[[Collection[str]], Sequence[str]] = field(default=keep_protection)
    """Takes the simulated clouds' own protection away from what these URNs made; gives those that had some."""
    verify: Verify = field(default=no_verification)


def refuse_embedded(engine: EngineName | None) -> None:
    """Only the official CLI may touch a real cloud.

    Raises:
        UsageError
    """
    if engine == "embedded":
        raise UsageError(
            "the embedded engine deploys to simulated clouds only", hint="Add --simulate, or use --engine pulumi."
        )


def refuse_switching(names: Sequence[str]) -> None:
    """What a real cloud refuses, nobody here can switch.

    Raises:
        UsageError
    """
    if names:
        raise UsageError("--allow and --refuse are for simulated clouds", hint="Add --simulate, or rehearse it.")


@contextmanager
def real_target(
    environment: Environment, engine: EngineName | None = None, variables: Mapping[str, str] | None = None
) -> Generator[Target]:
    """The real clouds, with the official CLI.

    Raises:
        UsageError: another engine is asked for, or the CLI is not there.
        SecretsError: the environment's passphrase is not set.
    """
    refuse_embedded(engine)
    from stackwright.engine.pulumi.engine import PulumiEngine

    verify = passphrase_verification(environment, os.environ if variables is None else variables)

    def stack_for(part: Part) -> Stack:
        stack = real_stack(part, environment)
        guard_real(stack)
        return stack

    with closing(PulumiEngine()) as opened:
        yield Target(engine=opened, stack_for=stack_for, verify=verify)


def real_stack(part: Part, environment: Environment) -> Stack:
    """A part's stack as `pulumi` in its folder sees it: its own configuration, the process's own variables.

    A program is configured with the part's inputs, too.
    """
    return Stack(
        name=part.stack,
        project=part.project,
        directory=part.directory,
        backend=environment.backend,
        secrets_provider=environment.secrets,
        added=_configured(part) if part.program is not None else {},
    )


def _configured(part: Part) -> dict[str, ConfigValue]:
    """A program's inputs by full key; they are plain values."""
    return {
        key if ":" in key else f"{part.project}:{key}": (
            ConfigValue(value) if isinstance(value, str) else ConfigValue(json.dumps(value), json=True)
        )
        for key, value in part.inputs.items()
    }


def _simulated_clouds(world: World, allowed: Iterable[str] | None) -> HostSpec:
    """How a worker opens the clouds of a world. What is read of the SDKs is kept outside it, once for all worlds."""
    from stackwright.simcloud.catalogue.cache import default_folder

    arguments: dict[str, Any] = {
        "database": str(world.clouds),
        "key": world.passphrase,
        "cache": str(default_folder()),
        "allowed": None if allowed is None else sorted(allowed),
    }
    return HostSpec("stackwright.simcloud.host:open_host", arguments)


@contextmanager
def _simulating_engine(
    name: EngineName, world: World, workers: int, allowed: frozenset[str] | None, *, throw_away: bool
) -> Generator[tuple[Engine, Mapping[str, str]]]:
    """An engine over the clouds of a world, and the variables that its programs need besides the world's."""
    if name == "embedded":
        from stackwright.engine.embedded.workers import WorkerEngine

        key = passing_key if throw_away else known_key
        with key(world), closing(WorkerEngine(_simulated_clouds(world, allowed), workers=workers)) as embedded:
            yield embedded, {}
        return
    from stackwright.deploy.rehearsal.attach import attached_clouds
    from stackwright.engine.pulumi.engine import PulumiEngine

    with attached_clouds(world, allowed=allowed) as variables, closing(PulumiEngine()) as official:
        yield official, variables


def allowed_in(
    environment: Environment, allow: Iterable[str] = (), refuse: Iterable[str] = ()
) -> frozenset[str] | None:
    """The kinds of refusals that simulated clouds leave out, by what is given and what the environment says; None where
    neither says anything.

    Raises:
        UsageError: there is no such kind; of the environment's, with the place of what says so.
    """
    given = (tuple(allow), tuple(refuse))
    if not any((*given, environment.allow, environment.refuse)):
        return None
    from stackwright.simcloud.refusing import switched

    try:
        switched(environment.allow, environment.refuse)
    except UsageError as error:
        raise ServiceError(error.message, where=environment.places.get("simulate"), hint=error.hint) from None
    return switched([*environment.allow, *given[0]], [*environment.refuse, *given[1]])


@contextmanager
def simulated_target(
    service: Service,
    environment: Environment,
    engine: EngineName | None = None,
    *,
    throw_away: bool = False,
    workers: int = 2,
    allow: Iterable[str] = (),
    refuse: Iterable[str] = (),
) -> Generator[Target]:
    """Simulated clouds: the world that stays, or one that is removed at the end.

    `workers` is how many processes the embedded engine uses at most. `allow` and `refuse` name kinds of refusals that
    are switched off and on, beside those that the environment names.

    Raises:
        RehearsalRefused: something real would be touched, or another process removes this world.
        UsageError: the world cannot be written, or the CLI is asked for and not there; there is no such refusal.
    """
    allowed = allowed_in(environment, allow, refuse)
    opening = throw_away_world if throw_away else standing_world
    with (
        opening(service.folder) as world,
        _simulating_engine(engine or "embedded", world, workers, allowed, throw_away=throw_away) as (opened, attached),
    ):

        def stack_for(part: Part) -> Stack:
            stack = world.stack_for(real_stack(part, environment), attached)
            guard_simulated(stack)
            return stack

        def clouds() -> AbstractContextManager[SimulatedHost]:
            from stackwright.simcloud import open_host

            return closing(open_host(world.clouds, world.passphrase))

        def lift(urns: Collection[str]) -> Sequence[str]:
            from stackwright.simcloud.protection import lift_in

            return lift_in(world.clouds, world.passphrase, urns) if urns else ()

        yield Target(engine=opened, stack_for=stack_for, scratch=world.folder / "previews", clouds=clouds, lift=lift)
