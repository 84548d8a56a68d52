"""Which part of which service a Pulumi stack stands for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stackwright.errors import UsageError
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


def find_target(folder: Path, stack: str, catalogue: Catalogue) -> Target:
    """The part that `stack` stands for in the service of `folder`, a Pulumi project's root.

    Only the stack's environment is checked against the catalogue: others may use other versions, from other
    interpreters.

    Raises:
        ServiceError, InvalidInput: the service's file is wrong.
        UsageError: no part has such a stack; lists those that there are.
    """
    guess = stack.partition(".")[0]
    service = load_service(folder / FILE, catalogue, environments={guess})
    for name, parts in service.parts.items():
        for part in parts.values():
            if part.stack == stack and part.blueprint is not None and part.program is None:
                blueprint = resolve(catalogue, part.blueprint, part.version, where=part.where)
                return Target(service, service.environments[name], part, blueprint, catalogue)
    raise UsageError(f"no part of service '{service.name}' has the stack '{stack}'", hint=_stacks(service, stack))


def _stacks(service: Service, wanted: str) -> str:
    stacks = [part.stack for parts in service.parts.values() for part in parts.values() if part.program is None]
    close = nearest(wanted, stacks)
    meant = f"Did you mean '{close}'? " if close else ""
    return f"{meant}Its stacks are: {', '.join(stacks)}."
