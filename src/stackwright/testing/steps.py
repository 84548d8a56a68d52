"""What became of each resource in one operation, as data: made of the engine's events, several for one resource."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from stackwright.deploy.acts.stateful import holds_data
from stackwright.deploy.differences import sides
from stackwright.engine.events import OpType
from stackwright.engine.events import Step as EngineStep
from stackwright.testing.selecting import name_of, selector
from stackwright.wire.values import Properties, Value

Became: TypeAlias = Literal[
    "created", "updated", "replaced", "deleted", "failed", "drifted", "gone", "read", "unchanged"
]
"""`drifted` and `gone` are what a refresh finds: changed, or deleted, behind Pulumi's back."""
QUIET: Final = frozenset[Became]({"read", "unchanged"})

_OF: Final[Sequence[tuple[frozenset[OpType], Became]]] = (
    (frozenset({"replace", "create-replacement", "import-replacement", "read-replacement"}), "replaced"),
    (frozenset({"create", "import"}), "created"),
    (frozenset({"delete", "delete-replaced", "discard", "discard-replaced"}), "deleted"),
    (frozenset({"update"}), "updated"),
    (frozenset({"read"}), "read"),
)
"""The first that applies; a replacement is several operations."""
_REFRESHED: Final[Mapping[Became, Became]] = {"deleted": "gone", "updated": "drifted"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One property before and after, secrets masked; None where there was or is none. `forces`: a replacement."""

    old: Value
    new: Value
    forces: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What became of one resource. Values are Pulumi's (camelCase), secrets masked.

    `because` names the properties that forced a replacement, `diff` holds every changed property by its path. `part` is
    empty where there is only one. `error` is why it failed.
    """

    part: str
    type: str
    name: str
    urn: str
    became: Became
    because: Sequence[str] = ()
    diff: Mapping[str, Difference] = field(default_factory=dict[str, Difference])
    inputs: Properties = field(default_factory=Properties, repr=False)
    outputs: Properties = field(default_factory=Properties, repr=False)
    error: str = ""

    @property
    def holds_data(self) -> bool:
        """Whether it holds data that is gone with it, such as a database, a bucket or a queue."""
        return holds_data(self.type)


class Steps(tuple[Step, ...]):
    """Steps in the order in which they were begun."""

    __slots__ = ()

    def of(self, what: str, *, part: str | None = None) -> Steps:
        """Those of a type, a name, or both; see `stackwright.testing.selecting`."""
        wanted = selector(what)
        return Steps(it for it in self if wanted.matches(it.type, it.urn) and part in (None, it.part))

    def that(self, *became: Became) -> Steps:
        """Those of which this became: `created`, `updated`, `replaced` and so on."""
        return Steps(it for it in self if it.became in became)

    @property
    def changed(self) -> Steps:
        """Those that did something, or tried to."""
        return Steps(it for it in self if it.became not in QUIET)

    @property
    def counts(self) -> dict[Became, int]:
        """How many of each kind, and only of those that there are."""
        found: dict[Became, int] = {}
        for step in self:
            found[step.became] = found.get(step.became, 0) + 1
        return found


@dataclass(slots=True)
class Story:
    """The events of one resource, in order."""

    part: str
    steps: list[EngineStep] = field(default_factory=list[EngineStep])
    failed: bool = False
    errors: list[str] = field(default_factory=list[str])


def steps_of(stories: Iterable[Story], *, refresh: bool) -> Steps:
    """What became of each resource; those that only the engine knows are left out unless they changed."""
    found = (_step(story, refresh=refresh) for story in stories if story.steps)
    return Steps(step for step in found if _is_shown(step))


def _is_shown(step: Step) -> bool:
    if not step.type.startswith("pulumi:"):
        return True
    return step.type.startswith("pulumi:providers:") and step.became in ("updated", "replaced", "failed")


def _step(story: Story, *, refresh: bool) -> Step:
    became = _became(story, refresh=refresh)
    # The step that says why; the halves of a replacement, a creation and a deletion, know less.
    telling = next((it for it in story.steps if it.op == "replace"), story.steps[-1])
    state = telling.new or telling.old
    because = tuple(dict.fromkeys(key for it in story.steps for key in it.keys)) if became == "replaced" else ()
    return Step(
        part=story.part,
        type=telling.type,
        name=name_of(telling.urn),
        urn=telling.urn,
        became=became,
        because=because,
        diff=_diff(telling, because) if became not in ("created", "deleted", "gone") else {},
        inputs=state.inputs if state else {},
        outputs=state.outputs if state else {},
        error="\n".join(dict.fromkeys(story.errors)),
    )


def _became(story: Story, *, refresh: bool) -> Became:
    if story.failed:
        return "failed"
    ops = {it.op for it in story.steps}
    for of, became in _OF:
        if ops & of:
            return _REFRESHED.get(became, became) if refresh else became
    return "unchanged"


def _diff(step: EngineStep, because: Sequence[str]) -> dict[str, Difference]:
    forcing = {path for path, it in (step.detailed_diff or {}).items() if it.kind.endswith("-replace")}
    found = {path: Difference(old, new, path in forcing or path in because) for path, old, new in sides(step)}
    if found or step.op == "same" or step.old is None or step.new is None:
        return found
    # Of components no provider says what changed.
    old, new = step.old.inputs, step.new.inputs
    return {key: Difference(old.get(key), new.get(key)) for key in {**old, **new} if old.get(key) != new.get(key)}
