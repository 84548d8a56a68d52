"""A service: its file, the SDKs that its clouds need, and the backend and key of each environment."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from stackwright.deploy.doctor.model import Finding, of_error
from stackwright.deploy.doctor.states import Backend, look, own_passphrase
from stackwright.deploy.doctor.worlds import worlds
from stackwright.engine.protocol import Stack
from stackwright.engine.pulumi import executable
from stackwright.engine.pulumi.engine import PulumiEngine
from stackwright.errors import InvalidInput, StackwrightError, UsageError
from stackwright.service.catalogue import installed
from stackwright.service.loading import load_service
from stackwright.service.model import Environment, Service

_PATIENCE: Final = 20.0
"""Seconds that a backend elsewhere has to answer."""


def load(path: Path) -> tuple[Service | None, list[Finding]]:
    """The service if it can be read, and what is wrong with it."""
    try:
        service = load_service(path, installed())
    except InvalidInput as error:
        return None, [of_error("service", each) for each in error.errors]
    except StackwrightError as error:
        return None, [of_error("service", error)]
    count = len({name for parts in service.parts.values() for name in parts})
    return service, [Finding("ok", "service", f"{service.name} is valid: {count} parts")]


def extras(service: Service) -> set[str]:
    """The extras that it needs: the SDKs of its parts' clouds, and policies where it is judged by some."""
    # What hybrid parts reach is where other parts are.
    found: set[str] = {part.cloud for parts in service.parts.values() for part in parts.values() if part.cloud}
    judged = any(environment.policies.packs for environment in service.environments.values())
    return found | ({"policies"} if judged else set())


def look_at(service: Service, only: str | None = None) -> Iterator[Finding]:
    """Each environment (or `only` one), then the rehearsals."""
    for name, environment in service.environments.items():
        if only in (None, name):
            yield from _environment(service, environment)
    word = shlex.quote(service.folder.name)
    every = {part.project for parts in service.parts.values() for part in parts.values()}
    yield from worlds(service.folder, sorted(every), f"stackwright refresh {word} --simulate")


def _environment(service: Service, environment: Environment) -> Iterator[Finding]:
    parts = service.parts[environment.name].values()
    guarded = environment.secrets == "passphrase"
    about = f"environment {environment.name}"
    if environment.backend.startswith("file://"):
        refresh = f"stackwright refresh {shlex.quote(service.folder.name)} -e {environment.name}"
        folder = Path(unquote(environment.backend.removeprefix("file://").partition("?")[0]))
        projects = sorted({part.project for part in parts})
        yield from look(Backend(about, folder, projects, refresh, own_passphrase if guarded else None))
        return
    if guarded:
        try:
            own_passphrase()
        except StackwrightError as error:
            yield of_error(about, error, "warn")
    for part in list(parts)[:1]:
        stack = Stack(
            name=part.stack,
            project=part.project,
            directory=part.directory,
            backend=environment.backend,
            secrets_provider=environment.secrets,
        )
        yield _reachable(about, stack)


def _reachable(about: str, stack: Stack) -> Finding:
    """Ask a backend elsewhere for the names of its stacks."""
    hint = "Look at the network and the credentials; `pulumi stack ls` in the service's folder asks the same."
    try:
        executable.find()
    except UsageError:
        return Finding("warn", about, f"the backend {stack.backend} was not asked: that takes the Pulumi CLI")
    with closing(PulumiEngine()) as engine, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(engine.stacks, stack)
        try:
            names = asked.result(_PATIENCE)
        except TookTooLong:
            for _ in range(3):
                engine.cancel()
            return Finding("fail", about, f"the backend {stack.backend} did not answer in {_PATIENCE:.0f} s", hint)
        except StackwrightError as error:
            said = error.message.splitlines()[-1].removeprefix("error: ")
            return Finding("fail", about, f"the backend {stack.backend} cannot be reached: {said}", hint)
    return Finding("ok", about, f"the backend {stack.backend} answers: {len(names)} stacks of {stack.project}")
