"""The resource, or call, that values are made for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from stackwright.simcloud.identity import Identity
from stackwright.simcloud.seed import Seed
from stackwright.wire.values import Properties, Value

_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
_YEAR_SECONDS = 365 * 24 * 3600


def _nothing(_id: str) -> Properties:
    return {}


def _none(_type: str) -> Sequence[Properties]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """`inputs` are plain: neither secret marks nor unknowns. `id` is empty until it was chosen."""

    package: str
    token: str
    name: str
    """The resource's name in Pulumi."""
    inputs: Properties
    identity: Identity
    seed: Seed
    id: str = ""
    generation: int = 1
    """Which of those it is that its URN has had, counted from 1; 0 in a preview."""
    unknown: frozenset[str] = frozenset()
    """The inputs that are not known yet, which `inputs` therefore lacks; in previews only."""
    other: Callable[[str], Properties] = field(default=_nothing, repr=False)
    """The outputs of another resource of this cloud by its id; empty if there is none."""
    others: Callable[[str], Sequence[Properties]] = field(default=_none, repr=False)
    """The outputs of all resources of a type that stand in this cloud."""

    def alike(self) -> Sequence[Properties]:
        """The outputs of all that stand of its type."""
        return self.others(self.token)

    def with_id(self, id: str) -> Subject:
        return replace(self, id=id)

    @property
    def service(self) -> str:
        """`ec2` of `aws:ec2/vpc:Vpc`, `storage` of `azure-native:storage:StorageAccount`."""
        return self.token.split(":")[1].split("/")[0]

    @property
    def kind(self) -> str:
        """`Vpc` of `aws:ec2/vpc:Vpc`."""
        return self.token.rpartition(":")[2]

    def text(self, name: str, default: str = "") -> str:
        """An input as text, or `default`."""
        value = self.inputs.get(name)
        return value if isinstance(value, str) else default

    def number(self, name: str, default: int) -> int:
        value = self.inputs.get(name)
        return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else default

    def items(self, name: str) -> list[Value]:
        value = self.inputs.get(name)
        return value if isinstance(value, list) else []

    def mapping(self, name: str) -> dict[str, Value]:
        value = self.inputs.get(name)
        return value if isinstance(value, dict) else {}

    @property
    def place(self) -> str:
        """Its location, else that of its resource group, which azure-native asks for where it has none of its own
        (`getDefaultLocation` in its `provider/pkg/provider/provider.go`), else the provider's.
        """
        given = self.text("location")
        if given or self.package != "azure-native":
            return given or self.identity.location
        group = self.text("resourceGroupName")
        there = f"/subscriptions/{self.identity.subscription}/resourceGroups/{group}"
        found = self.other(there).get("location") if group and self.id != there else None
        return found if isinstance(found, str) else self.identity.location

    @property
    def physical_name(self) -> str:
        """The `name` that the cloud knows it by, else its name in Pulumi. Azure's is the last piece of its id."""
        if self.package == "azure-native" and self.id:
            return self.id.rpartition("/")[2]
        return self.text("name") or self.name

    def time(self, salt: str = "created") -> datetime:
        """A moment of 2025, repeatable: what the clouds give as time of creation."""
        return _EPOCH + timedelta(seconds=self.seed.below(_YEAR_SECONDS, salt))

    def timestamp(self, salt: str = "created") -> str:
        """`2025-03-01T12:30:15Z`."""
        return self.time(salt).strftime("%Y-%m-%dT%H:%M:%SZ")
