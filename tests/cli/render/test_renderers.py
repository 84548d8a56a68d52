"""A whole preview and a whole failed run, as plain lines, on a screen and as JSON; the plain ones are goldens.

`ACCEPT=1` writes the goldens anew.
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from stackwright.cli.render.jsonl import JsonLines
from stackwright.cli.render.plain import Plain
from stackwright.cli.render.screen import Screen
from stackwright.deploy.means import Means
from stackwright.deploy.outputs import read_outputs
from stackwright.deploy.plan import Plan, make_plan
from stackwright.deploy.preview import preview
from stackwright.deploy.progress import Listener, Note, OutputsRead
from stackwright.deploy.run import destroy, up
from stackwright.deploy.runner import ReadyQueue
from stackwright.engine.events import Diagnostic
from stackwright.engine.protocol import EventSink, Options, Outcome, Stack
from stackwright.wire.values import secret
from tests.deploy.support import NO_OPTIONS, FakeEngine, Id, Of, Program, part, service, stack_for

SHOP = service(
    part("network", cloud="aws"),
    part("database", cloud="azure", reads={"network": "id"}),
    part("web", cloud="aws", reads={"database": "url"}),
    part("status", after=("web",), project="status-page", stack="dev"),
)


class Talking(FakeEngine):
    """Programs say something, and a failure is told as a provider tells it."""

    def up(self, stack: Stack, on_event: EventSink, options: Options = NO_OPTIONS) -> Outcome:
        on_event(Diagnostic("info", f"hello from {stack.name}\n"))
        on_event(Diagnostic("warning", "deprecated"))
        outcome = super().up(stack, on_event, options)
        if outcome.result == "failed":
            urn = f"urn:pulumi:{stack.name}::shop::aws:ec2/instance:Instance::web-1"
            on_event(Diagnostic("error", "creating EC2 Instance: no capacity in eu-west-1a", urn))
        return outcome


def engine() -> Talking:
    return Talking(
        {
            "dev.network": Program({"subnet": {"cidr": "10.0.0.0/24"}}, {"id": Id("subnet")}),
            "dev.database": Program(
                {"server": {"network": Of("dev.network", "id")}}, {"url": secret("postgres://ada:s3cret@db")}
            ),
            "dev.web": Program({"lb": {"database": Of("dev.database", "url")}}, {"url": Id("lb")}),
            "dev": Program({"probe": {"url": Of("shop/dev.web", "url")}}),
        }
    )


def whole_life(listener: Listener) -> None:
    running, plan = engine(), make_plan(SHOP, SHOP.environments["dev"], stack_for)
    means = Means(engine=running, runner=ReadyQueue(1), listener=listener, parallel=1)
    preview(plan, means)
    up(plan, means)
    up(plan, means, "check")
    show_outputs(plan, running, listener)
    subnet = {"cidr": "10.9.0.0/24"}
    running.programs["dev.network"] = Program({"subnet": subnet}, {"id": Id("subnet")})
    up(plan, means, "check")
    listener(Note("database: server is protected; a real destroy would stop at it"))
    destroy(plan, means)


def show_outputs(plan: Plan, running: FakeEngine, listener: Listener) -> None:
    listener(OutputsRead({name: outputs for name, outputs in read_outputs(plan, running).items() if outputs}))


def failed_run(listener: Listener) -> None:
    running, plan = engine(), make_plan(SHOP, SHOP.environments["dev"], stack_for)
    running.fail = {"dev.database"}
    up(plan, Means(engine=running, runner=ReadyQueue(1), listener=listener, parallel=1))


def neighbours(listener: Listener) -> None:
    """Another service's parts go well, go again, and fail."""
    running, plan = engine(), replace(make_plan(SHOP, SHOP.environments["dev"], stack_for), needed_by="reports")
    means = Means(engine=running, runner=ReadyQueue(1), listener=listener, parallel=1)
    up(plan, means, "before")
    destroy(plan, means, phase="after")
    running.fail = {"dev.database"}
    up(plan, means, "before")


def without_times(text: str) -> str:
    """Seconds differ from run to run: in the headline, and in a table's last column."""
    text = re.sub(r"· \d+\.\d s$", "· 0.0 s", text, flags=re.MULTILINE)
    return re.sub(r"\d+\.\d$", "0.0", text, flags=re.MULTILINE)


@pytest.mark.parametrize("told", [whole_life, failed_run, neighbours], ids=["whole-life", "failed-run", "neighbours"])
def test_plain_lines(told: Callable[[Listener], None], request: pytest.FixtureRequest, repository: Path) -> None:
    lines: list[str] = []
    told(Plain(lines.append, "on simulated clouds"))
    text = without_times("\n".join(lines) + "\n")
    golden = repository / "tests/golden/cli" / f"{request.node.callspec.id}.txt"
    if os.environ.get("ACCEPT"):
        golden.write_text(text)
    assert text == golden.read_text()
    assert "\x1b" not in text
    assert not re.search(r" +$", text, re.MULTILINE)
    assert "s3cret" not in text


@pytest.mark.parametrize("width", [80, 120])
def test_a_screen_ends_with_the_same_words(width: int) -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=width, height=30, color_system="standard")
    screen = Screen(console, "on simulated clouds")
    failed_run(screen)
    screen.close()
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "\x1b[31m" in shown or "\x1b[1;31m" in shown, "what failed is red"
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    assert "web-1: creating EC2 Instance: no capacity in eu-west-1a" in text
    assert "4 parts: 1 succeeded, 1 failed, 2 blocked · 2 created" in text
    assert "\x1b[?25h" in shown, "the cursor is back"
    assert all(len(line) <= width for line in re.split(r"[\r\n]+", text))


def test_a_screen_says_no_more_of_another_service_s_parts_than_lines_do(repository: Path) -> None:
    console = Console(file=io.StringIO(), force_terminal=False, width=120)
    neighbours(Screen(console, "on simulated clouds"))
    shown = without_times(console.file.getvalue())  # type: ignore[attr-defined]
    golden = (repository / "tests/golden/cli/neighbours.txt").read_text()
    assert [line for line in shown.splitlines() if line] == [line for line in golden.splitlines() if line]


def test_many_parts_on_a_small_screen_show_what_matters() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=100, height=12)
    many = service(*(part(f"p{number}") for number in range(40)))
    programs = {f"dev.p{number}": Program() for number in range(40)}
    screen = Screen(console, "on simulated clouds")
    shown: list[str] = []

    def look(progress: object) -> None:
        screen(progress)  # type: ignore[arg-type]
        rows = console.render_lines(screen._now())
        shown.append("\n".join("".join(segment.text for segment in row) for row in rows))

    up(
        make_plan(many, many.environments["dev"], stack_for),
        Means(engine=FakeEngine(programs), runner=ReadyQueue(1), listener=look),
    )
    assert max(text.count("\n") for text in shown) <= 12
    assert any("32 more waiting" in text for text in shown)


def test_json_lines_are_stable_and_masked() -> None:
    lines: list[str] = []
    whole_life(JsonLines(lines.append))
    assert "s3cret" not in "".join(lines)
    parsed = [json.loads(line) for line in lines]
    keys = {
        kind: {key for line in parsed if line["type"] == kind for key in line} for kind in {p["type"] for p in parsed}
    }
    assert keys == {
        "phase": {"type", "phase", "service", "environment", "parts"},
        "part": {"type", "phase", "part", "state", "reason", "changes", "seconds"},
        "step": {"type", "phase", "part", "status", "op", "urn", "resourceType", "keys", "diff", "old", "new"}
        | {"parent", "provider", "position"},
        "diagnostic": {"type", "phase", "part", "severity", "urn", "message"},
        "summary": {"type", "phase", "service", "exitCode", "seconds", "parts"},
        "outputs": {"type", "phase", "parts"},
        "note": {"type", "phase", "message"},
    }
    [check] = [line for line in parsed if line["type"] == "summary" and line["phase"] == "check"][1:]
    assert check["exitCode"] == 1, "a second up that changes something has failed"
