"""Which part of which service a Pulumi stack stands for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stackwright.errors import UsageError
from stackwright.service.changing import UNCHANGED, Changes, changed
from stackwright.service.layout import FILE
from stackwright.service.loading import load_service
from stackwright.service.model import BlueprintInfo, Catalogue, Environment, Part, Service
from stackwright.service.names import nearest
from stackwright.service.versions import resolve


@dataclass(frozen=True, slots=True)
class Target:
    """What a stack stands for. `catalogue` is what upstream parts' outputs are looked up in."""

    service: Service
    environment: Environment
    part: Part
    blueprint: BlueprintInfo
    catalogue: Catalogue


def find_target(folder: Path, stack: str, catalogue: Catalogue, changes: Changes = UNCHANGED) -> Target:
    """The part that `stack` stands for in the service of `folder`, a Pulumi project's root, as `changes` make it.

    Only the stack's environment is checked against the catalogue: others may use other versions, from other
    interpreters.

    Raises:
        ServiceError, InvalidInput: the service's file is wrong.
        UsageError: no part has such a stack; lists those that there are.
    """
    environment = stack.partition(".")[0]
    service = _load(folder / FILE, catalogue, environment)
    if changes != UNCHANGED:
        service = changed(service, environment, changes, catalogue)
    for name, parts in service.parts.items():
        for part in parts.values():
            if part.stack == stack and part.blueprint is not None and part.program is None:
                blueprint = resolve(catalogue, part.blueprint, part.version, where=part.where)
                return Target(service, service.environments[name], part, blueprint, catalogue)
    raise UsageError(f"no part of service '{service.name}' has the stack '{stack}'", hint=_stacks(service, stack))


_LOADED: Final[dict[tuple[Path, str], tuple[Catalogue, tuple[int, ...], Service]]] = {}


def _load(path: Path, catalogue: Catalogue, environment: str) -> Service:
    """The service, loaded once per process and environment for as long as its file and the catalogue stay the same.

    The embedded engine runs the program of every part in a few processes: fifty parts would load fifty parts each.
    """
    try:
        status = path.stat()
    except OSError:
        return load_service(path, catalogue, environments={environment})  # says what is wrong
    state = status.st_mtime_ns, status.st_size, status.st_ino
    known = _LOADED.get((path, environment))
    if known is None or known[0] is not catalogue or known[1] != state:
        known = _LOADED[path, environment] = catalogue, state, load_service(path, catalogue, environments={environment})
    return known[2]


def _stacks(service: Service, wanted: str) -> str:
    stacks = [part.stack for parts in service.parts.values() for part in parts.values() if part.program is None]
    close = nearest(wanted, stacks)
    meant = f"Did you mean '{close}'? " if close else ""
    return f"{meant}Its stacks are: {', '.join(stacks)}."
