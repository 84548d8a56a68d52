"""Keys and certificates: every input but those about renewal makes a new one."""

from __future__ import annotations

from stackwright.simcloud.catalogue.model import NONE
from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.rules.model import Rule

SOURCE = "hashicorp/tls provider: every argument but `early_renewal_hours` has RequiresReplace"


def known(token: str) -> list[Rule]:
    kind = catalogue("tls").resource(token)
    return [Rule(name, SOURCE) for name in (kind.inputs if kind else NONE) if name != "earlyRenewalHours"]
