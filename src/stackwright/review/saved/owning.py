"""Which part of a service a stack is of, where the service is at hand: a state and a plan do not tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from stackwright.service.facts import facts_of
from stackwright.service.layout import FILE
from stackwright.service.loading import load_service
from stackwright.service.model import Environment, Part


@dataclass(frozen=True, slots=True)
class Owner:
    """A part, with those beside it in its environment; `facts` are what the manifest knows of it."""

    environment: Environment
    part: Part
    parts: Mapping[str, Part]
    facts: Mapping[str, str]


def find_owner(folder: Path | None, project: str, stack: str) -> Owner | None:
    """The part that is deployed as this stack; `folder` is that of the project. None if no service says so.

    Raises:
        InputError: the service there cannot be read.
    """
    if folder is None or not (folder / FILE).is_file():
        return None
    service = load_service(folder / FILE, None)
    for name, parts in service.parts.items():
        for part in parts.values():
            if (part.project, part.stack) == (project, stack):
                environment = service.environments[name]
                return Owner(environment, part, parts, facts_of(service, environment, part.name))
    return None
