"""How long a preview of five resources takes as a whole process: ours, beside the official CLI's on the same cloud.

The official CLI attaches to clouds that are served before its clock starts; ours opens them on its own time. The
provider calls of both are counted, and must be equal.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.timing import line, measured, user_environment
from benchmarks.warm import FIVE
from stackwright.deploy.rehearsal.attach import attached_clouds
from stackwright.deploy.rehearsal.world import World, world_at
from stackwright.engine.pulumi import executable
from stackwright.simcloud import calls

_ROUNDS = 5


def run() -> None:
    if shutil.which("pulumi") is None:
        line("five resources, preview in a fresh process", "skipped: the official CLI is not on PATH")
        return
    with tempfile.TemporaryDirectory() as folder:
        _compare(Path(folder))


def _compare(folder: Path) -> None:
    project = folder / "five"
    shutil.copytree(FIVE, project, ignore=shutil.ignore_patterns("__pycache__"))
    _use_this_python(project)
    with world_at(folder / "theirs") as theirs, attached_clouds(theirs) as attached:
        environment = {**theirs.environment(), **attached}
        cli = str(executable.find())
        subprocess.run([cli, "stack", "init", "dev"], cwd=project, env=environment, check=True, capture_output=True)
        home = user_environment(folder / "ours")
        tool = Path(sys.executable).with_name("stackwright")
        commands = {
            "ours": ([str(tool), "preview", str(project), "-e", "dev", "--simulate"], home),
            "theirs": ([cli, "preview", "--stack", "dev", "--non-interactive"], environment),
        }
        timings = measured(
            {
                name: lambda command=command, env=env: subprocess.run(
                    command, cwd=project, env=env, check=True, capture_output=True
                )
                for name, (command, env) in commands.items()
            },
            rounds=_ROUNDS,
        )
    line("five resources, preview in a fresh process", str(timings["ours"]))
    line(f"  {_version(cli)}", str(timings["theirs"]))
    line("  ratio of the medians", f"{timings['theirs'].median / timings['ours'].median:.1f} times as fast")
    with world_at(folder / "ours" / "simulated" / "standing") as ours:
        mine, official = _counted(ours), _counted(theirs)
    line("  provider calls a preview", f"{_shown(mine)}; {'equal' if mine == official else f'NOT {_shown(official)}'}")


def _use_this_python(project: Path) -> None:
    """Both run the program with the interpreter that runs this, so that neither starts with another's packages."""
    path = project / "Pulumi.yaml"
    path.write_text(path.read_text().replace("../../.venv", sys.prefix))


def _counted(world: World) -> Counter[str]:
    counted = Counter(call.method for call in calls(world.clouds))
    return Counter({method: count // (_ROUNDS + 1) for method, count in counted.items()})


def _shown(counted: Counter[str]) -> str:
    return ", ".join(f"{count} {method}" for method, count in sorted(counted.items()))


def _version(cli: str) -> str:
    shown = subprocess.run([cli, "version"], check=True, capture_output=True, text=True)
    return f"pulumi {shown.stdout.strip()}"
