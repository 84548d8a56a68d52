"""What the parts of a plan output."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.deploy.checks import in_parallel, is_deployed
from stackwright.deploy.plan import Plan
from stackwright.engine.protocol import Engine, Stack
from stackwright.wire.values import Properties


def read_outputs(
    plan: Plan, engine: Engine, parallel: int = 4, former: Mapping[tuple[str, str], Stack] | None = None
) -> dict[str, Properties | None]:
    """The outputs of each part in plan order, secrets marked; None where nothing of a part is deployed.

    `former` are the stacks of renamed parts, see `Means.former`.

    Raises:
        SecretsError: the passphrase is not that of a stack.
        EngineError: a state could not be read.
    """

    def read(stack: Stack) -> Properties | None:
        stack = (former or {}).get((stack.project, stack.name), stack)
        return engine.outputs(stack) or ({} if is_deployed(engine.export(stack)) else None)

    stacks = plan.stacks
    return in_parallel(lambda name: read(stacks[name]), stacks, parallel)
