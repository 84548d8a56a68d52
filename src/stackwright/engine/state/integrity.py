"""Whether a state is one that Pulumi accepts, and how references in it follow renamed resources.

Source: `pkg/resource/stack/snapshot/integrity.go` and `pkg/resource/deploy/snapshot.go` (pulumi v3.260).
"""

from __future__ import annotations

from collections.abc import Sequence

from stackwright.engine.state import urns
from stackwright.engine.state.resource import Operation, Resource, Snapshot
from stackwright.errors import StateError


def verify(resources: Sequence[Resource]) -> None:
    """Check what Pulumi checks before it uses or saves a state.

    Raises:
        StateError: a resource names one that is missing or comes later, or a URN is there twice.
    """
    seen: set[str] = set()
    providers: set[str] = set()
    alive: set[str] = set()
    for index, resource in enumerate(resources):
        urn = resource.urn
        if not resource.custom and resource.id:
            raise _fault(f"resource {urn} is not custom, but has an id")
        if resource.is_provider:
            providers.add(urns.reference(urn, resource.id))
        if resource.provider and resource.provider not in providers and not resource.pending_replacement:
            raise _fault(f"resource {urn} refers to unknown provider {resource.provider}")
        for kind, dependency, _ in resource.dependencies_by_kind():
            if dependency not in seen and kind != "replace_with":
                later = any(other.urn == dependency for other in resources[index + 1 :])
                raise _fault(
                    f"resource {urn} names {dependency} ({kind}), which {'comes after it' if later else 'is missing'}"
                )
        seen.add(urn)
        if not resource.delete:
            if urn in alive:
                raise _fault(f"duplicate resource {urn} (not marked for deletion)")
            alive.add(urn)


def _fault(message: str) -> StateError:
    return StateError(f"the stack's state is not sound: {message}")


def normalised(snapshot: Snapshot) -> Snapshot:
    """The snapshot with every reference to a former URN replaced by the present one. The argument is left alone."""
    if not any(resource.aliases for resource in snapshot.resources):
        return snapshot
    renamed = _renamed(snapshot.resources)
    return Snapshot(
        resources=[_follow(resource, renamed) for resource in snapshot.resources],
        operations=[Operation(_follow(op.resource, renamed), op.type) for op in snapshot.operations],
        salt=snapshot.salt,
        metadata=snapshot.metadata,
    )


def _renamed(resources: Sequence[Resource]) -> dict[str, str]:
    renamed: dict[str, str] = {}
    for resource in resources:
        for alias in resource.aliases:
            other = renamed.setdefault(alias, resource.urn)
            if other != resource.urn:
                raise _fault(f"both {other} and {resource.urn} are aliased to {alias}")
        parent = renamed.get(resource.parent)
        if parent and urns.qualified_type(parent) != urns.STACK_TYPE:
            urn = resource.urn
            renamed[urn] = urns.create(
                urns.stack_of(urn),
                urns.project_of(urn),
                urns.qualified_type(parent),
                urns.type_of(urn),
                urns.name_of(urn),
            )
    return renamed


def _follow(resource: Resource, renamed: dict[str, str]) -> Resource:
    def now(urn: str) -> str:
        return renamed.get(urn, urn)

    provider = resource.provider
    if provider:
        urn, id_ = urns.parse_reference(provider)
        provider = urns.reference(now(urn), id_)
    return resource.copy(
        urn=now(resource.urn),
        parent=now(resource.parent),
        provider=provider,
        dependencies=[now(urn) for urn in resource.dependencies],
        property_dependencies={key: [now(urn) for urn in of] for key, of in resource.property_dependencies.items()},
        deleted_with=now(resource.deleted_with),
        replace_with=[now(urn) for urn in resource.replace_with],
        aliases=[],
    )


def pruned(resources: Sequence[Resource]) -> list[Resource]:
    """What is left of `resources` when some that they name are gone: they name only each other.

    A resource whose parent is gone becomes a child of the root, and a property that depends on nothing is no longer
    listed (`rebuildBaseState` and `undangleParentResources` in `pkg/resource/deploy/deployment_executor.go`).
    """
    there: set[str] = set()
    result: list[Resource] = []
    for resource in resources:
        left = {key: [urn for urn in of if urn in there] for key, of in resource.property_dependencies.items()}
        resource = resource.copy(
            parent=resource.parent if resource.parent in there else "",
            dependencies=[urn for urn in resource.dependencies if urn in there],
            property_dependencies={key: of for key, of in left.items() if of},
            deleted_with=resource.deleted_with if resource.deleted_with in there else "",
            replace_with=[urn for urn in resource.replace_with if urn in there],
        )
        there.add(resource.urn)
        result.append(resource)
    return result
