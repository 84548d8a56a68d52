"""How acts look that went wrong; those that went well are goldens of tests/lifecycle/test_acts.py."""

from __future__ import annotations

import io
import json

from rich.console import Console

from stackwright.cli.render.acts_markdown import markdown
from stackwright.cli.render.jsonl import JsonLines
from stackwright.cli.render.plain import Plain
from stackwright.cli.render.screen import Screen
from stackwright.deploy.acts.model import Act, ActResult, Break, Drift, Failure, Fate, PartFate, Report, Selection
from stackwright.deploy.progress import ActFinished, ActStarted, Listener, PhaseFinished, Rehearsed, RunResult
from stackwright.engine.events import Step, StepState

URN = "urn:pulumi:dev.db::shop::aws:rds/instance:Instance::main"
ACT = Act(1, Break(Selection("part", "db")), (Failure("create", Selection("type", "Instance"), 3, "no-answer"),))
NEXT = Act(2, Drift(Selection("everything")))


def state(**inputs: str) -> StepState:
    return StepState(urn=URN, type="aws:rds/instance:Instance", inputs=dict(inputs))


LOST = Fate(urn=URN, type="aws:rds/instance:Instance", became="lost", data=True)
REPLACED = Fate(
    urn=f"{URN}-2",
    type="aws:rds/instance:Instance",
    became="replaced",
    step=Step(
        op="replace",
        urn=URN,
        type="aws:rds/instance:Instance",
        old=state(engine="mysql"),
        new=state(engine="postgres|*"),
        diffs=("engine",),
    ),
    because=("engine",),
    down=1.25,
    interrupts=("a", "b", "c", "d"),
    data=True,
)
RESULT = ActResult(
    act=ACT,
    done=("db: all 2 resources",),
    parts=(PartFate(part="db", cloud="aws", fates=(LOST, REPLACED), untouched=1, dependants=("web", "jobs")),),
    phases=(RunResult(phase="up", parts=(), seconds=1.0),),
    met={str(ACT.failures[0]): 0},
    reason="1 of what was lost did not come back",
    exit_code=1,
    seconds=3.0,
    noticed=0.5,
)
REPORT = Report(
    service="shop",
    environment="dev",
    engine="embedded",
    deployed=(),
    acts=(RESULT,),
    skipped=(NEXT,),
    exit_code=1,
    seconds=9.0,
)
SHOWN = """\
Act 1 of 2: lose part db; create of type Instance, the 3rd, fails (no-answer)
  up      0 parts:  · no changes · 1.0 s

  ▸ db: all 2 resources
  ▸ create of type Instance, the 3rd, fails (no-answer): it never did
  db  1 replaced, 1 lost, 1 untouched
    ± replaced: aws:rds:Instance main-2, because of engine
        engine: "mysql" → "postgres|*"
    ✗ lost: aws:rds:Instance main
  interrupted db: 1 aws:rds:Instance, for up to 1.2 s; this reaches a, b, c and 1 more and the parts web, jobs
   DATA WOULD BE LOST  db: aws:rds:Instance main is gone
   DATA WOULD BE LOST  db: aws:rds:Instance main-2 is replaced, because of engine, and the new one is empty
  recovered: no · 1 of what was lost did not come back · 3.0 s (noticed after 0.5 s)

✗ 1 lose part db; create of type Instance, the 3rd, fails (no-answer) · 3.0 s · data of 2 would be lost
○ 2 drift in everything · not begun
recovered: no · 1 of what was lost did not come back · 1 act, 9.0 s

"""


def tell(listener: Listener) -> None:
    listener(ActStarted(ACT, 2))
    listener(PhaseFinished(RESULT.phases[0]))
    listener(ActFinished(RESULT))
    listener(Rehearsed(REPORT))


def test_plain_lines_and_a_screen_say_the_same() -> None:
    lines: list[str] = []
    tell(Plain(lines.append, "on simulated clouds"))
    assert "\n".join(lines) + "\n" == SHOWN
    console = Console(file=io.StringIO(), force_terminal=True, width=200, color_system=None)
    tell(Screen(console, "on simulated clouds"))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert [line.rstrip() for line in shown.splitlines()] == SHOWN.splitlines()


def test_markdown_keeps_what_a_value_holds_out_of_its_tables() -> None:
    text = markdown(REPORT)
    assert text.startswith("## Rehearsal of shop in dev: recovered: **no**\n")
    assert 'engine: "mysql" → "postgres\\|\\*"' in text
    assert "| 2 | drift in everything | not begun | |" in text
    assert "> - **Data would be lost.** db: aws:rds:Instance main is gone\n" in text
    assert "> - **Not recovered.** 1 of what was lost did not come back\n" in text


def test_the_same_as_data() -> None:
    lines: list[str] = []
    tell(JsonLines(lines.append))
    begun, _, ended, report = map(json.loads, lines)
    assert (begun["state"], begun["total"]) == ("running", 2)
    assert (ended["state"], ended["kind"], ended["noticedAfter"], ended["repairedAfter"]) == (
        "failed",
        "break",
        0.5,
        None,
    )
    [part] = ended["parts"]
    assert part["counts"] == {"lost": 1, "replaced": 1, "untouched": 1}
    assert [each["dataLost"] for each in part["resources"]] == [True, True]
    assert part["resources"][1]["changes"] == [{"path": "engine", "old": "mysql", "new": "postgres|*"}]
    assert report["notBegun"] == [{"number": 2, "title": "drift in everything"}]
    assert (report["recovered"], report["exitCode"]) == (False, 1)
