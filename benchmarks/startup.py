"""How long `stackwright --help` takes, as a whole process, beside an empty Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.timing import against, line, measured


def run() -> None:
    tool = Path(sys.executable).with_name("stackwright")
    timings = measured(
        {
            "tool": lambda: subprocess.run([tool, "--help"], check=True, capture_output=True),
            "python": lambda: subprocess.run([sys.executable, "-c", "pass"], check=True, capture_output=True),
        },
        rounds=20,
    )
    against("stackwright --help", timings["tool"], 0.150)
    line("  an empty Python beside it", str(timings["python"]))
