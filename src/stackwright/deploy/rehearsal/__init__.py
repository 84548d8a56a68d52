"""Rehearsals: a world of its own for each, and what keeps it apart from the real one."""

from stackwright.deploy.rehearsal.guard import guard_real, guard_simulated
from stackwright.deploy.rehearsal.world import (
    World,
    remove_world,
    simulated_folder,
    standing_world,
    throw_away_world,
    world_at,
)

__all__ = [
    "World",
    "guard_real",
    "guard_simulated",
    "remove_world",
    "simulated_folder",
    "standing_world",
    "throw_away_world",
    "world_at",
]
