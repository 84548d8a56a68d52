"""What is looked at in every part before the first one is touched, so that a run does not stop half-way."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from stackwright.deploy.means import Means
from stackwright.deploy.plan import Plan, PlannedPart
from stackwright.deploy.progress import Note
from stackwright.deploy.rehearsal.world import SIMULATED, TAG
from stackwright.deploy.scratch import resources
from stackwright.deploy.state.entries import entries
from stackwright.engine.embedded.graph import Graph
from stackwright.engine.protocol import Deployment, Stack
from stackwright.engine.state.rewriting import renamed
from stackwright.errors import InvalidInput, UsageError

Key = TypeVar("Key")
Answer = TypeVar("Answer")


def in_parallel(ask: Callable[[Key], Answer], keys: Iterable[Key], parallel: int) -> dict[Key, Answer]:
    """`ask` for each key, several at a time. The first error is raised after all have ended."""
    keys = list(keys)
    with ThreadPoolExecutor(min(parallel, len(keys)) or 1) as pool:
        return dict(zip(keys, pool.map(ask, keys), strict=True))


def deployments(stacks: Mapping[str, Stack], means: Means) -> dict[str, Deployment | None]:
    """What each stack's state holds, its key verified; None where there is no such stack.

    Raises:
        SecretsError: the passphrase is not that of one.
        EngineError: the state of one could not be read.
    """

    def read(name: str) -> Deployment | None:
        stack = stacks[name]
        former = means.former.get((stack.project, stack.name))
        deployment = None if is_missing(stack.backend) else means.engine.export(former or stack)
        means.verify(stack, deployment)
        if former and deployment:
            return renamed(deployment, stack.project, former.name, stack.name)
        return deployment

    return in_parallel(read, stacks, means.parallel)


def is_missing(backend: str) -> bool:
    """Whether a file backend's folder is not there yet: the official CLI would make it, only to find nothing there."""
    url = urlsplit(backend)
    return url.scheme == "file" and not url.netloc and not Path(unquote(url.path)).exists()


def is_deployed(deployment: Deployment | None) -> bool:
    """Whether a state holds anything; an empty stack stays after a destroy."""
    return deployment is not None and bool(resources(deployment))


def require_upstream(plan: Plan, found: Mapping[str, bool]) -> None:
    """Every stack that the plan's parts need, but that is not part of it, is deployed.

    Raises:
        UsageError: one is not.
    """
    for part in plan.parts:
        for label in part.upstream:
            if found[label]:
                continue
            raise UsageError(
                f"{part.name} needs {label}, which is not deployed in {plan.environment.name}",
                hint=_how_to_deploy(label, plan.upstream[label], plan),
            )


def _how_to_deploy(label: str, stack: Stack, plan: Plan) -> str:
    service, _, name = label.rpartition("/")
    if not service:
        return "Add --with-dependencies."
    environment = plan.environment.name
    command = f"stackwright up {service} {name} -e {environment} --with-dependencies"
    if stack.tags.get(TAG) != SIMULATED:
        return f"Deploy it first: {command}"
    together = f"stackwright up {plan.service.name} -e {environment} --simulate --with-dependencies"
    return f"Bring it up on the simulated clouds that stay: {command} --simulate; or both at once: {together}"


def require_no_dependents(plan: Plan, found: Mapping[str, Deployment | None]) -> None:
    """No deployed part outside the plan needs one inside: deleting it would take away what that part stands on.

    Raises:
        UsageError: one does.
    """
    standing = [name for name in plan.downstream if is_deployed(found[name])]
    if standing:
        inside = ", ".join(part.name for part in plan.parts)
        raise UsageError(
            f"{', '.join(standing)} would lose what {'it stands' if len(standing) == 1 else 'they stand'} on: {inside}",
            hint="Add --with-dependents, or destroy what depends on it first.",
        )


def lift_protection(plan: Plan, found: Mapping[str, Deployment | None], means: Means) -> None:
    """Unprotect every resource of the plan, with a backup of each state; both are told.

    Raises:
        StackLocked: another run holds a stack.
    """
    from stackwright.deploy.state.editing import unprotect
    from stackwright.deploy.state.saving import Edit, save

    for part in plan.parts:
        before = found[part.name]
        if before is None or not protected(before):
            continue
        after, lifted = unprotect(before, None if means.targets is None else means.targets.get(part.name, ()))
        if not lifted:
            continue
        [backup] = save([Edit(part.stack, before, after)], means.engine)
        names = ", ".join(entry.label for entry in lifted)
        means.listener(Note(f"{part.name}: no longer protected: {names}; the state before is in {backup.path}"))


def require_unprotected(
    plan: Plan,
    found: Mapping[str, Deployment | None],
    targets: Mapping[str, Collection[str]] | None = None,
    excludes: Mapping[str, Collection[str]] | None = None,
) -> None:
    """No resource of the plan is protected; with `targets`, none of those; with `excludes`, none but those and what
    they depend on.

    Raises:
        InvalidInput: some are; each is named with its part, its URN and what lifts the protection.
    """
    errors = [
        UsageError(
            f"{part.name} holds a protected resource: {urn}",
            hint=f"If it may go, add --unprotect, or: {_unprotect(part, urn)}",
        )
        for part in plan.parts
        for urn in protected(found[part.name])
        if (targets is None or urn in targets.get(part.name, ()))
        and urn not in _spared(found[part.name], (excludes or {}).get(part.name, ()))
    ]
    if errors:
        raise InvalidInput(errors)


def _spared(deployment: Deployment | None, excludes: Collection[str]) -> set[str]:
    """The URNs that a destruction leaves: what is excluded, and what that depends on."""
    if not excludes:
        return set()
    outlines = [entry.outline for entry in entries(deployment)]
    graph = Graph(outlines)
    excluded = [outline for outline in outlines if outline.urn in excludes]
    needed = [found for outline in excluded for found in graph.all_dependencies(outline)]
    return {outline.urn for outline in (*excluded, *needed)}


def _unprotect(part: PlannedPart, urn: str) -> str:
    """The command that lifts a protection, to be pasted into a shell."""
    pulumi = "stackwright simulate -- pulumi" if part.stack.tags.get(TAG) == SIMULATED else "pulumi"
    folder = shlex.quote(str(part.stack.directory))
    return f"cd {folder} && {pulumi} state unprotect {shlex.quote(urn)} --stack {shlex.quote(part.stack.name)}"


def protected(deployment: Deployment | None) -> list[str]:
    """The URNs of the protected resources of a deployment."""
    if deployment is None:
        return []
    return [str(resource["urn"]) for resource in resources(deployment) if resource.get("protect")]
