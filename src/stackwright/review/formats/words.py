"""What the formats say alike."""

from __future__ import annotations

import os
from pathlib import Path

from stackwright.review.finding import Finding


def resource(finding: Finding) -> str:
    """`web: aws:s3:Bucket logs`, or the stack."""
    part = f"{finding.place.part}: " if finding.place.part else ""
    if finding.about:
        return finding.about
    if not finding.urn:
        return f"{part}stack {finding.place.stack}"
    package, module, kind = [*finding.type.split(":"), "", ""][:3]
    return f"{part}{package}:{module.partition('/')[0]}:{kind} {finding.name}"


def headline(finding: Finding) -> str:
    """One line: what is wrong with what."""
    return f"{resource(finding)}: {(said(finding).splitlines() or [finding.title])[0]}"


def said(finding: Finding) -> str:
    """What is wrong; that it is the policy where it is."""
    return f"the policy itself failed: {finding.what}" if finding.outcome == "broken" else finding.what


def relative(path: Path) -> str:
    """A path as the tools that show files want it: below the current folder, with slashes."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix() if not path.is_absolute() else os.path.relpath(path).replace(os.sep, "/")
