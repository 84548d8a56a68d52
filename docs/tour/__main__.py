"""Make the tour anew: `python -m docs.tour`, in the repository's root; `--check` only says whether it would differ."""

from __future__ import annotations

import argparse
import difflib
import sys
import tempfile
from pathlib import Path

from docs.tour.making import Tour, TourError, committed, made, write


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m docs.tour", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 if the page is out of date")
    arguments = parser.parse_args()
    repository = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="stackwright-tour-") as folder:
        try:
            new = made(repository, Path(folder))
        except TourError as error:
            sys.stderr.write(f"{error}\n")
            return 2
    if not arguments.check:
        for path in write(new, repository):
            sys.stdout.write(f"Wrote {path}\n")
        return 0
    differences = list(compared(committed(repository), new))
    sys.stdout.writelines(differences)
    return int(bool(differences))


def compared(old: Tour, new: Tour) -> list[str]:
    """What differs, as a person reads it; empty where nothing does."""
    lines = difflib.unified_diff(
        old.page.splitlines(keepends=True), new.page.splitlines(keepends=True), "docs/tour.md", "made anew"
    )
    names = sorted(old.pictures.keys() | new.pictures.keys())
    pictures = [f"docs/tour/{name} differs\n" for name in names if old.pictures.get(name) != new.pictures.get(name)]
    return [*lines, *pictures]


if __name__ == "__main__":
    sys.exit(main())
