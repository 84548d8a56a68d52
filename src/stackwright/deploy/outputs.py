"""What the parts of a plan output."""

from __future__ import annotations

from stackwright.deploy.checks import in_parallel
from stackwright.deploy.plan import Plan
from stackwright.engine.protocol import Engine
from stackwright.wire.values import Properties


def read_outputs(plan: Plan, engine: Engine, parallel: int = 4) -> dict[str, Properties | None]:
    """The outputs of each part in plan order, secrets marked; None where a part is not deployed."""
    return in_parallel(lambda name: engine.outputs(plan.stacks[name]), plan.stacks, parallel)
