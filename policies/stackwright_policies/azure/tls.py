"""The oldest version of TLS that an Azure service accepts, as each of them spells it."""

from __future__ import annotations

import re

from stackwright_policies.resource import View


def outdated(minimum: View, default: str) -> bool:
    """Whether a minimum lets TLS 1.0 or 1.1 in. `default` is what the service takes where nothing is said.

    `TLS1_2`, `TLS12`, `Tls12`, `TLSv1_2`, `1.2` and `TLS12_2022` are 1.2; `Tls` is 1.0 (Cosmos DB), and words without a
    number, such as `None` (SQL) and `TLSEnforcementDisabled` (PostgreSQL), demand nothing.
    """
    digits = "".join(re.findall(r"\d", minimum.text(default)))
    return digits[:2] < "12"
