"""Packs that do not do what they should: an error that names the pack, and nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import pulumi
import pytest
from pulumi.runtime import proto

from stackwright.engine.policy.manifest import read
from stackwright.engine.policy.pool import PackPool
from stackwright.engine.policy.process import PackProcess
from stackwright.engine.protocol import Options, PolicyPack
from stackwright.errors import EngineError
from tests.engine.embedded.support import Bench, Thing

PACKS = Path(__file__).parent / "packs"


def by(name: str) -> Options:
    return Options(policy_packs=(PolicyPack(path=PACKS / name),))


@pytest.fixture
def bench() -> Bench:
    return Bench(lambda: Thing("a", note="QUITE-SECRET"))


def test_a_pack_that_does_not_start_is_named_with_its_own_words(bench: Bench) -> None:
    outcome = bench.up(None, by("silent"))
    assert outcome.result == "failed"
    assert f"the policy pack in {PACKS / 'silent'} did not start" in (outcome.error or "")
    assert "No module named 'no_such_module_anywhere'" in (outcome.error or "")
    assert bench.cloud.of("create") == []


def test_a_pack_that_dies_is_named(bench: Bench) -> None:
    outcome = bench.up(None, by("crashing"))
    assert outcome.result == "failed"
    assert f"the policy pack in {PACKS / 'crashing'} ended with exit code 7" in (outcome.error or "")
    assert "I cannot bear it" in (outcome.error or "")
    assert bench.cloud.of("create") == []


def test_the_last_words_of_a_pack_quote_no_secret(bench: Bench) -> None:
    outcome = bench.up(lambda: Thing("a", secret=pulumi.Output.secret("HUSHHUSH")), by("crashing"))
    assert "I cannot bear [secret]" in (outcome.error or "")
    assert "HUSHHUSH" not in repr(bench.events)


def test_a_policy_that_raises_fails_the_run(bench: Bench) -> None:
    outcome = bench.up(lambda: Thing("a", note=pulumi.Output.secret("HUSHHUSH")), by("failing"))
    assert outcome.result == "failed"
    assert f"the policy pack in {PACKS / 'failing'} failed to Analyze" in (outcome.error or "")
    assert "HUSHHUSH" not in (outcome.error or "")
    assert bench.cloud.of("create") == []


def test_a_preview_fails_with_a_pack_as_well(bench: Bench) -> None:
    assert bench.preview(None, by("crashing")).result == "failed"


def test_a_pack_that_hangs_is_named_and_ended() -> None:
    process = PackProcess(read(PACKS / "hanging", {}), dict(os.environ), answering=0.5)
    try:
        with pytest.raises(EngineError, match=r"hanging did not answer Analyze within 0\.5 s"):
            process.ask("Analyze", proto.AnalyzeRequest(type="toy:index:Thing"))
    finally:
        process.close()
    assert not process.alive


def test_a_pack_that_takes_too_long_to_start_is_named() -> None:
    process = PackProcess(read(PACKS / "hanging", {}), dict(os.environ), starting=0.001)
    try:
        with pytest.raises(EngineError, match=r"hanging did not start within 0\.001 s"):
            process.info()
    finally:
        process.close()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "there is no policy pack in"),
        ("runtime: nodejs", "is written for nodejs"),
        ("{", "PulumiPolicy.yaml cannot be read"),
        ("- a", "is written for no runtime"),
    ],
)
def test_a_folder_that_is_no_pack_is_refused(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / "PulumiPolicy.yaml").write_text(text)
    with pytest.raises(EngineError, match=message):
        read(tmp_path, {})


def test_a_packs_own_virtual_environment_is_used(tmp_path: Path) -> None:
    (tmp_path / "PulumiPolicy.yaml").write_text("runtime: {name: python, options: {virtualenv: own}}")
    assert read(tmp_path, {}).interpreter == sys.executable, "there is none"
    python = tmp_path / "own" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    assert read(tmp_path, {}).interpreter == str(python)
    assert read(tmp_path, {"PULUMI_PYTHON_CMD": "/other"}).interpreter == "/other"


@pytest.fixture
def pool() -> Generator[PackPool]:
    pool = PackPool()
    yield pool
    pool.close()


def test_a_pack_that_keeps_nothing_serves_the_next_run(pool: PackPool, repository: Path) -> None:
    first = pool.take(repository / "policies", dict(os.environ))
    pool.give_back(first, stateless=True)
    assert pool.take(repository / "policies", dict(os.environ)) is first
    first.close()


def test_another_pack_is_started_anew(pool: PackPool) -> None:
    first = pool.take(PACKS / "official", dict(os.environ))
    pool.give_back(first, stateless=False)
    assert not first.alive
    second = pool.take(PACKS / "official", dict(os.environ))
    assert second is not first
    second.close()


def test_a_pack_that_died_while_it_waited_is_replaced(pool: PackPool) -> None:
    first = pool.take(PACKS / "official", dict(os.environ))
    pool.give_back(first, stateless=True)
    first.close()
    second = pool.take(PACKS / "official", dict(os.environ))
    assert second is not first
    assert second.info().name == "toys"
    second.close()


def test_a_pack_ends_when_its_engine_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, sys, time\n"
        "from stackwright.engine.policy.manifest import read\n"
        "from stackwright.engine.policy.process import PackProcess\n"
        f"process = PackProcess(read(pathlib.Path({str(PACKS / 'official')!r}), {{}}), dict(os.environ))\n"
        "process.info()\n"
        "print(process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as engine:
        assert engine.stdout is not None
        pack = int(engine.stdout.readline())
        engine.kill()
    for _ in range(50):
        if not _running(pack):
            return
        time.sleep(0.1)
    pytest.fail("the pack still runs")


def _running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_pack_starts_while_the_program_begins(bench: Bench) -> None:
    """The root stack comes first and creates nothing: it is judged when the pack is there, in the order of events."""
    began = time.monotonic()
    reached: list[float] = []

    def program() -> None:
        reached.append(time.monotonic() - began)
        Thing("a")

    bench.up(lambda: None)  # the SDK is loaded
    began = time.monotonic()
    bench.up(program, by("official"))
    done = time.monotonic() - began
    assert reached[0] < done / 2, "the program waited for the pack"
