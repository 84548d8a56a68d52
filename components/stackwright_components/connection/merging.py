"""What several connections give one container, put together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Protocol, TypeVar

import pulumi

from stackwright_components.connection.interface import Connected
from stackwright_components.conventions import ArgumentError

Variables = Mapping[str, pulumi.Input[str]]


class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]


Container = TypeVar("Container", bound=_Dataclass)


def merged(connected: Sequence[Connected]) -> Connected:
    """All of them as one.

    Raises:
        ArgumentError: two give the same variable.
    """
    return Connected(
        environment=variables(*(it.environment for it in connected)),
        secrets=variables(*(it.secrets for it in connected)),
        secret_references=variables(*(it.secret_references for it in connected)),
        secret_key_arns=[arn for it in connected for arn in it.secret_key_arns],
        projections=[projection for it in connected for projection in it.projections],
        prerequisites=[resource for it in connected for resource in it.prerequisites],
    )


def furnished(container: Container, connected: Connected) -> Container:
    """What a container is given (`environment`, `secrets` and, where its cloud has them, `secret_references` and
    `secret_key_arns`), with what its connections give it.

    Raises:
        ArgumentError: a connection gives a variable that the container has already.
    """
    there = container.__dataclass_fields__
    kinds = [kind for kind in ("environment", "secrets", "secret_references") if kind in there]
    refuse_twice(*(getattr(source, kind) for source in (container, connected) for kind in kinds))
    more: dict[str, Any] = {kind: {**getattr(container, kind), **getattr(connected, kind)} for kind in kinds}
    if "secret_key_arns" in there:
        more["secret_key_arns"] = [*getattr(container, "secret_key_arns"), *connected.secret_key_arns]  # noqa: B009
    return replace(container, **more)


def variables(*sources: Variables) -> dict[str, pulumi.Input[str]]:
    """The variables of all sources.

    Raises:
        ArgumentError: one is given twice.
    """
    found: dict[str, pulumi.Input[str]] = {}
    for source in sources:
        refuse_twice(found, source)
        found.update(source)
    return found


def refuse_twice(*sources: Iterable[str]) -> None:
    """Refuse a variable that several sources give: its container would get one of them, and nobody says which.

    Raises:
        ArgumentError: naming the variables.
    """
    names = [name for source in sources for name in source]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ArgumentError(
            "environment", f"{', '.join(twice)} is given twice, as a variable, as a secret or by a connection"
        )
