"""A thousand resources as whole processes: `up` and an `up` that changes nothing, state in files.

Ours beside the official CLI's on the same simulated clouds, beside the SDK's own share of it (see `floor.py`) and,
where it is on PATH, beside as many `terraform_data` of OpenTofu, which have no provider to ask. Python collects garbage
as seldom on all sides; the provider calls of both engines are counted, and must be equal. `--quick` takes two hundred,
`--large` ten thousand of ours alone.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.timing import Timing, line, user_environment
from stackwright.deploy.rehearsal.attach import attached_clouds
from stackwright.deploy.rehearsal.world import world_at
from stackwright.engine.pulumi import executable
from stackwright.simcloud import calls

PROGRAM = Path(__file__).parent / "thousand"
TEAM = 25
_PROMISED = {"up": 10.0, "no-op": 2.5, "floor": 1.3}
_TOFU = 'resource "terraform_data" "each" {{\n  count = {count}\n  input = "value ${{count.index}}"\n}}\n'


def run(options: Sequence[str] = ()) -> None:
    teams = 8 if "--quick" in options else 400 if "--large" in options else 40
    with tempfile.TemporaryDirectory() as folder:
        _compare(Path(folder), teams, large="--large" in options)


def _compare(folder: Path, teams: int, *, large: bool) -> None:
    project = folder / "thousand"
    shutil.copytree(PROGRAM, project, ignore=shutil.ignore_patterns("__pycache__"))
    text = (project / "Pulumi.yaml").read_text()
    # Both run the program with the interpreter that runs this, so that neither starts with another's packages.
    (project / "Pulumi.yaml").write_text(
        text.replace("../../.venv", sys.prefix).replace("default: 40", f"default: {teams}")
    )
    rounds = 1 if large else 3
    timings, mine = _ours(folder, project, teams, rounds)
    floor = timings.pop("floor")
    for name, timing in timings.items():
        each = timing.best / (teams * TEAM) * 1000
        line(f"{teams * TEAM:,} resources, {_NAMES[name]}", f"{timing}, {each:.1f} ms each")
        ratio = timing.best / floor.best
        kept = "kept" if ratio <= _PROMISED["floor"] else "MISSED"
        line("  of the SDK's own share", f"{ratio:.2f} of {floor}   promised: at most {_PROMISED['floor']}, {kept}")
    if not large:
        _theirs(folder, project, timings, mine)
        _tofu(folder, teams * TEAM)


_NAMES = {"up": "`up`", "no-op": "`up` again, no change"}


def _ours(folder: Path, project: Path, teams: int, rounds: int) -> tuple[dict[str, Timing], Counter[str]]:
    """Ours and the floor, by turns; a first round reads the SDKs, for all that follow. And the calls of one round."""
    tool = str(Path(sys.executable).with_name("stackwright"))
    command = (tool, "up", str(project), "-e", "dev", "--simulate", "--yes")
    floor = (sys.executable, "-m", "benchmarks.floor", str(project), str(teams))
    found: dict[str, list[float]] = {"up": [], "no-op": [], "floor": []}
    counted: Counter[str] = Counter()
    for number in range(rounds + 1):
        home = folder / f"home-{number}"
        environment = user_environment(home)
        for name, seconds in found.items():
            taken = _timed(floor, Path.cwd()) if name == "floor" else _timed(command, project, environment)
            if number:
                seconds.append(taken)
        with world_at(home / "simulated" / "standing") as world:
            counted = Counter(call.method for call in calls(world.clouds))
    return {name: Timing(tuple(seconds)) for name, seconds in found.items()}, counted


def _theirs(folder: Path, project: Path, ours: Mapping[str, Timing], mine: Counter[str]) -> None:
    if shutil.which("pulumi") is None:
        line("  the official CLI", "skipped: pulumi is not on PATH")
        return
    cli = str(executable.find())
    with world_at(folder / "theirs") as theirs, attached_clouds(theirs) as attached:
        environment = {**theirs.environment(), **attached}
        subprocess.run([cli, "stack", "init", "dev"], cwd=project, env=environment, check=True, capture_output=True)
        command = (cli, "up", "--stack", "dev", "--non-interactive", "--yes", "--skip-preview")
        for name, timing in ours.items():
            taken = _timed(command, project, environment)
            ratio = taken / timing.median
            kept = "kept" if ratio >= _PROMISED[name] else "MISSED"
            line(
                f"  the official CLI, {_NAMES[name]}",
                f"{taken:.1f} s: {ratio:.1f} times as fast   promised: {_PROMISED[name]}, {kept}",
            )
    with world_at(folder / "theirs") as theirs:
        official = Counter(call.method for call in calls(theirs.clouds))
    shown = ", ".join(f"{number} {method}" for method, number in sorted(mine.items()))
    verdict = "equal" if mine == official else f"NOT: theirs {dict(official - mine)}, ours {dict(mine - official)} more"
    line("  provider calls of both", f"{shown}; {verdict}")


def _tofu(folder: Path, count: int) -> None:
    tofu = shutil.which("tofu")
    if tofu is None:
        line("  OpenTofu", "skipped: tofu is not on PATH")
        return
    root = folder / "tofu"
    root.mkdir()
    (root / "main.tf").write_text(_TOFU.format(count=count))
    subprocess.run([tofu, "init", "-input=false"], cwd=root, check=True, capture_output=True)
    for name in _NAMES.values():
        taken = _timed((tofu, "apply", "-auto-approve", "-input=false"), root)
        line(f"  OpenTofu, as many terraform_data, {name}", f"{taken:.2f} s")


def _timed(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> float:
    """The seconds that one process takes."""
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return time.perf_counter() - began
