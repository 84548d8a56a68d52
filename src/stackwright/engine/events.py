"""What an engine reports while it works: Pulumi's engine events, typed, as both engines yield them.

The fields are those of `sdk/go/common/apitype/events.go` (pulumi v3.260), which is also what the official CLI writes
to `--event-log`. Values are masked: a secret is `"[secret]"`.
"""

from __future__ import annotations

import re
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
PolicyLevel = Literal["advisory", "mandatory", "disabled"]
PolicySeverity = Literal["", "low", "medium", "high", "critical"]
"""Empty: the policy does not say."""


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
    position: str = field(default="", compare=False)
    """Where the program registers it, as states say it: `project:///__main__.py#12`. Empty where the engine does not
    tell, as the official CLI's events do not."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyViolated:
    """A policy has something to say of a resource, or of the stack (`policyEvent`). `message` has several lines.

    `level` is what it comes to: a mandatory one fails the run.
    """

    urn: str
    policy: str
    pack: str
    version: str
    message: str
    level: PolicyLevel
    severity: PolicySeverity = ""

    @property
    def unknown(self) -> bool:
        """Whether the policy could not decide yet, because a value is not known: neither a pass nor a violation.

        Events say so only in words: Stackwright's packs begin a line with `unknown:`, those made with pulumi-policy
        begin with `can't run policy`.
        """
        return self.level == "advisory" and undecided(self.message)

    @property
    def closed(self) -> bool:
        """Whether what is unknown would fail where it counts; as it is told in a preview, it stops nothing yet."""
        return self.unknown and not self.excepted and CLOSED in self.message

    @property
    def excepted(self) -> str:
        """By what it is excepted, for people: `waived until …`. Empty where it is not."""
        found = _EXCEPTED.search(self.message) if self.level != "mandatory" else None
        return found[1] if found else ""

    @property
    def summary(self) -> str:
        """The resource, the rule, and what is wrong, in one line."""
        name = self.urn.rpartition("::")[2]
        return ": ".join([name, *(line.strip() for line in self.message.splitlines()[:2])])


_UNDECIDED = re.compile(r"^unknown: |^can't run policy '[^']*' from policy pack .* during preview: ", re.MULTILINE)
_EXCEPTED = re.compile(r"^excepted: (.*)$", re.MULTILINE)
CLOSED = "fails closed: "
"""Begins the line by which a policy that cannot judge yet is known to fail where it still cannot when it counts."""
_LABELS = ("why: ", "fix: ", "excepted: ", "not excepted: ", CLOSED)
BROKEN = "the policy itself failed, so it cannot pass: "


def said(message: str) -> str:
    """What a policy's message says is wrong: without its title, why it matters, how to fix it, what excepts it."""
    title, *rest = message.splitlines() or [""]
    return "\n".join(line for line in rest if not line.startswith(_LABELS)) or title


def undecided(message: str) -> bool:
    """Whether a message says that a value must be known first."""
    return _UNDECIDED.search(message) is not None


def broken(message: str) -> bool:
    """Whether a message says that the policy itself failed, which is never a pass."""
    return said(message).startswith(BROKEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRemediated:
    """A policy put the inputs of a resource right (`policyRemediationEvent`); both sides are masked."""

    urn: str
    policy: str
    pack: str
    version: str
    before: Properties = field(default_factory=Properties)
    after: Properties = field(default_factory=Properties)


@dataclass(frozen=True, slots=True)
class Summary:
    """The end of the run (`summaryEvent`)."""

    changes: Mapping[OpType, int]
    seconds: float
    preview: bool


Event: TypeAlias = (
    Started | StepStarted | StepDone | StepFailed | Diagnostic | PolicyViolated | PolicyRemediated | Summary
)
