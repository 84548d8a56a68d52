"""How long fifty parts of one resource each take as a whole process, from the interpreter's start to its end.

One part, 48 that take its output, one that takes the outputs of all of them; each has a state of its own. `up` of all,
and an `up` that finds nothing to do, on simulated clouds and with file state. Beside it OpenTofu, where it is on PATH:
the same shape with `terraform_data`, one root module and one local state each, `terraform_remote_state` for outputs, in
the same order; its `init` is not counted.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from benchmarks.timing import Timing, against, line, measured, user_environment

FIFTY: Final = Path(__file__).parent / "fifty"
MIDDLES: Final = tuple(f"m{number:02}" for number in range(1, 49))
_PARTS: Final = ("first", *MIDDLES, "last")
_ROUNDS: Final = 5
_PROMISED: Final = 2.0
_PARALLEL: Final = 4
"""How many of OpenTofu's processes run at a time, as in the figures that are to be beaten."""


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _ours(Path(folder))
    tofu = shutil.which("tofu")
    if tofu is None:
        line("  the same with OpenTofu", "skipped: tofu is not on PATH")
        return
    with tempfile.TemporaryDirectory() as folder:
        _theirs(Path(folder), tofu)


def _ours(folder: Path) -> None:
    service = folder / "fifty"
    shutil.copytree(FIFTY, service, ignore=shutil.ignore_patterns("__pycache__"))
    for project in service.glob("*/Pulumi.yaml"):
        project.write_text(project.read_text().replace("../../../.venv", sys.prefix))
    home = folder / "home"

    def stackwright(*words: str) -> str:
        command = [Path(sys.executable).with_name("stackwright"), *words, service, "-e", "dev", "--simulate", "--json"]
        return subprocess.run(command, env=user_environment(home), check=True, capture_output=True, text=True).stdout

    up, again = _pairs(lambda: stackwright("up"), lambda: shutil.rmtree(home, ignore_errors=True))
    _verify(home, json.loads(stackwright("outputs")), json.loads(stackwright("up").splitlines()[-1]))
    against("fifty parts of one resource, `up`", up, _PROMISED)
    against("  `up` again, nothing to do", again, _PROMISED)
    shutil.rmtree(home)
    used = [_processor(lambda: stackwright("up")) for _ in range(2)]
    line("  processor time, whatever else runs", f"{used[0]:.2f} s and {used[1]:.2f} s, on up to two cores")
    line("  states, and outputs passed on", f"{len(_PARTS)}, all of them")


def _processor(act: Callable[[], object]) -> float:
    """Seconds of processor time that the processes of `act` take together."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    act()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _pairs(act: Callable[[], object], forget: Callable[[], object]) -> tuple[Timing, Timing]:
    """The first `up` and the one after it, several times."""
    timings: list[tuple[float, float]] = []
    for _ in range(_ROUNDS + 1):
        forget()
        pair = measured({"up": act}, rounds=2, warm=0)["up"].seconds
        timings.append((pair[0], pair[1]))
    first, second = zip(*timings[1:], strict=True)
    return Timing(first), Timing(second)


def _verify(home: Path, outputs: dict[str, Any], summary: dict[str, Any]) -> None:
    states = list((home / "simulated/standing/state/.pulumi/stacks").glob("*/*.json"))
    assert len(states) == len(_PARTS), states
    found = {name: part["outputs"] for name, part in outputs["parts"].items()}
    assert set(found) == set(_PARTS), found.keys()
    assert all(found[name]["seen"] == found["first"]["id"] for name in MIDDLES), found
    assert found["last"]["seen"] == {f"dev.{name}": found[name]["id"] for name in MIDDLES}, found["last"]
    assert len({part["id"] for part in found.values()}) == len(_PARTS), "each has its own resource"
    assert all(part["state"] == "unchanged" for part in summary["parts"]), summary


_FIRST: Final = """
resource "terraform_data" "one" { input = "first" }
output "id" { value = terraform_data.one.id }
"""
_LATER: Final = """
data "terraform_remote_state" "of" {
  for_each = toset(%s)
  backend  = "local"
  config   = { path = "../${each.key}/terraform.tfstate" }
}
resource "terraform_data" "one" {
  input = { for name, state in data.terraform_remote_state.of : name => state.outputs.id }
}
output "seen" { value = terraform_data.one.output }
output "id" { value = terraform_data.one.id }
"""


def _theirs(folder: Path, tofu: str) -> None:
    for name in _PARTS:
        (folder / name).mkdir()
        before = MIDDLES if name == "last" else ("first",)
        (folder / name / "main.tf").write_text(_FIRST if name == "first" else _LATER % json.dumps(before))

    def each(names: tuple[str, ...], *words: str) -> None:
        def one(name: str) -> None:
            subprocess.run([tofu, *words], cwd=folder / name, check=True, capture_output=True)

        with ThreadPoolExecutor(_PARALLEL) as pool:
            list(pool.map(one, names))

    def apply() -> None:
        for names in (("first",), MIDDLES, ("last",)):
            each(names, "apply", "-auto-approve", "-input=false", "-no-color")

    def forget() -> None:
        for state in folder.glob("*/terraform.tfstate*"):
            state.unlink()

    each(_PARTS, "init", "-input=false")
    up, again = _pairs(apply, forget)
    read = subprocess.run([tofu, "output", "-json"], cwd=folder / "last", check=True, capture_output=True, text=True)
    assert set(json.loads(read.stdout)["seen"]["value"]) == set(MIDDLES), read.stdout
    version = subprocess.run([tofu, "version"], check=True, capture_output=True, text=True).stdout.split("\n")[0]
    line(f"  {version}, {_PARALLEL} at a time, `apply`", str(up))
    line("  `apply` again, nothing to do", str(again))
