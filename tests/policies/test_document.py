"""docs/policies says what the policies say. `ACCEPT=1` rewrites it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from stackwright_policies.document import markdown
from stackwright_policies.model import Pack
from stackwright_policies.packs import PACKS, everything


@pytest.mark.parametrize("pack", [pack for pack in PACKS if pack is not everything], ids=lambda pack: pack.name)
def test_the_page_is_what_the_pack_says(pack: Pack, repository: Path) -> None:
    page = repository / "docs" / "policies" / f"{pack.name}.md"
    text = markdown(pack)
    if os.environ.get("ACCEPT") == "1":
        page.write_text(text, encoding="utf-8")
    assert page.is_file(), f"{page} is missing: ACCEPT=1 writes it"
    assert page.read_text(encoding="utf-8") == text, "ACCEPT=1 rewrites the page"
    for policy in pack.policies:
        assert all(f"- {example.why} (" in text for example in (*policy.passes, *policy.violates, *policy.undecided))
