"""Instances of Cloud SQL."""

from __future__ import annotations

from typing import Final

from stackwright_policies.resource import View

INSTANCE: Final = "gcp:sql/databaseInstance:DatabaseInstance"


def is_whole_copy(instance: View) -> bool:
    """Whether it is a clone without settings of its own: those of its source, which is judged itself, hold."""
    return instance.get("settings").absent and not instance.get("clone").absent
