"""`python -m benchmarks [NAME…] [--quick]`: print the figures, all of them or those named."""

from __future__ import annotations

import importlib
import sys

NAMES = ("startup", "loading", "policies", "warm", "fresh", "fifty", "thousand", "rehearsal")
SIZED = ("policies", "thousand")
"""Those that take `--quick` and `--large`."""


def main(arguments: list[str]) -> None:
    options = [item for item in arguments if item.startswith("-")]
    wanted = [item for item in arguments if not item.startswith("-")]
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        sys.exit(f"no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}")
    for name in wanted or NAMES:
        module = importlib.import_module(f"benchmarks.{name}")
        module.run(options) if name in SIZED else module.run()


if __name__ == "__main__":
    main(sys.argv[1:])
