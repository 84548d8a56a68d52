from __future__ import annotations

from pathlib import Path

from stackwright.cli.reference import reference


def test_the_reference_is_what_help_prints(repository: Path) -> None:
    """After a change: `python -m stackwright.cli.reference > docs/reference/cli.md`."""
    assert (repository / "docs/reference/cli.md").read_text() == reference()
