"""A preview of the whole service, deployed or not: what is carried from part to part, and what is left behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stackwright.deploy.means import Means
from stackwright.deploy.plan import make_plan
from stackwright.deploy.preview import preview
from stackwright.deploy.progress import Progress, RunResult
from stackwright.deploy.run import up
from stackwright.deploy.runner import ReadyQueue
from stackwright.errors import UsageError
from stackwright.service.model import Service
from stackwright.wire.values import UNKNOWN, secret
from tests.deploy.support import FakeEngine, Id, Of, Program, part, service, stack_for

SHOP = service(part("network"), part("web", reads={"network": "id"}), part("status", after=("web",)))


def programs() -> dict[str, Program]:
    return {
        "dev.network": Program({"vpc": {"cidr": "10.0.0.0/16"}}, {"id": Id("vpc"), "cidr": "10.0.0.0/16"}),
        "dev.web": Program(
            {"lb": {"network": Of("dev.network", "id"), "range": Of("dev.network", "cidr")}},
            {"url": Id("lb"), "token": secret("hunter2")},
        ),
        "dev.status": Program({"probe": {"url": Of("dev.web", "url"), "token": Of("dev.web", "token")}}),
    }


def means(engine: FakeEngine, told: list[Progress] | None = None, parallel: int = 2) -> Means:
    return Means(
        engine=engine,
        runner=ReadyQueue(parallel),
        listener=[].append if told is None else told.append,
        parallel=parallel,
    )


def run(engine: FakeEngine, shop: Service = SHOP, **selection: Any) -> RunResult:
    return preview(make_plan(shop, shop.environments["dev"], stack_for, **selection), means(engine))


def deploy(engine: FakeEngine, shop: Service = SHOP) -> RunResult:
    return up(make_plan(shop, shop.environments["dev"], stack_for), means(engine))


def inputs(result: RunResult, part: str) -> dict[str, Any]:
    [step] = next(each for each in result.parts if each.part == part).steps
    assert step.new is not None
    return step.new.inputs


def states(result: RunResult) -> dict[str, str]:
    return {each.part: each.state for each in result.parts}


@pytest.mark.parametrize("hides_secrets", [True, False])
def test_what_is_not_deployed_is_previewed_whole_with_unknowns(hides_secrets: bool) -> None:
    engine = FakeEngine(programs(), hides_secrets=hides_secrets)
    result = run(engine)
    assert states(result) == {"network": "succeeded", "web": "succeeded", "status": "succeeded"}
    assert inputs(result, "web") == {"network": UNKNOWN, "range": "10.0.0.0/16"}
    assert inputs(result, "status") == {"url": UNKNOWN, "token": secret(UNKNOWN if hides_secrets else "hunter2")}


def test_nothing_is_written_to_the_real_backend() -> None:
    engine = FakeEngine(programs())
    run(engine)
    assert not [key for key in engine.states if key[0] == "mem://state"]
    deploy(engine)
    before = {key: str(value) for key, value in engine.states.items() if key[0] == "mem://state"}
    engine.programs["dev.network"] = Program({"vpc": {"cidr": "10.9.0.0/16"}}, {"id": "new"})
    run(engine)
    assert {key: str(value) for key, value in engine.states.items() if key[0] == "mem://state"} == before


def test_an_unchanged_service_previews_as_unchanged_secrets_and_all() -> None:
    engine = FakeEngine(programs())
    deploy(engine)
    assert states(run(engine)) == {"network": "unchanged", "web": "unchanged", "status": "unchanged"}


def test_a_change_upstream_is_seen_downstream_before_it_is_made() -> None:
    engine = FakeEngine(programs())
    deploy(engine)
    engine.programs["dev.network"] = Program({"vpc": {"cidr": "10.9.0.0/16"}}, {"id": Id("vpc"), "cidr": "10.9.0.0/16"})
    result = run(engine)
    assert states(result) == {"network": "succeeded", "web": "succeeded", "status": "succeeded"}
    assert inputs(result, "web")["range"] == "10.9.0.0/16"
    assert inputs(result, "status")["token"] == secret(UNKNOWN), "web changes, so its secret may"


def test_an_output_that_alone_changes_is_carried_and_the_rest_kept() -> None:
    engine = FakeEngine(programs())
    deploy(engine)
    web = engine.programs["dev.web"]
    engine.programs["dev.web"] = Program(web.resources, {**web.outputs, "url": "https://shop.example"})
    result = run(engine)
    assert states(result) == {"network": "unchanged", "web": "unchanged", "status": "succeeded"}
    assert inputs(result, "status") == {"url": "https://shop.example", "token": secret("hunter2")}


def test_a_failed_preview_blocks_what_depends_on_it() -> None:
    engine = FakeEngine(programs(), fail={"dev.web"})
    result = run(engine)
    assert states(result) == {"network": "succeeded", "web": "failed", "status": "blocked"}
    assert result.exit_code == 1


def test_one_part_reads_the_deployed_outputs_of_what_it_needs() -> None:
    engine = FakeEngine(programs())
    deploy(engine)
    engine.programs["dev.network"] = Program({"vpc": {}}, {"id": "changed"})
    assert states(run(engine, part="web")) == {"web": "unchanged"}


def test_a_part_whose_upstream_is_not_deployed_is_refused_with_the_option_that_helps() -> None:
    engine = FakeEngine(programs())
    with pytest.raises(UsageError, match=r"web needs network, which is not deployed in dev\n.*--with-dependencies"):
        run(engine, part="web")
    assert states(run(engine, part="web", with_dependencies=True)) == {"network": "succeeded", "web": "succeeded"}


def test_a_program_that_the_engine_cannot_run_is_skipped_and_its_outputs_are_unknown(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: old\nruntime: {name: nodejs}\n")
    legacy = part("legacy", blueprint=None, program=tmp_path, directory=tmp_path, project="old", stack="dev")
    plain = part("plain", blueprint=None, program=tmp_path / "other", after=("legacy",))
    shop = service(legacy, part("web", reads={"legacy": "url"}), part("later", after=("legacy",)), plain)
    later = Program({"thing": {"of": "its own"}})
    engine = FakeEngine(
        {"dev.web": Program({"lb": {"to": Of("old/dev", "url")}}), "dev.later": later, "dev.plain": later},
        name="embedded",
    )
    result = run(engine, shop)
    assert states(result) == {"legacy": "skipped", "web": "succeeded", "later": "succeeded", "plain": "skipped"}
    assert "nodejs" in (result.parts[0].reason or "")
    assert result.parts[3].reason == "needs outputs of legacy, which was skipped", "nobody knows what it reads"
    assert inputs(result, "web") == {"to": UNKNOWN}
    assert states(deploy(engine, shop)) == {
        "legacy": "skipped",
        "web": "skipped",
        "later": "succeeded",
        "plain": "skipped",
    }


def test_the_copies_are_removed_and_private(tmp_path: Path) -> None:
    engine = FakeEngine(programs())
    seen: list[tuple[int, list[str]]] = []

    def look(progress: Progress) -> None:
        seen.extend((each.stat().st_mode & 0o777, []) for each in tmp_path.iterdir())

    plan = make_plan(SHOP, SHOP.environments["dev"], stack_for)
    preview(plan, Means(engine=engine, runner=ReadyQueue(1), listener=look, scratch=tmp_path))
    assert seen
    assert {mode for mode, _ in seen} == {0o700}
    assert not list(tmp_path.iterdir())
