"""What a plan is previewed or run with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from stackwright.deploy.keys import Verify, no_verification
from stackwright.deploy.progress import Listener
from stackwright.deploy.runner import Runner
from stackwright.engine.protocol import Engine, Options, Stack


def _lift_nothing(_urns: Sequence[str]) -> Sequence[str]:
    """Of real clouds."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """`parallel` is how many parts are worked on at a time; `scratch` where a preview makes its folder (the system's
    place for such); `verify` looks at each state before anything starts.
    """

    engine: Engine
    runner: Runner
    listener: Listener
    parallel: int = 4
    options: Options = field(default_factory=Options)
    scratch: Path | None = None
    verify: Verify = no_verification
    former: Mapping[tuple[str, str], Stack] = field(default_factory=dict[tuple[str, str], Stack])
    """Stacks of renamed parts that still have the old name, by the project and name that they are to have."""
    targets: Mapping[str, tuple[str, ...]] | None = None
    """The URNs that a run is limited to, by part; None means everything."""
    excludes: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """The URNs that a run leaves out, by part."""
    lift: Callable[[Sequence[str]], Sequence[str]] = field(default=_lift_nothing)
    """Takes the simulated clouds' own protection away from what these URNs made; gives those that had some."""

    def options_for(self, part: str) -> Options | None:
        """How to work on a part; None where a run is limited to resources of others."""
        if self.targets is not None and part not in self.targets:
            return None
        packs = tuple(
            replace(pack, facts={**pack.facts, "part": part}) if pack.facts else pack
            for pack in self.options.policy_packs
        )
        targets = self.options.targets if self.targets is None else self.targets[part]
        excludes = self.excludes.get(part, self.options.excludes)
        return replace(self.options, targets=targets, excludes=excludes, policy_packs=packs)
