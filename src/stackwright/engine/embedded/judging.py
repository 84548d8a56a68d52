"""What policies make of a run: which resources they may put right or forbid, and the stack as a whole.

Source: `pkg/resource/deploy/step_generator.go` and `deployment_executor.go` (pulumi v3.260). A preview forbids nothing:
it goes on, so that all violations are told, and fails at its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackwright.engine.embedded.faults import Bail
from stackwright.engine.state import urns
from stackwright.errors import StackwrightError

if TYPE_CHECKING:
    from stackwright.engine.embedded.run import Run
    from stackwright.engine.goal import Goal
    from stackwright.engine.policy.guard import Guard
    from stackwright.engine.state.resource import Resource


class Judging:
    """The policies of one run; without a guard there are none."""

    def __init__(self, run: Run, guard: Guard | None) -> None:
        self._run = run
        self._guard = guard
        self._delete_before_replace: dict[str, bool | None] = {}

    @property
    def violated(self) -> bool:
        """Whether a mandatory policy was violated."""
        return self._guard is not None and self._guard.violated

    def inspect(self, goal: Goal, new: Resource) -> None:
        """What policies make of a resource, after Check and before Diff. They may change its inputs.

        A replacement is checked again, without its old inputs and without them (so does Pulumi): what a policy put
        right is lost there.

        Raises:
            Bail: one forbids the resource.
            EngineError: a pack failed.
        """
        if self._guard is None:
            return
        self._delete_before_replace[new.urn] = goal.delete_before_replace
        if not self._guard.inspect(new, goal, self._provider_of(new), self._run.reporter.judged):
            raise Bail(f"resource {new.urn} violates a policy", new.urn, reported=True)

    def judge_stack(self) -> None:
        """What policies make of the stack, once everything else went well.

        Raises:
            Bail: a mandatory policy was violated, here or earlier in a preview, or a pack failed.
        """
        if self._guard is None:
            return
        run = self._run
        root = urns.create(run.stack, run.project, "", urns.STACK_TYPE, f"{run.project}-{run.stack}")
        try:
            self._guard.judge_stack(
                list(run.known.values()), self._provider_of, root, run.reporter.judged, self._delete_before_replace
            )
        except StackwrightError as error:
            raise Bail(str(error), root) from error
        if self._guard.violated:
            raise Bail("a mandatory policy is violated", root, reported=True, executing=True)

    def _provider_of(self, resource: Resource) -> Resource | None:
        if not resource.provider or urns.is_denied(resource.provider):
            return None
        planner = self._run.planner
        return planner.providers.get(resource.provider_urn) or planner.olds.get(resource.provider_urn)
