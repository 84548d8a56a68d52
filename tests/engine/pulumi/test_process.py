import os
import sys
import threading
import time
from pathlib import Path

import pytest

from stackwright.engine.pulumi.process import Finished, Processes

# Counts interrupts in a file and ends after the number that it is given, writing a line to a log every 10 ms.
PATIENT = """
import pathlib, signal, sys, time
folder, wanted, seen = pathlib.Path(sys.argv[1]), int(sys.argv[2]), 0
def interrupted(number, frame):
    global seen
    seen += 1
    (folder / "interrupts").write_text(str(seen))
signal.signal(signal.SIGINT, interrupted)
with open(folder / "log", "a", buffering=1) as log:
    for count in range(1000):
        print(count, file=log)
        time.sleep(0.01)
        if seen >= wanted:
            sys.exit(8)
"""


def patient(folder: Path, interrupts: int) -> list[str]:
    return [sys.executable, "-c", PATIENT, str(folder), str(interrupts)]


def test_what_it_says_and_how_it_ends(tmp_path: Path) -> None:
    code = "import sys; print(sys.stdin.read().upper()); print('oh', file=sys.stderr); sys.exit(3)"
    finished = Processes().run(
        [sys.executable, "-c", code], directory=tmp_path, environment=dict(os.environ), stdin="hi"
    )
    assert finished == Finished(3, "HI\n", "oh\n")


def test_lines_arrive_while_it_works(tmp_path: Path) -> None:
    processes, arrivals = Processes(), list[tuple[str, float]]()

    def seen(line: str) -> None:
        arrivals.append((line, time.monotonic()))
        if line == "20":
            processes.interrupt()

    finished = processes.run(
        patient(tmp_path, 1), directory=tmp_path, environment=dict(os.environ), log=tmp_path / "log", on_line=seen
    )
    assert finished.code == 8
    lines = [line for line, _ in arrivals]
    assert lines == [str(number) for number in range(len(lines))]
    assert arrivals[-1][1] - arrivals[0][1] > 0.1


def test_it_is_asked_twice_before_it_is_killed(tmp_path: Path) -> None:
    processes, results = Processes(), list[Finished]()
    thread = threading.Thread(
        target=lambda: results.append(
            processes.run(patient(tmp_path, 99), directory=tmp_path, environment=dict(os.environ))
        )
    )
    thread.start()
    for wanted in ("1", "2"):
        _wait_for(tmp_path / "log")
        processes.interrupt()
        _wait_for(tmp_path / "interrupts", wanted)
        assert thread.is_alive()
    processes.interrupt()
    thread.join(10)
    assert results[0].code == -9


def test_a_sink_that_raises_interrupts_it_and_waits(tmp_path: Path) -> None:
    def sink(line: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Processes().run(
            patient(tmp_path, 1), directory=tmp_path, environment=dict(os.environ), log=tmp_path / "log", on_line=sink
        )
    assert (tmp_path / "interrupts").read_text() == "1"


def _wait_for(path: Path, text: str = "") -> None:
    deadline = time.monotonic() + 10
    while not path.exists() or text not in path.read_text():
        assert time.monotonic() < deadline, f"{path.name} never said {text!r}"
        time.sleep(0.01)
