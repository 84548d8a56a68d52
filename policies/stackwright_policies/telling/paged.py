"""A pack's page."""

from __future__ import annotations

from stackwright_policies.document import markdown
from stackwright_policies.model import Pack


def paged(pack: Pack, folder: str) -> dict[str, str]:
    """The page, and what it is about; `folder` as a reader would write it."""
    return {"name": pack.name, "title": pack.title, "description": pack.description, "page": markdown(pack, folder)}
