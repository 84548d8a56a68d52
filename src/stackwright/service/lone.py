"""A Pulumi project by itself, as a service of one part: what is rehearsed where there is no service.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stackwright.errors import Location, UsageError
from stackwright.service.model import Environment, Input, Part, Service
from stackwright.service.project import FILES, Project

DEFAULT_STACK = "dev"
"""The stack of a project that has no Pulumi.<stack>.yaml."""


def lone_service(project: Project, stacks: Sequence[str], stack: str | None, config: Mapping[str, Input]) -> Service:
    """The project as a service of one part, both called as it is, in the environment that is called as the stack.

    `stacks` are those that it has a configuration file for; `stack` is the one that is wanted, by default the only one.
    `config` is said in place of its files.

    Raises:
        UsageError: it has several stacks, and none is named.
    """
    if stack is None and len(stacks) > 1:
        raise UsageError(f"{project.name} has several stacks; choose one with --stack", hint=", ".join(stacks))
    chosen = stack or next(iter(stacks), DEFAULT_STACK)
    folder, where = project.path.parent, Location(project.path)
    name = part_name(project)
    part = Part(
        name=name, program=folder, inputs=config, stack=chosen, project=project.name, directory=folder, where=where
    )
    environment = Environment(name=chosen, backend="", secrets="passphrase", providers={}, where=where)
    return Service(
        name=name,
        owner="",
        folder=folder,
        path=project.path,
        environments={chosen: environment},
        parts={chosen: {name: part}},
    )


def part_name(project: Project) -> str:
    """What its one part is called: without a dot, since `PART.INPUT` must say where one ends."""
    return project.name.replace(".", "-")


def is_lone(service: Service) -> bool:
    """Whether it is a Pulumi project by itself: what it was read from is a project's file."""
    return service.path.name in FILES
