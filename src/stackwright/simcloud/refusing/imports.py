"""Imports of what nothing here has made, which any cloud may have."""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.refusing.model import Kind

UNKNOWN: Final = Kind(
    "import-unknown",
    "what a program imports was made by a rehearsal; else it is taken to be there, as the program describes it",
    "https://www.pulumi.com/docs/iac/concepts/resources/options/import/",
    "import what a rehearsal made and kept (--keep)",
    asked=True,
)
