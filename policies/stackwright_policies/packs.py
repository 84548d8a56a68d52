"""Which policies there are, and which pack each belongs to. A policy that is not listed here does not run."""

from __future__ import annotations

from typing import Final

from stackwright_policies.model import Pack
from stackwright_policies.security import POLICIES as SECURITY
from stackwright_policies.tagging import POLICIES as TAGGING

security: Final = Pack(
    name="security",
    title="Security",
    description="Nothing is open to the world, and nobody has rights without limits, on any cloud.",
    policies=SECURITY,
)
tagging: Final = Pack(
    name="tagging",
    title="Tagging",
    description="Every resource says whose it is and what it is for.",
    policies=TAGGING,
)
everything: Final = Pack(
    name="stackwright",
    title="Stackwright",
    description="All of Stackwright's policies, in one process.",
    policies=(*SECURITY, *TAGGING),
)
PACKS: Final = (security, tagging, everything)
