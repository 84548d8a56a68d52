"""Under which rules a plan is carried out: an environment's policy packs, as an engine takes them."""

from __future__ import annotations

from stackwright.engine.protocol import PolicyPack
from stackwright.service.model import Environment


def packs_of(environment: Environment) -> tuple[PolicyPack, ...]:
    """The packs of an environment; its levels and its configuration hold for each of them."""
    named = environment.policies
    return tuple(PolicyPack(path=path, config=named.config, levels=named.levels) for path in named.packs)
