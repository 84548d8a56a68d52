"""Random values: every input but a few makes a new value."""

from __future__ import annotations

from stackwright.simcloud.catalogue.model import NONE
from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.rules.model import Rule

SOURCE = "hashicorp/random provider: every argument of a random resource has RequiresReplace"


def known(token: str) -> list[Rule]:
    kind = catalogue("random").resource(token)
    return [Rule(name, SOURCE) for name in (kind.inputs if kind else NONE)]
