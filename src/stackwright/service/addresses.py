"""Which Pulumi stack a reference leads to."""

from __future__ import annotations

from dataclasses import dataclass

from stackwright.service.graph import external_name
from stackwright.service.loading import load_neighbour
from stackwright.service.model import Part, Reference, Service
from stackwright.service.project import stack_name


@dataclass(frozen=True, slots=True)
class Address:
    """A stack by project and name. `part` is what it stands for, and None where its service's file is not at hand.

    `name` is what a person calls it: `part`, or `service/part`.
    """

    name: str
    project: str
    stack: str
    part: Part | None


def address(service: Service, environment: str, reference: Reference) -> Address:
    """The stack that a reference in one of the service's parts leads to.

    Of another service whose file is not in the folder beside this one, all that is known is how stacks are called.

    Raises:
        ServiceError, InvalidInput: the other service's file is there, but wrong.
    """
    other = service if reference.service is None else load_neighbour(service, reference.service)
    project = reference.service or service.name
    return address_in(other, environment, reference.part, project=project, name=external_name(reference))


def address_in(service: Service | None, environment: str, part: str, *, project: str, name: str) -> Address:
    """The stack of a part of a service that may not be at hand, or have no such part; `project` is what it is called.

    `name` is the address's.
    """
    found = service.parts.get(environment, {}).get(part) if service else None
    if found is not None:
        return Address(name, found.project, found.stack, found)
    return Address(name, project, stack_name(environment, project, part, outside=False), None)
