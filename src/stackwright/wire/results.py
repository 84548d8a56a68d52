"""What a provider answers. Mirrors pulumi's `provider.proto`, field by field, with values in wire form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from stackwright.errors import CloudError
from stackwright.wire.values import Properties

DiffKind = Literal["add", "add-replace", "delete", "delete-replace", "update", "update-replace"]


@dataclass(frozen=True, slots=True)
class CheckFailure:
    """One input that the provider refuses. `property` is a property path, or empty for the resource as a whole."""

    property: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The inputs with the provider's defaults and autonames filled in, and what is wrong with them."""

    inputs: Properties
    failures: Sequence[CheckFailure] = ()


class Changes(IntEnum):
    """`DiffResponse.DiffChanges`: UNKNOWN leaves the comparison to the engine."""

    UNKNOWN = 0
    NONE = 1
    SOME = 2


@dataclass(frozen=True, slots=True)
class PropertyDiff:
    """One changed property. `input_diff`: old and new inputs were compared, not old outputs and new inputs."""

    kind: DiffKind
    input_diff: bool = False


@dataclass(frozen=True, slots=True)
class DiffResult:
    """What would change. `detailed` is None where the provider gives no detailed diff."""

    changes: Changes
    replaces: Sequence[str] = ()
    stables: Sequence[str] = ()
    delete_before_replace: bool = False
    diffs: Sequence[str] = ()
    detailed: Mapping[str, PropertyDiff] | None = None


@dataclass(frozen=True, slots=True)
class CreateResult:
    """`id` is empty in a preview."""

    id: str
    outputs: Properties


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What the cloud has now. An empty `id` says that the resource is gone."""

    id: str
    inputs: Properties
    outputs: Properties


@dataclass(frozen=True, slots=True)
class InvokeResult:
    """The answer of a provider function."""

    value: Properties
    failures: Sequence[CheckFailure] = ()


class InitFailed(CloudError):
    """The resource exists, but did not become ready (`ErrorResourceInitFailed` in provider.proto).

    The engine keeps `id`, `outputs` and `reasons` in the state, and the next run updates the resource.
    """

    def __init__(self, id: str, outputs: Properties, reasons: Sequence[str], inputs: Properties | None = None) -> None:
        super().__init__("; ".join(reasons) or f"{id} did not become ready")
        self.id = id
        self.outputs = outputs
        self.reasons = tuple(reasons)
        self.inputs: Properties = inputs or {}


class NotSimulated(CloudError):
    """A simulated cloud cannot do what a program needs. The program is not told, as it could do nothing about it: the
    run ends with the message.
    """


class AnswerLost(CloudError):
    """The connection broke before the answer: whether the cloud did what it was asked is not known.

    Over gRPC it is `UNAVAILABLE`. The official CLI takes it for a plain failure and forgets the operation; what the
    cloud has made by then is in no state.
    """
