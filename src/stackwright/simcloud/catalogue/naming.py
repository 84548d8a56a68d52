"""How Pulumi's code generator names Python files after classes and functions."""

from __future__ import annotations

import re

_LOWER_UPPER = re.compile(r"([a-z0-9])([A-Z])")
_ACRONYM = re.compile(r"([A-Z]+)([A-Z][a-z])")


def snake(name: str) -> str:
    """`StorageAccount` → `storage_account`, `DBInstance` → `db_instance`, `getAmi` → `get_ami`."""
    return _LOWER_UPPER.sub(r"\1_\2", _ACRONYM.sub(r"\1_\2", name)).lower()
