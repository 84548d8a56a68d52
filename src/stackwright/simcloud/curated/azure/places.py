"""Where a resource of Azure is, as host names spell it."""

from __future__ import annotations

from stackwright.simcloud.values.subject import Subject


def place(it: Subject) -> str:
    """`westeurope`, also of `West Europe`."""
    return squeezed(it.place)


def squeezed(location: str) -> str:
    return location.replace(" ", "").lower()
