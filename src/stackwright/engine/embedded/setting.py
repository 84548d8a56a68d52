"""What a run is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stackwright.engine.embedded.autonaming import Naming
from stackwright.engine.embedded.targeting import Targets

Config = Mapping[str, tuple[str, bool]]
"""A stack's configuration: full key to (value in clear, whether it is secret)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One run's stack, its configuration, and how far the run goes."""

    stack: str
    project: str
    preview: bool
    config: Config
    targets: Targets = field(default_factory=Targets)
    continue_on_error: bool = False
    naming: Naming | None = None
