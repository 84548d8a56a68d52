"""`python -m benchmarks [NAME…]`: print the figures, all of them or those named."""

from __future__ import annotations

import importlib
import sys

NAMES = ("startup", "loading", "warm", "fresh", "fifty")


def main(wanted: list[str]) -> None:
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        sys.exit(f"no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}")
    for name in wanted or NAMES:
        importlib.import_module(f"benchmarks.{name}").run()


if __name__ == "__main__":
    main(sys.argv[1:])
