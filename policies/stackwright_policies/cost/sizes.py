"""What rules about sizes share on every cloud."""

from __future__ import annotations

from typing import Final

PROCESSORS: Final = {
    "processors": {
        "type": "integer",
        "minimum": 1,
        "default": 8,
        "description": "How many virtual processors one machine may have outside production.",
    }
}
"""The setting of a rule about what is too large outside production."""
