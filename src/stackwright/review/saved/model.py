"""The resources of one stack, as a file tells of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stackwright.engine.state.resource import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One stack. `resources` are those that stand, or would once the plan is carried out: none that is deleted.

    `environment` and `part` are empty where the file does not say. `providers` are known by their URNs and not judged:
    those that resources name and the file does not tell of.
    """

    project: str
    stack: str
    environment: str = ""
    part: str = ""
    resources: Sequence[Resource]
    providers: Mapping[str, Resource] = field(default_factory=dict[str, Resource])
    stands: bool = False
    """Whether it is there: of a plan, what is not known may be known before it counts; of a state, nothing will."""
    whole: bool = True
    """Whether every resource of the stack is told of, with what it depends on. Only then is the stack judged as one."""
    notes: Sequence[str] = ()
    """What a reader must know about what was not judged."""
