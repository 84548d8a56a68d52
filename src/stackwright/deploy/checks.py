"""What is looked at in every part before the first one is touched, so that a run does not stop half-way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from stackwright.deploy.plan import Plan
from stackwright.deploy.scratch import resources
from stackwright.engine.protocol import Deployment, Engine, Stack
from stackwright.errors import InputError, InvalidInput, UsageError

Key = TypeVar("Key")
Answer = TypeVar("Answer")


def in_parallel(ask: Callable[[Key], Answer], keys: Iterable[Key], parallel: int) -> dict[Key, Answer]:
    """`ask` for each key, several at a time. The first error is raised after all have ended."""
    keys = list(keys)
    with ThreadPoolExecutor(min(parallel, len(keys)) or 1) as pool:
        return dict(zip(keys, pool.map(ask, keys), strict=True))


def deployments(engine: Engine, stacks: Mapping[str, Stack], parallel: int) -> dict[str, Deployment | None]:
    """What is deployed in each stack; None where there is no such stack."""
    return in_parallel(lambda name: engine.export(stacks[name]), stacks, parallel)


def require_upstream(plan: Plan, found: Mapping[str, bool]) -> None:
    """Every stack that the plan's parts need, but that is not part of it, is deployed.

    Raises:
        UsageError: one is not.
    """
    for part in plan.parts:
        for label in part.upstream:
            if found[label]:
                continue
            service, _, name = label.rpartition("/")
            if service:
                hint = f"Deploy it first: stackwright up {service} {name} -e {plan.environment.name}"
            else:
                hint = "Add --with-dependencies."
            raise UsageError(f"{part.name} needs {label}, which is not deployed in {plan.environment.name}", hint=hint)


def require_no_dependents(plan: Plan, found: Mapping[str, Deployment | None]) -> None:
    """No deployed part outside the plan needs one inside: deleting it would take away what that part stands on.

    Raises:
        UsageError: one does.
    """
    standing = [name for name, deployment in found.items() if deployment and resources(deployment)]
    if standing:
        inside = ", ".join(part.name for part in plan.parts)
        raise UsageError(
            f"{', '.join(standing)} would lose what {'it stands' if len(standing) == 1 else 'they stand'} on: {inside}",
            hint="Add --with-dependents, or destroy what depends on it first.",
        )


def require_unprotected(plan: Plan, found: Mapping[str, Deployment | None]) -> None:
    """No resource of the plan is protected.

    Raises:
        InvalidInput: some are; each is named with its part, its URN and what lifts the protection.
    """
    errors: list[InputError] = []
    for part in plan.parts:
        for urn in protected(found[part.name]):
            folder, stack = part.stack.directory, part.stack.name
            errors.append(
                UsageError(
                    f"{part.name} holds a protected resource: {urn}",
                    hint=f"If it may go: cd {folder} && pulumi state unprotect '{urn}' --stack {stack}",
                )
            )
    if errors:
        raise InvalidInput(errors)


def protected(deployment: Deployment | None) -> list[str]:
    """The URNs of the protected resources of a deployment."""
    if deployment is None:
        return []
    return [str(resource["urn"]) for resource in resources(deployment) if resource.get("protect")]
