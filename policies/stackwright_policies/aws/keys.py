"""Keys of KMS, as what is encrypted names them."""

from __future__ import annotations

from stackwright_policies.resource import View
from stackwright_policies.verdicts import NotKnown


def named(key: View) -> bool:
    """Whether a key is named. One that a preview does not know is one: the program makes it."""
    try:
        return bool(key.value)
    except NotKnown:
        return True
