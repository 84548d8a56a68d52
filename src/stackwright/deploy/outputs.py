"""What the parts of a plan output."""

from __future__ import annotations

from stackwright.deploy.checks import in_parallel, is_deployed
from stackwright.deploy.plan import Plan
from stackwright.engine.protocol import Engine, Stack
from stackwright.wire.values import Properties


def read_outputs(plan: Plan, engine: Engine, parallel: int = 4) -> dict[str, Properties | None]:
    """The outputs of each part in plan order, secrets marked; None where nothing of a part is deployed.

    Raises:
        SecretsError: the passphrase is not that of a stack.
        EngineError: a state could not be read.
    """

    def read(stack: Stack) -> Properties | None:
        return engine.outputs(stack) or ({} if is_deployed(engine.export(stack)) else None)

    stacks = plan.stacks
    return in_parallel(lambda name: read(stacks[name]), stacks, parallel)
