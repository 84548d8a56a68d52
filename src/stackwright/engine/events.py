"""What an engine reports while it works: Pulumi's engine events, typed, as both engines yield them.

The fields are those of `sdk/go/common/apitype/events.go` (pulumi v3.260), which is also what the official CLI writes
to `--event-log`. Values are masked: a secret is `"[secret]"`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from stackwright.wire.results import PropertyDiff
from stackwright.wire.values import Properties

OpType = Literal[
    "same",
    "create",
    "update",
    "delete",
    "replace",
    "create-replacement",
    "delete-replaced",
    "read",
    "read-replacement",
    "refresh",
    "discard",
    "discard-replaced",
    "remove-pending-replace",
    "import",
    "import-replacement",
]
Severity = Literal["debug", "info", "info#err", "warning", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepState:
    """One side of a step. `inputs` and `outputs` are masked."""

    urn: str
    type: str
    custom: bool = True
    delete: bool = False
    id: str = ""
    parent: str = ""
    protect: bool = False
    external: bool = False
    retain_on_delete: bool = False
    inputs: Properties = field(default_factory=Properties)
    outputs: Properties = field(default_factory=Properties)
    provider: str = ""
    init_errors: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step, planned or done. `keys` force a replacement; `diffs` are the changed top-level properties."""

    op: OpType
    urn: str
    type: str
    old: StepState | None = None
    new: StepState | None = None
    keys: Sequence[str] = ()
    diffs: Sequence[str] = ()
    detailed_diff: Mapping[str, PropertyDiff] | None = None
    logical: bool = True
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Started:
    """The run begins; `config` is masked (`preludeEvent`)."""

    config: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StepStarted:
    """`resourcePreEvent`."""

    step: Step
    planning: bool


@dataclass(frozen=True, slots=True)
class StepDone:
    """`resOutputsEvent`. For the root stack it comes twice; the second carries the stack's outputs."""

    step: Step
    planning: bool


@dataclass(frozen=True, slots=True)
class StepFailed:
    """`resOpFailedEvent`."""

    step: Step


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A message of the program, a provider or the engine (`diagnosticEvent`). No colour codes."""

    severity: Severity
    message: str
    urn: str = ""
    ephemeral: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """The end of the run (`summaryEvent`)."""

    changes: Mapping[OpType, int]
    seconds: float
    preview: bool


Event: TypeAlias = Started | StepStarted | StepDone | StepFailed | Diagnostic | Summary
