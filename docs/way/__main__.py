"""Draw the way of one change anew: `python -m docs.way`, in the repository's root."""

from __future__ import annotations

from pathlib import Path

from docs.way.drawing import drawn

if __name__ == "__main__":
    Path("docs/way/one-change.svg").write_text(drawn(), encoding="utf-8")
