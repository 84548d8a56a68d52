"""All cases."""

from __future__ import annotations

from typing import Final

from tests.conformance.cases import CASES as _CASES
from tests.conformance.finer import FINER

CASES: Final = (*_CASES, *FINER)
