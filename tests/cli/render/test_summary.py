"""What is said at the end of a phase."""

from __future__ import annotations

import pytest
from rich.text import Text

from stackwright.cli.render.summary import kept
from stackwright.deploy.progress import PartResult, Phase, RunResult
from stackwright.engine.events import Step, StepState

URN = "urn:pulumi:dev::shop::aws:kms/key:Key::data"


@pytest.mark.parametrize(
    ("phase", "retained", "told"), [("destroy", True, 1), ("destroy", False, 0), ("preview", True, 0)]
)
def test_what_a_program_wants_to_outlive_the_stack_is_named(phase: Phase, retained: bool, told: int) -> None:
    old = StepState(urn=URN, type="aws:kms/key:Key", retain_on_delete=retained)
    step = Step(op="delete", urn=URN, type=old.type, old=old)
    result = RunResult(phase=phase, parts=[PartResult(part="database", state="succeeded", steps=[step])], seconds=1.0)
    lines = [line.plain for line in kept(result) if isinstance(line, Text)]
    assert lines == ["Not deleted, as the program says (retainOnDelete): aws:kms:Key data of database"] * told
