from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.policies.support import Pack, running


@pytest.fixture(scope="session")
def pack(repository: Path) -> Generator[Pack]:
    """All policies, in one process."""
    with running(repository / "policies") as running_pack:
        yield running_pack
