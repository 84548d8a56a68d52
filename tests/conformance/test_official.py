"""The official CLI itself: goldens are recorded from it, and each engine goes on where the other stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackwright.deploy.rehearsal import World, world_at
from stackwright.engine.protocol import Options
from stackwright.engine.pulumi import executable
from stackwright.wire.values import contains_secret
from tests.conformance import goldens, harness
from tests.conformance.cases import KEY, Case, Step
from tests.conformance.harness import Opened, embedded, official, project, record, stack_of, world_in
from tests.conformance.suite import CASES

pytestmark = [pytest.mark.cli, pytest.mark.slow, pytest.mark.timeout(900)]
"""A case is up to thirty runs of the CLI: on a busy machine two seconds become six, which says nothing of an engine."""

_CHECKED = ("changing",)
"""Cases that every run with the CLI puts through it; all of them where CONFORMANCE=all or ACCEPT=1."""


def version() -> str:
    return ".".join(map(str, executable.version(executable.find())))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_goldens_are_what_the_cli_does(case: Case, tmp_path: Path, clean_environment: object) -> None:
    if not goldens.EVERYTHING and case.name not in _CHECKED:
        pytest.skip("one case stands for all; CONFORMANCE=all runs them")
    found = record(case, official, tmp_path)
    if goldens.ACCEPTING:
        goldens.save(case.name, version(), found)
        goldens.list_cases(version(), (case.name for case in CASES))
    assert goldens.failures(case.name, found) == []


def perform(opened: Opened, world: World, step: Step, directory: Path, options: Options = Options()) -> dict[str, int]:  # noqa: B008
    """Do one step, which must succeed; returns what changed."""
    with opened(world, []) as (engine, attached):
        stack = stack_of(step, world, directory, attached)
        outcome = getattr(engine, step.operation)(stack, lambda _: None, options)
    assert outcome.result == "succeeded", outcome.error
    return dict(outcome.changes)


@pytest.mark.parametrize(("first", "second"), [(embedded, official), (official, embedded)], ids=["to-cli", "from-cli"])
def test_each_engine_goes_on_where_the_other_stopped(
    first: Opened, second: Opened, tmp_path: Path, clean_environment: object
) -> None:
    """One makes, the other sees no change and changes, the first sees no change and destroys."""
    directory = project(Case("crossing", "options", ()), tmp_path)
    before, after = {"variant": "1"}, {"variant": "2"}
    unchanged = Options(expect_no_changes=True)
    with world_at(tmp_path / "world") as world:
        perform(first, world, Step("up", before), directory)
        assert set(perform(second, world, Step("preview", before), directory, unchanged)) == {"same"}
        assert "replace" in perform(second, world, Step("up", after), directory)
        assert set(perform(first, world, Step("preview", after), directory, unchanged)) == {"same"}
        assert set(perform(first, world, Step("destroy", after), directory)) == {"delete"}


@pytest.mark.parametrize(("first", "second"), [(embedded, official), (official, embedded)], ids=["by-cli", "of-cli"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_engine_previews_the_others_checkpoint_and_finds_no_change(
    case: Case, first: Opened, second: Opened, tmp_path: Path, clean_environment: object
) -> None:
    """After everything that a case does, failed or not, limited or not: none but those that the engine finds, too, that
    did it. That it finds none itself where all went well is what the goldens say.
    """
    if not goldens.EVERYTHING and case.name not in _CHECKED:
        pytest.skip("one case stands for all; CONFORMANCE=all runs them")
    directory = project(case, tmp_path)
    with world_in(tmp_path) as world:
        for step in case.steps:
            harness.perform(step, first, world, directory)
            if step.operation != "preview":
                found = changes(harness.perform(looking(step), second, world, directory))
                nothing = found == ("succeeded", [])
                assert nothing or found == changes(harness.perform(looking(step), first, world, directory)), step


def looking(step: Step) -> Step:
    """A preview of everything, with the same configuration and in peace."""
    return Step("preview", step.config, step.secrets, step.stack)


def changes(recording: harness.Recording) -> tuple[str, list[harness.Recording]]:
    found = [step for step in recording["steps"] if step["op"] not in {"same", "read"}]
    return recording["result"], found if recording["result"] == "succeeded" else []


def test_a_secret_that_one_engine_wrote_is_read_by_the_other(tmp_path: Path, clean_environment: object) -> None:
    directory = project(Case("crossing", "secrets", ()), tmp_path)
    with world_at(tmp_path / "world") as world:
        perform(embedded, world, Step("up", secrets=KEY, stack="upstream"), directory)
        perform(official, world, Step("up"), directory)
        with embedded(world, []) as (engine, _):
            outputs = engine.outputs(stack_of(Step("up"), world, directory, {}))
    assert outputs
    assert contains_secret(outputs["tags"])
