"""The example service, stack by stack: what one engine deployed, the other finds unchanged."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from stackwright.deploy.plan import Plan, make_plan
from stackwright.deploy.target import EngineName, Target, simulated_target
from stackwright.engine.events import Event, StepStarted
from stackwright.engine.protocol import Options
from stackwright.service.catalogue import installed
from stackwright.service.loading import load_neighbour, load_service
from tests.conformance import goldens

pytestmark = [pytest.mark.cli, pytest.mark.slow, pytest.mark.timeout(600)]

FEW = ("web",)
"""What stands for all parts where not everything is asked for: it reads four other stacks."""


@contextmanager
def opened(repository: Path, name: EngineName) -> Generator[tuple[Plan, Target]]:
    service = load_service(repository / "stacks" / "shop" / "service.yaml", installed())
    environment = service.environments["dev"]
    with simulated_target(service, environment, name) as target:
        plan = make_plan(service, environment, target.stack_for, neighbour=lambda other: load_neighbour(service, other))
        yield plan, target


def deploy(repository: Path, name: EngineName) -> None:
    """Deploy the whole service, one part after another."""
    with opened(repository, name) as (plan, target):
        for part in plan.parts:
            outcome = target.engine.up(part.stack, lambda _: None)
            assert outcome.result == "succeeded", f"{part.name}: {outcome.error}"


def changed(repository: Path, name: EngineName, wanted: tuple[str, ...]) -> dict[str, list[str]]:
    """The parts of which `preview --expect-no-changes` finds that something would change, and what."""
    found: dict[str, list[str]] = {}
    with opened(repository, name) as (plan, target):
        for part in plan.parts:
            if wanted and part.name not in wanted:
                continue
            events: list[Event] = []
            outcome = target.engine.preview(part.stack, events.append, Options(expect_no_changes=True))
            steps = [event.step for event in events if isinstance(event, StepStarted)]
            found[part.name] = [f"{step.op} {step.urn}" for step in steps if step.op not in ("same", "read")]
            if outcome.result != "succeeded":
                found[part.name].append(str(outcome.error))
    assert found
    return {name: problems for name, problems in found.items() if problems}


@pytest.fixture
def world(clean_environment: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STACKWRIGHT_HOME", str(tmp_path / "home"))


@pytest.mark.usefixtures("world")
def test_the_cli_finds_nothing_to_change_after_the_embedded_engine(repository: Path) -> None:
    deploy(repository, "embedded")
    assert changed(repository, "pulumi", () if goldens.EVERYTHING else FEW) == {}


@pytest.mark.usefixtures("world")
def test_the_embedded_engine_finds_nothing_to_change_after_the_cli(repository: Path) -> None:
    if not goldens.EVERYTHING:
        pytest.skip("deploying the whole service with the CLI takes a minute; CONFORMANCE=all does it")
    deploy(repository, "pulumi")
    assert changed(repository, "embedded", ()) == {}
