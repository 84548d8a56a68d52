"""Parts that were renamed (`was:`): their stacks still have the old name, until something is deployed.

A preview reads the old stack as if it had the new name already; whatever writes renames it first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from stackwright.deploy.checks import is_deployed, is_missing
from stackwright.deploy.means import Means
from stackwright.deploy.progress import Note
from stackwright.deploy.scratch import empty_deployment
from stackwright.deploy.state.entries import entries
from stackwright.engine.protocol import Deployment, Engine, Stack
from stackwright.engine.state.rewriting import renamed
from stackwright.errors import UsageError
from stackwright.service.model import Environment, Part, Service


def find_former(
    service: Service, environment: Environment, engine: Engine, stack_for: Callable[[Part], Stack]
) -> dict[tuple[str, str], Stack]:
    """The stacks that still have the name of a renamed part, by the project and name that they are to have.

    Raises:
        UsageError: both the old and the new name have resources.
        EngineError: a backend could not be read.
    """
    names: dict[str, list[str]] = {}
    found: dict[tuple[str, str], Stack] = {}
    for part in service.parts[environment.name].values():
        old_names = _old_names(part)
        if not old_names:
            continue
        new = stack_for(part)
        if new.project not in names:
            names[new.project] = [] if is_missing(new.backend) else engine.stacks(new)
        there = [name for name in old_names if name in names[new.project]]
        deployed = [name for name in there if is_deployed(engine.export(replace(new, name=name)))]
        if not deployed:
            continue
        old = stack_for(replace(part, stack=deployed[0]))
        if new.name in names[new.project]:
            _refuse_both(part, old, new, engine)
        found[new.project, new.name] = old
    return found


def _old_names(part: Part) -> list[str]:
    """What the part's stack was called before; nothing where the file names the stack."""
    if not part.stack.endswith(f".{part.name}"):
        return []
    prefix = part.stack.removesuffix(part.name)
    return [prefix + name for name in part.was]


def _refuse_both(part: Part, old: Stack, new: Stack, engine: Engine) -> None:
    deployment = engine.export(new)
    if is_deployed(deployment) and not _is_copy(engine.export(old), deployment, old, new):
        raise UsageError(
            f"both {old.name} and {new.name} have resources; {part.name} can be one of them",
            where=part.keys.get("was", part.where),
            hint=f"Take the old name out of `was`: then {old.name} is left alone.",
        )


def _is_copy(before: Deployment | None, after: Deployment | None, old: Stack, new: Stack) -> bool:
    """Whether a renaming that was cut off left both: then the new one has the same resources."""
    expected = renamed(before, old.project, old.name, new.name) if before else None
    return [(each.urn, each.outline.id) for each in entries(expected)] == [
        (each.urn, each.outline.id) for each in entries(after)
    ]


def rename_former(means: Means) -> Means:
    """Give every stack in `means.former` the name of its part; returns means that know of none any more.

    Raises:
        StackLocked: another run holds one.
    """
    for (_, name), old in means.former.items():
        _rename(old, name, means.engine)
        means.listener(Note(f"Renamed: {old.name} is now {name}"))
    return replace(means, former=_NONE)


_NONE: Mapping[tuple[str, str], Stack] = {}


def _rename(old: Stack, name: str, engine: Engine) -> None:
    new = replace(old, name=name)
    there = engine.export(new)
    if there is None:
        engine.rename(old, name)
    elif is_deployed(there):  # a copy, see `_is_copy`
        engine.import_(old, empty_deployment())
        engine.remove(old)
    else:
        engine.remove(new)
        engine.rename(old, name)
