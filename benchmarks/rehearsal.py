"""How long the rehearsal of a project takes as a whole process, and what memory: 220 resources on AWS.

Preview, up, a second up, refresh, destroy. Beside it what there is otherwise without an account: Pulumi's mocks, which
run the program once, create and look at nothing else; and the official CLI, where it is on PATH, through the same life
on the same simulated clouds. How long a type takes to be described is timed apart: read from the SDK, then from disk.
"""

from __future__ import annotations

import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from benchmarks.timing import against, line, measured, user_environment
from stackwright.deploy.rehearsal.attach import attached_clouds
from stackwright.deploy.rehearsal.world import world_at
from stackwright.engine.pulumi import executable
from stackwright.simcloud.catalogue.sdk import Catalogue

PROGRAM: Final = Path(__file__).parent / "twohundred"
_PROMISED: Final = 2.0
_MEGABYTES: Final = 300
_ROUNDS: Final = 5
_DESCRIBED: Final = 0.005
_TYPES: Final = 100
_PACKAGES: Final = ("aws", "azure-native", "gcp", "kubernetes")
_LIFE: Final = (
    ("preview",),
    ("up", "--yes", "--skip-preview"),
    ("up", "--yes", "--skip-preview", "--expect-no-changes"),
    ("refresh", "--yes", "--skip-preview", "--expect-no-changes"),
    ("destroy", "--yes", "--skip-preview"),
)


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        shutil.copytree(PROGRAM, project, ignore=shutil.ignore_patterns("__pycache__"))
        manifest = project / "Pulumi.yaml"
        manifest.write_text(manifest.read_text().replace("../../.venv", sys.prefix))
        _whole(project, Path(folder))
        _official(project, Path(folder))
    _described()


def _whole(project: Path, folder: Path) -> None:
    tool = Path(sys.executable).with_name("stackwright")
    environment = user_environment(folder / "home")

    def ours() -> None:
        _quietly([tool, "rehearse", project, "--stack", "dev"], environment)

    def mocks() -> None:
        _quietly([sys.executable, "-m", "benchmarks.mocked", project], environment)

    timings = measured({"ours": ours, "mocks": mocks}, rounds=_ROUNDS)
    against("220 resources, a whole rehearsal", timings["ours"], _PROMISED)
    line("  on Pulumi's mocks, created once", str(timings["mocks"]))
    line("  ratio of the medians, for five phases", f"{timings['ours'].median / timings['mocks'].median:.1f}")
    line("  processor time, whatever else runs", f"{_processor(ours):.2f} s, with mocks {_processor(mocks):.2f} s")
    used = _memory([tool, "rehearse", project, "--stack", "dev"], environment)
    verdict = "kept" if used < _MEGABYTES else "MISSED"
    line("  memory of its processes together", f"{used} MB   promised: under {_MEGABYTES} MB, {verdict}")


def _official(project: Path, folder: Path) -> None:
    if shutil.which("pulumi") is None:
        line("  the same life with the official CLI", "skipped: it is not on PATH")
        return
    with world_at(folder / "theirs") as world, attached_clouds(world) as attached:
        environment = {**world.environment(), **attached}
        cli = str(executable.find())
        _quietly([cli, "stack", "select", "--create", "dev"], environment, project)
        began = time.perf_counter()
        for words in _LIFE:
            _quietly([cli, *words, "--stack", "dev", "--non-interactive"], environment, project)
        line("  the same life with the official CLI", f"{time.perf_counter() - began:.2f} s, once")


def _quietly(command: Sequence[str | Path], environment: dict[str, str], folder: Path | None = None) -> None:
    subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True)


def _processor(act: Callable[[], object]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    act()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _memory(command: Sequence[str | Path], environment: dict[str, str]) -> int:
    """The most that a command and its children take at a time, in MB: pages that they share are shared out (PSS)."""
    most = 0
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, sum(map(_share, (process.pid, *_children(process.pid)))))
            time.sleep(0.02)
    return most // 1024


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _share(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it ended
        return 0
    return next((int(each.split()[1]) for each in lines if each.startswith("Pss:")), 0)


def _described() -> None:
    """Types drawn at random, the same each time, of every cloud."""
    first: list[float] = []
    again: list[float] = []
    kept: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for package in _PACKAGES:
            spec = find_spec(f"pulumi_{package.replace('-', '_')}")
            assert spec is not None
            assert spec.origin is not None
            root = Path(spec.origin).parent
            tokens = random.Random(7).sample(Catalogue(package, root, Path(folder)).tokens(), _TYPES)
            one, other = (Catalogue(package, root, Path(folder)) for _ in range(2))
            first += [_seconds(one, token) for token in tokens]
            again += [_seconds(other, token) for token in tokens]
            kept += [_seconds(other, token) for token in tokens]
    _against(f"describing a type, of {len(first)}, once", first)
    line("  from the disk, in another process", _spread(again))
    line("  after that", _spread(kept))


def _seconds(catalogue: Catalogue, token: str) -> float:
    """Processor time: a few milliseconds are lost in what else runs."""
    began = time.process_time()
    assert catalogue.resource(token)
    return time.process_time() - began


def _against(what: str, seconds: Sequence[float]) -> None:
    slow = sum(each > _DESCRIBED for each in seconds) / len(seconds)
    verdict = "kept" if statistics.median(seconds) < _DESCRIBED else "MISSED"
    promised = f"promised: under {_DESCRIBED * 1000:.0f} ms, {verdict} by the median, {slow:.0%} take longer"
    line(what, f"{_spread(seconds)}   {promised}")


def _spread(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.2f} ms median, {max(seconds) * 1000:.1f} ms at most"
