"""What a cloud looks at before it does something: all that stands, and stood, in one account of a simulated world."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from stackwright.simcloud.store import Store
from stackwright.wire.values import Properties, Value, revealed


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that stands. `values` are its inputs and outputs, plain; an input that changed since wins."""

    id: str
    token: str
    urn: str
    values: Properties

    @property
    def kind(self) -> str:
        """`Vpc` of `aws:ec2/vpc:Vpc`."""
        return self.token.rpartition(":")[2]

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return value if isinstance(value, str) else ""


class World(Protocol):
    """Asked by rules; everything but `ids_anywhere` and `deleted_anywhere` is about one account, project or cluster."""

    def of(self, *tokens: str) -> Sequence[Thing]:
        """What stands of some types, in order of creation."""
        ...

    def count(self, token: str) -> int: ...

    def stands(self, id: str) -> bool: ...

    def gone(self, id: str) -> bool:
        """Whether it was made here, and is not there any more. What was never made here may be anywhere."""
        ...

    def ids_inside(self, path: str) -> Sequence[str]:
        """The ids of what stands below a path, as Azure's resource groups are one."""
        ...

    def made(self, id: str) -> bool:
        """Whether it stands and was made here, not only read."""
        ...

    def ids_anywhere(self, token: str) -> Sequence[str]:
        """Of all accounts."""
        ...

    def deleted_anywhere(self, token: str) -> Sequence[str]:
        """The ids of what Pulumi deleted; what was lost behind its back is not among them."""
        ...


class StoredWorld:
    """Satisfies `World` with what a store holds."""

    def __init__(self, store: Store, package: str, realm: str) -> None:
        self._store, self._package, self._realm = store, package, realm

    def of(self, *tokens: str) -> list[Thing]:
        found = self._store.of_types(self._package, tokens, self._realm)
        return [
            Thing(
                item.id,
                item.type,
                item.urn,
                revealed({**item.outputs, **item.inputs}),
            )
            for item in found
        ]

    def count(self, token: str) -> int:
        return len(self._store.ids(self._package, token, self._realm))

    def stands(self, id: str) -> bool:
        return any(standing for standing, _ in self._store.lives(self._package, id, self._realm))

    def gone(self, id: str) -> bool:
        lives = self._store.lives(self._package, id, self._realm)
        return bool(lives) and not any(standing for standing, _ in lives)

    def made(self, id: str) -> bool:
        return any(standing and made for standing, made in self._store.lives(self._package, id, self._realm))

    def ids_inside(self, path: str) -> list[str]:
        return self._store.ids_inside(self._package, path)

    def ids_anywhere(self, token: str) -> list[str]:
        return self._store.ids(self._package, token)

    def deleted_anywhere(self, token: str) -> list[str]:
        return self._store.ids_deleted(self._package, token)


def texts(value: Value) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "__defaults":
                yield from texts(item)


def at(value: Value, path: str) -> Iterator[Value]:
    """What is at `ipConfigurations.subnet.id`, in every item of a list on the way."""
    if isinstance(value, list):
        for item in value:
            yield from at(item, path)
    elif not path:
        if value is not None:
            yield value
    elif isinstance(value, dict):
        name, _, rest = path.partition(".")
        yield from at(value.get(name), rest)


def texts_at(values: Properties, *paths: str) -> list[str]:
    """The texts at some paths."""
    return [found for path in paths for found in at(values, path) if isinstance(found, str) and found]
